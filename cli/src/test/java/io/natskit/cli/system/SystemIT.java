// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.Nats;
import io.natskit.cli.Ran;
import io.natskit.cli.TwoAccountsIT;
import io.natskit.client.Authenticator;
import io.natskit.client.Connection;
import org.junit.jupiter.api.Test;

/** What the system account tells: {@code server list|ping|info|report}, {@code top}, {@code account}. */
class SystemIT extends TwoAccountsIT {
    @Test
    void servers_are_listed_pinged_and_shown() {
        assertThat(natskit("sys", "server", "list").well().out()).contains("Server Overview", "│ hub ");
        assertThat(natskit("sys", "server", "list", "--json").well().out()).contains("\"name\": \"hub\"", "\"statsz\"");
        assertThat(natskit("sys", "server", "ping").well().out())
                .startsWith("hub ")
                .contains("1 replies");
        assertThat(natskit("sys", "server", "ping", "2").code()).isEqualTo(1);
        assertThat(natskit("sys", "server", "info", "hub").well().out())
                .contains("Server information for hub", "Maximum Payload: 1.0 MiB", "Storage Directory:");
        assertThat(natskit("sys", "server", "info", "other").err())
                .contains("no server is called \"other\"", "these answered: hub");
    }

    @Test
    void connections_accounts_and_jetstream_are_reported() {
        natskit("ada", "stream", "add", "R", "--subjects", "r").well();
        try (Connection nats = Nats.connect(
                o -> o.servers(url()).name("long-lived").auth(Authenticator.userPassword("ada", "pw".toCharArray())))) {
            nats.subscribe("some.where");
            nats.flush();
            assertThat(natskit("sys", "server", "report", "connections").well().out())
                    .contains("│ long-lived ", "│ APP ", "│ ada ");
            assertThat(natskit("sys", "server", "report", "connections", "--account", "SYS")
                            .out())
                    .doesNotContain("long-lived");
            assertThat(natskit("sys", "server", "report", "accounts").well().out())
                    .contains("│ APP ", "│ SYS ");
            assertThat(natskit("sys", "server", "report", "jetstream").well().out())
                    .contains("JetStream Summary", "│ hub ");
            assertThat(natskit("sys", "top", "-r", "1", "-d", "0.05").well().out())
                    .contains("NATS server hub", "msgs/sec", "long-lived");
            assertThat(natskit("sys", "server", "report", "connections", "--top", "1")
                            .well()
                            .out())
                    .containsPattern("1 of [2-9] Connections");
            assertThat(natskit("sys", "server", "report", "connections", "--username", "ada", "--top", "0")
                            .well()
                            .out())
                    .contains("│ long-lived ")
                    .doesNotContainPattern("[0-9] of [0-9]+ Connections");
            assertThat(natskit("ada", "account", "report", "connections").well().out())
                    .contains("long-lived")
                    .doesNotContain("│ SYS ");
        }
        natskit("ada", "stream", "rm", "R", "-f").well();
    }

    @Test
    void what_an_account_does_is_counted_on_each_server() {
        assertThat(natskit("ada", "account", "report", "statistics").well().out())
                .contains("Server Statistics", "│ Sent Messages │", "│ hub ", "│ 1 servers ");
        assertThat(natskit("ada", "account", "report", "stats", "--json").well().out())
                .contains("\"acc\": \"APP\"", "\"num_subscriptions\": ");
    }

    @Test
    void an_account_is_shown_with_its_user_and_what_it_keeps() {
        assertThat(natskit("ada", "account", "info").well().out())
                .contains("User: ada", "Account: APP", "JetStream Account Information", "Storage: 0 B of unlimited");
        assertThat(natskit("sys", "account", "info").well().out()).contains("Account: SYS", "JetStream is not there");
    }

    @Test
    void who_is_not_in_the_system_account_is_told_how_to_be() {
        Ran ran = natskit("ada", "server", "list");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("remedy: log in as a user of the system account");
    }

    @Test
    void a_wrong_password_is_told_with_a_remedy_and_never_shown() {
        Ran ran = natskit("ada", "pub", "a", "b", "--password", "sesame");
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("remedy: look at --user").doesNotContain("sesame", "\tat ");
    }
}
