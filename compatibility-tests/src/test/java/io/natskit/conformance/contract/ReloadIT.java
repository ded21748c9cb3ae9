// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Another configuration for a server that runs: what it takes, what that means to those who are connected, and what it does not take. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record ReloadIT(Target target) implements Judged {
    private static final Duration SOON = Duration.ofSeconds(15);

    private static Peer login(RunningServer server, String user) {
        return Peer.login(server, 0, ",\"user\":\"" + user + "\",\"pass\":\"p\",\"headers\":true");
    }

    private static String users(String... users) {
        return "authorization { users: [" + String.join(", ", users) + "] }\n";
    }

    private static String user(String name, String permissions) {
        return "{user: " + name + ", password: p"
                + (permissions.isEmpty() ? "" : ", permissions: {" + permissions + "}") + "}";
    }

    private static void assertTaken(RunningServer server, String config) {
        assertThat(server.reload(config)).isEmpty();
    }

    private static void assertClosed(Peer peer) {
        assertThat(peer.word()).isNull();
    }

    /** What follows the fences that others make necessary. */
    private static void assertRefusedToPublish(Peer peer, String subject) {
        peer.send("PUB " + subject + " 0\r\n\r\n");
        assertThat(peer.word()).isEqualTo("-ERR 'Permissions Violation for Publish to \"" + subject + "\"'");
    }

    @Test
    @Rows("PR-03")
    void a_user_who_is_gone_is_disconnected_and_the_others_stay() {
        try (RunningServer server = target.start(users(user("ann", ""), user("bob", "")));
                Peer ann = login(server, "ann");
                Peer bob = login(server, "bob")) {
            assertTaken(server, users(user("ann", ""), user("cat", "")));
            assertClosed(bob);
            ann.fence();
            try (Peer cat = login(server, "cat")) {
                cat.fence();
            }
        }
    }

    @Test
    @Rows("PR-03")
    void another_password_disconnects_who_has_the_old_one() {
        try (RunningServer server = target.start(users(user("ann", "")));
                Peer ann = login(server, "ann")) {
            assertTaken(server, users("{user: ann, password: other}"));
            assertThat(ann.word()).isEqualTo("-ERR 'Authorization Violation'");
            assertClosed(ann);
        }
    }

    @Test
    @Rows("PR-03")
    void where_a_log_in_is_required_from_now_on_the_anonymous_have_to_leave() {
        try (RunningServer server = target.start("");
                Peer nobody = Peer.login(server)) {
            assertTaken(server, "authorization { token: secret }\n");
            assertThat(nobody.word()).isEqualTo("-ERR 'Authorization Violation'");
            assertClosed(nobody);
            try (Peer known = Peer.login(server, 0, ",\"auth_token\":\"secret\"")) {
                assertTaken(server, "");
                known.fence();
                try (Peer anybody = Peer.login(server)) {
                    anybody.fence();
                }
            }
        }
    }

    @Test
    @Rows({"PR-03", "AU-05"})
    void permissions_hold_at_once_and_subscriptions_that_are_lost_are_told() {
        try (RunningServer server = target.start(users(user("ann", ""), user("bob", "")));
                Peer ann = login(server, "ann");
                Peer bob = login(server, "bob")) {
            ann.send("SUB kept 1\r\nSUB lost 2\r\nSUB lost.too crew 3\r\n");
            ann.fence();
            assertTaken(server, users(user("ann", "publish: free, subscribe: kept"), user("bob", "")));
            assertThat(List.of(String.valueOf(ann.word()), String.valueOf(ann.word())))
                    .containsExactlyInAnyOrder(
                            "-ERR 'Permissions Violation for Subscription to \"lost\" (sid \"2\")'",
                            "-ERR 'Permissions Violation for Subscription to \"lost.too\" using queue \"crew\" (sid \"3\")'");
            bob.send("PUB lost 0\r\n\r\nPUB lost.too 0\r\n\r\nPUB kept 0\r\n\r\n");
            assertThat(ann.word()).isEqualTo("MSG kept 1 0");
            ann.word();
            assertRefusedToPublish(ann, "other");
            assertTaken(server, users(user("ann", ""), user("bob", "")));
            ann.send("SUB lost 4\r\nPUB other 0\r\n\r\n");
            ann.fence();
        }
    }

    @Test
    @Rows({"PR-03", "AC-01"})
    void who_belongs_to_another_account_now_is_disconnected_without_a_word() {
        String account = "{ users: [{user: ann, password: p}] }";
        try (RunningServer server = target.start("accounts { A " + account + "\n B {} }\n");
                Peer ann = login(server, "ann")) {
            assertTaken(server, "accounts { A {}\n B " + account + " }\n");
            assertClosed(ann);
            try (Peer again = login(server, "ann")) {
                again.fence();
            }
        }
    }

    private static String sharing(String exports, String imports) {
        return "accounts {\n A { users: [{user: a, password: p}]\n" + exports
                + " }\n B { users: [{user: b, password: p}]\n" + imports + " } }\n";
    }

    @Test
    @Rows({"PR-03", "AC-02", "AC-03"})
    void imports_begin_and_end_for_subscriptions_that_are_there_already() {
        String none = sharing("", "");
        String shared = sharing(
                "exports: [{stream: news}, {service: help}]",
                "imports: [{stream: {account: A, subject: news}}, {service: {account: A, subject: help}}]");
        try (RunningServer server = target.start(none);
                Peer a = login(server, "a");
                Peer b = login(server, "b")) {
            b.send("SUB news 1\r\nSUB inbox 2\r\n");
            b.fence();
            a.send("SUB help 1\r\n");
            a.fence();
            assertTaken(server, shared);
            await().atMost(SOON).until(() -> {
                a.send("PUB news 0\r\n\r\n");
                return b.lineWithin(Duration.ofMillis(200)) != null;
            });
            b.send("PUB help inbox 0\r\n\r\n");
            assertThat(a.word()).startsWith("HMSG help 1 _R_.");
            assertTaken(server, none);
            await().atMost(SOON).until(() -> {
                b.fence();
                a.send("PUB news 0\r\n\r\n");
                a.fence();
                return b.lineWithin(Duration.ofMillis(200)) == null;
            });
        }
    }

    @Test
    @Rows({"PR-03", "AC-01"})
    void an_account_that_is_gone_takes_its_clients_along_and_comes_back_empty() {
        String a = "A { users: [{user: a, password: p}] }";
        String b = "B { users: [{user: b, password: p}] }";
        try (RunningServer server = target.start("accounts { " + a + "\n " + b + " }\n");
                Peer left = login(server, "b")) {
            assertTaken(server, "accounts { " + a + " }\n");
            assertClosed(left);
            try (Peer refused = Peer.dial(server)) {
                refused.word();
                refused.send("CONNECT {\"user\":\"b\",\"pass\":\"p\"}\r\n");
                assertThat(refused.word()).isEqualTo("-ERR 'Authorization Violation'");
            }
            assertTaken(server, "accounts { " + a + "\n " + b + " }\n");
            try (Peer back = login(server, "b")) {
                back.fence();
            }
        }
    }

    @Test
    @Rows({"PR-03", "MP-01"})
    void mappings_hold_for_what_is_published_from_now_on() {
        try (RunningServer server = target.start("mappings { old: new }\n");
                Peer peer = Peer.login(server)) {
            peer.send("SUB new 1\r\nSUB newer 2\r\n");
            peer.fence();
            assertTaken(server, "mappings { old: newer }\n");
            peer.send("PUB old 0\r\n\r\n");
            assertThat(peer.word()).isEqualTo("MSG newer 2 0");
            peer.word();
            assertTaken(server, "mappings { other: newer }\n");
            peer.send("SUB old 3\r\nPUB old 0\r\n\r\n");
            assertThat(peer.word()).isEqualTo("MSG old 3 0");
        }
    }

    @Test
    @Rows({"PR-03", "CP-16", "CP-17"})
    void sizes_hold_for_those_who_are_connected() {
        try (RunningServer server = target.start("max_payload: 1000\n");
                Peer large = Peer.login(server);
                Peer longLine = Peer.login(server)) {
            large.fence();
            assertTaken(server, "max_payload: 10\nmax_control_line: 200\n");
            large.send("PUB a 11\r\n");
            assertThat(large.word()).isEqualTo("-ERR 'Maximum Payload Violation'");
            assertClosed(large);
            longLine.send("PUB " + "a".repeat(300) + " 1\r\n");
            assertThat(longLine.word()).isEqualTo("-ERR 'maximum control line exceeded'");
            try (Peer fresh = Peer.dial(server)) {
                assertThat(fresh.info()).containsEntry("max_payload", 10L);
            }
        }
    }

    @Test
    @Rows({"PR-03", "CP-19"})
    void fewer_connections_close_those_that_are_too_many() {
        try (RunningServer server = target.start("");
                Peer one = Peer.login(server);
                Peer two = Peer.login(server)) {
            assertTaken(server, "max_connections: 1\n");
            boolean first = isTold(one);
            assertThat(first).isNotEqualTo(isTold(two));
            (first ? two : one).fence();
            try (Peer third = Peer.dial(server)) {
                third.word();
                assertThat(third.word()).isEqualTo("-ERR 'maximum connections exceeded'");
            }
        }
    }

    private static boolean isTold(Peer peer) {
        String line = peer.lineWithin(Duration.ofSeconds(1));
        while ("PING".equals(line)) {
            line = peer.lineWithin(Duration.ofSeconds(1));
        }
        return "-ERR 'maximum connections exceeded'".equals(line);
    }

    @Test
    @Rows({"PR-03", "CP-26"})
    void pings_come_by_the_new_interval() {
        try (RunningServer server = target.start("ping_interval: \"5m\"\n")) {
            assertTaken(server, "ping_interval: \"1s\"\nping_max: 1\n");
            try (Peer peer = Peer.login(server)) {
                assertThat(peer.line()).isEqualTo("PING");
                assertThat(peer.word()).isEqualTo("-ERR 'Stale Connection'");
            }
        }
    }

    @Test
    @Rows({"PR-03", "CP-01"})
    void what_clients_are_told_of_the_address_changes() {
        try (RunningServer server = target.start("client_advertise: \"one.example:1111\"\n")) {
            try (Peer peer = Peer.dial(server)) {
                assertThat(peer.info()).containsEntry("host", "one.example").containsEntry("port", 1111L);
            }
            assertTaken(server, "client_advertise: two.example\n");
            try (Peer peer = Peer.dial(server)) {
                assertThat(peer.info()).containsEntry("host", "two.example").containsEntry("port", (long)
                        server.port());
            }
        }
    }

    @Test
    @Rows({"PR-03", "PR-07"})
    void the_log_tells_what_has_changed() {
        try (RunningServer server = target.start("")) {
            assertTaken(
                    server,
                    "debug: true\ntrace: true\nmax_payload: 1000\nping_max: 5\nwrite_deadline: \"3s\"\n"
                            + "server_tags: [x]\nno_fast_producer_stall: true\nmax_traced_msg_len: 9\n"
                            + "connect_error_reports: 7\nreconnect_error_reports: 8\n");
            assertThat(server.log())
                    .contains(
                            "Reloaded: trace = true",
                            "Reloaded: debug = true",
                            "Reloaded: ping_max = 5",
                            "Reloaded: max_payload = 1000",
                            "Reloaded: fast producers will not be stalled",
                            "Reloaded: write_deadline = 3s",
                            "Reloaded: max_traced_msg_len = 9",
                            "Reloaded: connect_error_reports = 7",
                            "Reloaded: reconnect_error_reports = 8",
                            "Reloaded: tags",
                            "Reloaded: authorization users",
                            "Reloaded: accounts",
                            "Reloaded server configuration");
            try (Peer peer = Peer.login(server)) {
                peer.send("PUB a.b 0\r\n\r\n");
                peer.fence();
                assertThat(server.log()).contains("<<- [PUB a.b 0]");
            }
        }
    }

    @Test
    @Rows({"PR-03", "PR-07"})
    void clients_that_are_connected_are_traced_from_now_on() {
        try (RunningServer server = target.start("");
                Peer peer = Peer.login(server)) {
            assertTaken(server, "trace: true\n");
            await().atMost(SOON).until(() -> {
                peer.fence();
                return server.log().contains("<<- [PING]");
            });
            assertTaken(server, "");
            await().atMost(SOON).until(() -> {
                int before = server.log().length();
                peer.fence();
                return !server.log().substring(before).contains("PING");
            });
        }
    }

    private static final Map<String, String> NEEDS_A_RESTART = Map.ofEntries(
            entry("max_pending: 2097152", "MaxPending: old=67108864, new=2097152"),
            entry("max_subscriptions: 5", "MaxSubs: old=0, new=5"),
            entry("max_sub_tokens: 5", "MaxSubTokens: old=0, new=5"),
            entry("server_name: other", "ServerName: old=first, new=other"),
            entry("proxy_protocol: true", "ProxyProtocol: old=false, new=true"),
            entry("no_header_support: true", "NoHeaderSupport: old=false, new=true"),
            entry("disable_sublist_cache: true", "NoSublistCache: old=false, new=true"),
            entry("max_closed_clients: 7", "MaxClosedClients: old=10000, new=7"),
            entry("lame_duck_duration: \"1m\"", "LameDuckDuration: old=2m0s, new=1m0s"),
            entry("lame_duck_grace_period: \"1s\"", "LameDuckGracePeriod: old=10s, new=1s"),
            entry("log_size_limit: 100", "LogSizeLimit: old=0, new=100"),
            entry("no_system_account: true", "NoSystemAccount: old=false, new=true"),
            entry("feature_flags {js_api_reply_v2: true}", "FeatureFlags: old=map[], new=map[js_api_reply_v2:true]"),
            entry("jetstream {store_dir: \"${store}/other\"}", "jetstream storage directory"));

    @Test
    @Rows("PR-04")
    void what_needs_a_restart_is_refused_and_nothing_changes() {
        String first = "server_name: first\njetstream {store_dir: \"${store}\"}\n";
        try (RunningServer server = target.start(first + "max_payload: 1000\n")) {
            assertSoftly(softly -> NEEDS_A_RESTART.forEach(
                    (more, reason) -> softly.assertThat(server.reload(first + more + "\nmax_payload: 500\n"))
                            .as(more)
                            .isEqualTo("config reload not supported for " + reason)));
            try (Peer peer = Peer.dial(server)) {
                assertThat(peer.info()).containsEntry("max_payload", 1000L);
            }
        }
    }

    @Test
    @Rows("PR-04")
    void a_configuration_with_an_error_changes_nothing() {
        try (RunningServer server = target.start("max_payload: 1000\n");
                Peer stays = Peer.login(server)) {
            assertThat(server.reload("max_payload: 500\nbogus: 1\n")).contains("unknown field \"bogus\"");
            assertThat(server.reload("max_payload: 100MB\nmax_pending: 64MB\n"))
                    .contains("cannot be higher than max_pending");
            stays.fence();
            try (Peer peer = Peer.dial(server)) {
                assertThat(peer.info()).containsEntry("max_payload", 1000L);
            }
        }
    }
}
