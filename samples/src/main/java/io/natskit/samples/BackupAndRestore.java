// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.jetstream.BackupResult;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.StreamConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A stream goes into a folder and comes back, with its sequences, its gaps, and its consumers where they were. The folder is what {@code nats stream backup} makes, so that
 * {@code nats stream restore} takes it, on nats-server, too.
 */
public final class BackupAndRestore {

    private BackupAndRestore() {}

    /** Runs it; the first argument is the URL of a server with JetStream, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, BackupAndRestore::run);
    }

    static void run(String url) throws Exception {
        Path folder = Files.createTempDirectory("natskit-backup");
        try (Connection nats = Nats.connect(url)) {
            JetStream js = JetStream.on(nats);
            Sample.remove(js, "DIARY");
            StreamHandle diary = js.createStream(
                    StreamConfig.builder("DIARY").subjects("diary.*").build());
            for (String day : List.of("monday", "tuesday", "wednesday", "thursday")) {
                js.publish("diary." + day, ("nothing new on " + day).getBytes(StandardCharsets.UTF_8));
            }
            diary.delete(2, true);
            ConsumerHandle reader = diary.createConsumer(
                    ConsumerConfig.builder("reader").durable("reader").build());
            reader.next(Duration.ofSeconds(10)).orElseThrow().ackSync(Duration.ofSeconds(10));

            Path backup = folder.resolve("diary");
            BackupResult saved = diary.backup(backup);
            System.out.println("saved " + saved.state().messages() + " messages in " + saved.bytes() + " bytes");

            diary.delete();
            Sample.check("the stream is gone", false, js.findStream("DIARY").isPresent());

            StreamHandle again = js.restore(backup);
            Sample.check("messages", 3L, again.info().state().messages());
            Sample.check("a gap stays a gap", false, again.message(2).isPresent());
            Sample.check(
                    "the reader goes on where it was",
                    "nothing new on wednesday",
                    again.consumer("reader")
                            .next(Duration.ofSeconds(10))
                            .orElseThrow()
                            .text());
            long next = js.publish("diary.friday", new byte[0]).sequence();
            Sample.check("sequences never come back", 5L, next);
            again.delete();
        } finally {
            Sample.delete(folder);
        }
    }
}
