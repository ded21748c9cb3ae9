// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first five minutes of somebody new, command by command, with a server that is a process of its own. */
class FirstFiveMinutesIT {
    private static final String LISTENING = "Listening for client connections on ";

    @TempDir
    private Path folder;

    @Test
    void a_server_is_started_heard_filled_emptied_backed_up_and_brought_back() throws Exception {
        Process server = server();
        try {
            Map<String, String> environment =
                    Map.of("NATS_URL", "nats://" + address(server), "XDG_CONFIG_HOME", folder.toString());
            CompletableFuture<Ran> sub = Ran.beside(() -> Ran.natskit(environment, "sub", "hello.*", "--count", "1"));
            Awaitility.await().until(() -> {
                natskit(environment, "pub hello.world first -q");
                return sub.isDone();
            });
            assertThat(sub.join().well().out()).contains("Received on \"hello.world\"\nfirst\n");

            natskit(environment, "stream add ORDERS --subjects orders.>");
            natskit(environment, "pub orders.new order-{{Count}} --count 3 -J");
            natskit(environment, "consumer add ORDERS worker");
            assertThat(natskit(environment, "consumer next ORDERS worker --raw").out())
                    .isEqualTo("order-1\n");
            assertThat(natskit(environment, "backup stream ORDERS " + folder.resolve("backup"))
                            .out())
                    .contains("3 messages");
            natskit(environment, "stream rm ORDERS --force");
            assertThat(natskit(environment, "restore " + folder.resolve("backup"))
                            .out())
                    .contains("3 messages and 1 consumers");
            assertThat(natskit(environment, "consumer next ORDERS worker --raw").out())
                    .isEqualTo("order-2\n");
            assertThat(natskit(environment, "check stream --stream ORDERS --msgs-critical 2")
                            .out())
                    .startsWith("OK ORDERS");
        } finally {
            server.destroy();
        }
        assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private static Ran natskit(Map<String, String> environment, String line) {
        return Ran.natskit(environment, line.split(" ")).well();
    }

    /** {@code natskit server}, as it is called from a shell. */
    private Process server() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "server",
                        "-a",
                        "127.0.0.1",
                        "-p",
                        "-1",
                        "-js",
                        "-sd",
                        folder.resolve("store").toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(folder.resolve("log.txt").toFile())
                .start();
    }

    private String address(Process server) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .failFast("the server ended", () -> !server.isAlive())
                .until(() -> Files.readString(folder.resolve("log.txt")), log -> log.contains(LISTENING))
                .lines()
                .filter(line -> line.contains(LISTENING))
                .map(line -> line.substring(line.indexOf(LISTENING) + LISTENING.length())
                        .strip())
                .findFirst()
                .orElseThrow();
    }
}
