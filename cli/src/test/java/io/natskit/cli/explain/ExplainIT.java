// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.Nats;
import io.natskit.cli.CommandsIT;
import io.natskit.cli.Ran;
import io.natskit.client.Authenticator;
import io.natskit.client.Connection;
import io.natskit.client.ConnectionEvent;
import io.natskit.server.NatsServer;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** {@code errors}, {@code auth explain}, {@code trace}, {@code completion}. */
class ExplainIT extends CommandsIT {
    private static final String CONFIGURATION = """
            accounts {
              APP {
                users: [
                  {user: ada, password: pw, permissions: {
                    publish: {allow: ["orders.>", "_INBOX.>"], deny: "orders.secret"}
                    subscribe: {allow: ["news.*", "jobs workers"], deny: "news.dull"}
                  }}
                  {user: bob, password: pw, permissions: {publish: {deny: ">"}, allow_responses: true}}
                  {user: eve, password: pw}
                ]
              }
            }
            """;

    private static Ran explain(String... args) throws IOException {
        Path file = Files.writeString(folder.resolve("server.conf"), CONFIGURATION);
        List<String> line = new ArrayList<>(List.of("auth", "explain", "-c", file.toString(), "--user"));
        line.addAll(List.of(args));
        return natskit(line.toArray(new String[0]));
    }

    @Test
    void the_rule_that_allows_or_refuses_is_named() throws IOException {
        assertThat(explain("ada", "publish", "orders.new").well().out())
                .isEqualTo(
                        "allowed: ada in account APP publishes to orders.new\n  because publish.allow \"orders.>\" covers it\n");
        Ran denied = explain("ada", "pub", "orders.secret");
        assertThat(denied.code()).isEqualTo(1);
        assertThat(denied.out()).contains("refused: ada", "publish.deny \"orders.secret\" covers it");
        assertThat(explain("ada", "pub", "other").out()).contains("no entry of publish.allow covers it");
        assertThat(explain("ada", "sub", "news.*").well().out())
                .contains(
                        "subscribe.allow \"news.*\"",
                        "but nothing is delivered that subscribe.deny \"news.dull\" covers");
        assertThat(explain("ada", "sub", "news.dull").out()).contains("refused", "subscribe.deny \"news.dull\"");
        assertThat(explain("ada", "sub", "jobs", "--queue", "workers").well().out())
                .contains("subscribe.allow \"jobs workers\"");
        assertThat(explain("ada", "sub", "jobs").code()).isEqualTo(1);
        assertThat(explain("bob", "pub", "x", "--json").out()).contains("\"allowed\": false", "allow_responses");
        assertThat(explain("eve", "pub", "x").well().out()).contains("no permission restricts publish");
        assertThat(explain("kim", "pub", "x").err()).contains("no user \"kim\"", "it has: ada, bob, eve");
        assertThat(explain("ada", "read", "x").err()).contains("\"read\" (expected: publish or subscribe)");
    }

    @Test
    void what_is_explained_is_what_a_server_does() throws IOException {
        Path file = Files.writeString(folder.resolve("run.conf"), CONFIGURATION);
        try (NatsServer server = NatsServer.builder().configFile(file).port(-1).start()) {
            for (String subject : List.of("orders.new", "orders.secret", "other", "_INBOX.x")) {
                BlockingQueue<ConnectionEvent.ServerError> errors = new LinkedBlockingQueue<>();
                try (Connection nats = Nats.connect(o -> o.servers(server.url())
                        .auth(Authenticator.userPassword("ada", "pw".toCharArray()))
                        .onEvent(event -> {
                            if (event instanceof ConnectionEvent.ServerError error) {
                                errors.add(error);
                            }
                        }))) {
                    nats.publish(subject, "x");
                    nats.flush();
                    boolean refused = explain("ada", "pub", subject).code() == 1;
                    Awaitility.await().until(() -> errors.isEmpty() != refused);
                }
            }
        }
    }

    @Test
    void an_error_code_is_looked_up() {
        assertThat(natskit("errors", "10059").well().out())
                .contains(
                        "NATS Error Code: 10059",
                        "stream not found",
                        "HTTP Code: 404",
                        "Cause: ",
                        "Remedy: ",
                        "docs/errors/jetstream.md#10059");
        assertThat(natskit("errors", "10059", "--json").well().out()).contains("\"error_code\": 10059");
        assertThat(natskit("errors").well().out()).contains("JetStream Errors", "│ 10059 ");
        assertThat(natskit("errors", "1").err()).contains("no error has the code 1");
    }

    @Test
    void every_error_has_a_cause_and_a_remedy() {
        String all = natskit("errors", "--json").well().out();
        JsonObject errors = JsonObject.parse(("{\"all\":" + all + "}").getBytes(StandardCharsets.UTF_8));
        assertThat(errors.objects("all"))
                .hasSize(JetStreamError.values().length)
                .allSatisfy(error -> {
                    assertThat(error.string("cause")).isNotBlank();
                    assertThat(error.string("remedy")).isNotBlank();
                });
    }

    @Test
    void the_way_of_a_message_is_shown() {
        natskit("stream", "add", "TR", "--subjects", "tr").well();
        assertThat(natskit("trace", "tr", "hello").well().out())
                .contains("Client", "--J JetStream action:\"stored\" stream:\"TR\"", "JetStream: 1");
        assertThat(natskit("stream", "info", "TR").out()).contains("Messages: 0");
        assertThat(natskit("trace", "nobody.there").well().out()).contains("--X No active interest");
        natskit("stream", "rm", "TR", "-f").well();
    }

    @Test
    void a_completion_script_knows_the_commands() {
        assertThat(natskit("completion").well().out())
                .contains("complete -F _complete_natskit", "subscribe", "--max-msgs");
    }
}
