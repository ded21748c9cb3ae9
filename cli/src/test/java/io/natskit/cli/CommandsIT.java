// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.NoRespondersException;
import io.natskit.client.RequestTimeoutException;
import io.natskit.jetstream.JetStream;
import io.natskit.server.NatsServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What tests share that run commands against a server of their class. */
public abstract class CommandsIT {
    private static NatsServer server;

    @TempDir
    protected static Path folder;

    @BeforeAll
    static void start() {
        server = NatsServer.builder()
                .port(-1)
                .jetStream(o -> o.storeDir(folder.resolve("store")))
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** The server's address. */
    protected static String url() {
        return server.url();
    }

    /** What surrounds the commands. */
    protected static Map<String, String> environment() {
        return Map.of("NATS_URL", server.url(), "XDG_CONFIG_HOME", folder.toString());
    }

    /** Runs a command. */
    protected static Ran natskit(String... args) {
        return Ran.natskit(environment(), args);
    }

    /** Runs a command beside this thread, on one of its own: the common pool may have no more than one. */
    protected static CompletableFuture<Ran> beside(String... args) {
        return Ran.beside(() -> natskit(args));
    }

    /** Waits until somebody listens on this subject. */
    protected static void untilSomebodyListens(String subject) {
        try (Connection nats = Nats.connect(server.url())) {
            Awaitility.await().until(() -> isHeard(nats, subject));
        }
    }

    /** Waits until this stream has a consumer. */
    protected static void untilConsumed(String stream) {
        try (Connection nats = Nats.connect(server.url())) {
            Awaitility.await()
                    .until(() ->
                            JetStream.on(nats).stream(stream).info().state().consumerCount() > 0);
        }
    }

    private static boolean isHeard(Connection nats, String subject) {
        try {
            nats.request(subject, new byte[0], Duration.ofMillis(50));
            return true;
        } catch (NoRespondersException e) {
            return false;
        } catch (RequestTimeoutException e) {
            return true;
        }
    }
}
