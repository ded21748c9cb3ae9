// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.NatsServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server forbids, or does not let in any more. */
@Timeout(60)
class ForbiddenIT {
    private static final String ADA = """
            authorization { users: [{user: ada, password: %s, permissions: {publish: {deny: secret}, subscribe: {deny: secret}}}] }
            """;

    @TempDir
    private static Path folder;

    private static NatsServer server(String password, int port) {
        return NatsServer.builder().config(ADA.formatted(password)).port(port).start();
    }

    private static Ran natskit(NatsServer server, String... args) {
        return Ran.natskit(
                Map.of(
                        "NATS_URL",
                        server.url(),
                        "NATS_USER",
                        "ada",
                        "NATS_PASSWORD",
                        "pw",
                        "XDG_CONFIG_HOME",
                        folder.toString()),
                args);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pub secret x",
                "pub secret x -q",
                "bench pub secret --msgs 10",
                "bench sub secret --msgs 10",
                "bench sub secret --msgs 10 --clients 2"
            })
    void what_is_forbidden_is_no_success(String line) {
        try (NatsServer server = server("pw", -1)) {
            Ran ran = natskit(server, line.split(" "));
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err()).contains("natskit: error: ", "\"secret\"", "natskit auth explain");
            natskit(server, "pub", "open", "x").well();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub x", "reply x y", "service echo E"})
    void what_runs_until_it_is_ended_ends_when_the_server_lets_it_in_no_more(String line) {
        int port;
        CompletableFuture<Ran> running;
        try (NatsServer server = server("pw", -1)) {
            port = server.port();
            int before = server.subscriptionCount();
            running = Ran.beside(() -> natskit(server, line.split(" ")));
            Awaitility.await().until(() -> server.subscriptionCount() > before);
        }
        try (NatsServer changed = server("another", port)) {
            Ran ran = running.orTimeout(30, TimeUnit.SECONDS).join();
            assertThat(changed.url()).contains(":" + port);
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err()).contains("disconnected, trying again", "natskit: error: ", "remedy: look at --user");
        }
    }
}
