// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.jetstream.JetStream;
import io.natskit.server.NatsServer;
import io.natskit.wire.jetstream.StreamConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a stream keeps is encrypted on the disk: who carries the disk away reads neither subjects nor messages. Without the key the server does not start, and touches
 * nothing; with a new key and the previous one, it starts and encrypts anew what it writes.
 */
public final class EncryptedStore {
    private static final String SECRET = "the recipe";

    private EncryptedStore() {}

    /** Runs it, with a server of its own, since the store is the point. */
    public static void main(String[] args) {
        Sample.main(EncryptedStore::run);
    }

    static void run() throws Exception {
        Path folder = Files.createTempDirectory("natskit-sample");
        try {
            run(folder);
        } finally {
            Sample.delete(folder);
        }
    }

    private static void run(Path folder) throws IOException {
        String key = UUID.randomUUID().toString();
        String nextKey = UUID.randomUUID().toString();
        try (NatsServer server = start(folder, "key: \"" + key + "\"");
                Connection nats = Nats.connect(server.url())) {
            JetStream js = JetStream.on(nats);
            js.createStream(
                    StreamConfig.builder("KITCHEN").subjects("kitchen.*").build());
            js.publish("kitchen.cake", SECRET.getBytes(StandardCharsets.UTF_8));
        }
        Sample.check("files that tell the recipe", List.of(), filesWith(folder, SECRET));
        Sample.check("files that tell the subject", List.of(), filesWith(folder, "kitchen.cake"));
        System.out.println("the disk tells nothing");
        try (NatsServer server = start(folder, "key: \"" + nextKey + "\"")) {
            throw new AssertionError("a server has started with a wrong key, at " + server.url());
        } catch (RuntimeException expected) {
            System.out.println("a wrong key: " + expected.getMessage());
        }
        try (NatsServer server = start(folder, "key: \"" + nextKey + "\", prev_key: \"" + key + "\"");
                Connection nats = Nats.connect(server.url())) {
            String kept = JetStream.on(nats).stream("KITCHEN")
                    .last("kitchen.cake")
                    .orElseThrow()
                    .text();
            Sample.check("what the stream has kept", SECRET, kept);
            System.out.println("the right keys: " + kept + " is there");
        }
    }

    private static NatsServer start(Path folder, String keys) {
        return NatsServer.builder()
                .config("jetstream { store_dir: \"" + folder + "\", cipher: chacha, " + keys + " }")
                .start();
    }

    private static List<Path> filesWith(Path folder, String text) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> contains(file, text))
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
