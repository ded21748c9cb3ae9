// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.jetstream;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.ReconnectPolicy;
import io.natskit.conformance.target.ProgramTarget;
import io.natskit.conformance.target.ServerProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server that can be killed, and comes back on the same port with the same store. */
final class MortalServer implements AutoCloseable {
    private final ProgramTarget target;
    private final Path folder;
    private final int port;
    private ServerProgram running;

    MortalServer(ProgramTarget target, Path folder) throws IOException {
        this.target = target;
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        Files.writeString(
                folder.resolve("server.conf"), "jetstream { store_dir: \"" + folder.resolve("store") + "\" }\n");
        this.running = start();
    }

    private ServerProgram start() {
        ServerProgram program = target.run(
                folder,
                List.of(
                        "-c",
                        folder.resolve("server.conf").toString(),
                        "-a",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port)));
        program.awaitReady();
        return program;
    }

    int port() {
        return port;
    }

    /** Asks it to end, and does not start it again. */
    void end() {
        running.process().destroy();
    }

    void kill() throws InterruptedException {
        running.process().destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        running = start();
    }

    Connection connect() {
        return Nats.connect(o -> o.servers("nats://127.0.0.1:" + port)
                // a server that was just started may be slow to answer on a busy machine
                .servers(s -> s.connectTimeout(Duration.ofSeconds(20)))
                .reconnect(
                        r -> r.maxAttempts(-1).policy(ReconnectPolicy.constant(Duration.ofMillis(20), Duration.ZERO))));
    }

    @Override
    public void close() {
        running.close();
    }
}
