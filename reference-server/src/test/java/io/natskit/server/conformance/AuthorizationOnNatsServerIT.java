// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The real nats-server, which proves the contract. Skipped where it is not installed. */
class AuthorizationOnNatsServerIT extends AuthorizationContract {
    private final ArrayDeque<Process> servers = new ArrayDeque<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Override
    int start(String configuration) {
        Path program = find();
        assumeTrue(program != null, "no nats-server by NATS_SERVER or on the PATH: the contract stands unproved here");
        try {
            Path file = Files.writeString(folder.resolve("server" + servers.size() + ".conf"), configuration);
            int port = freePort();
            Process server = new ProcessBuilder(
                            String.valueOf(program),
                            "-c",
                            file.toString(),
                            "-a",
                            "127.0.0.1",
                            "-p",
                            String.valueOf(port))
                    .redirectErrorStream(true)
                    .redirectOutput(
                            folder.resolve("server" + servers.size() + ".log").toFile())
                    .start();
            servers.add(server);
            Awaitility.await().until(() -> listens(port));
            return port;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    String answerToWiderSubscription() {
        return "";
    }

    @AfterEach
    void closeServers() {
        servers.forEach(Process::destroyForcibly);
    }

    private static boolean listens(int port) {
        try (Socket probe = new Socket("127.0.0.1", port)) {
            return probe.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static @Nullable Path find() {
        String named = System.getProperty("nats.server", System.getenv("NATS_SERVER"));
        List<Path> places = new ArrayList<>();
        if (named != null && !named.isEmpty()) {
            places.add(Path.of(named));
        }
        for (String entry : String.valueOf(System.getenv("PATH")).split(Pattern.quote(File.pathSeparator), -1)) {
            places.add(Path.of(entry, "nats-server"));
        }
        return places.stream().filter(Files::isExecutable).findFirst().orElse(null);
    }
}
