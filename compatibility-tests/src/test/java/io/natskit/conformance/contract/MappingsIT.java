// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Subjects that are published under others, by configuration. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
record MappingsIT(Target target) implements Judged {
    private static Peer login(RunningServer server, String fields) {
        return Peer.login(server, 0, ",\"headers\":true,\"no_responders\":true" + fields);
    }

    private static void assertMapped(Peer peer, String published, String heard) {
        peer.send("PUB " + published + " r 2\r\nhi\r\n");
        assertThat(peer.line()).isEqualTo("MSG " + heard + " 1 r 2");
        assertThat(peer.line()).isEqualTo("hi");
    }

    @Test
    @Rows({"MP-01", "MP-02"})
    void a_subject_is_published_under_another_made_of_its_tokens() {
        String mappings = "mappings { a: b, \"x.*.*\": \"y.$2.{{wildcard(1)}}\", \"in.>\": \"out.>\", chain: a\n"
                + " \"part.*\": \"p.{{partition(3,1)}}.$1\", \"cut.*\": \"{{left(1,2)}}.{{splitfromright(1,1)}}\" }\n";
        try (RunningServer server = target.start(mappings);
                Peer peer = login(server, "")) {
            peer.send("SUB > 1\r\n");
            peer.fence();
            for (Map.Entry<String, String> one : Map.of(
                            "a",
                            "b",
                            "x.1.2",
                            "y.2.1",
                            "in.c.d",
                            "out.c.d",
                            "chain",
                            "a",
                            "other",
                            "other",
                            "cut.abcd",
                            "ab.abc.d")
                    .entrySet()) {
                assertMapped(peer, one.getKey(), one.getValue());
                assertMapped(peer, one.getKey(), one.getValue());
            }
            peer.send("PUB part.foo 0\r\n\r\n");
            assertThat(peer.line()).matches("MSG p\\.[0-2]\\.foo 1 0");
        }
    }

    @Test
    @Rows("MP-01")
    void headers_go_along_and_nobody_is_told_where_nobody_is() {
        try (RunningServer server = target.start("mappings { a: b }\n");
                Peer peer = login(server, "")) {
            peer.send("SUB b 1\r\nSUB inbox 2\r\nHPUB a 12 14\r\nNATS/1.0\r\n\r\nhi\r\n");
            assertThat(peer.line()).isEqualTo("HMSG b 1 12 14");
            assertThat(List.of(peer.line(), peer.line(), peer.line())).containsExactly("NATS/1.0", "", "hi");
            peer.send("SUB a 3\r\nUNSUB 1\r\nPUB a inbox 0\r\n\r\n");
            assertThat(peer.line()).startsWith("HMSG inbox 2 ");
            assertThat(peer.line()).isEqualTo("NATS/1.0 503");
        }
    }

    @Test
    @Rows("MP-01")
    void messages_are_shared_by_weight_and_what_is_left_stays_or_is_lost() {
        String mappings =
                "mappings { half: [{destination: one, weight: 50%}], lossy: [{destination: lossy, weight: 50}]\n"
                        + " all: [{dest: l, weight: 50}, {dest: r, weight: 50}] }\n";
        try (RunningServer server = target.start(mappings);
                Peer peer = login(server, "")) {
            peer.send("SUB > 1\r\n");
            peer.fence();
            assertThat(heard(peer, "half"))
                    .containsOnlyKeys("half", "one")
                    .allSatisfy((k, n) -> assertThat(n).isBetween(100, 300));
            assertThat(heard(peer, "all"))
                    .containsOnlyKeys("l", "r")
                    .allSatisfy((k, n) -> assertThat(n).isBetween(100, 300));
            assertThat(heard(peer, "lossy"))
                    .containsOnlyKeys("lossy")
                    .allSatisfy((k, n) -> assertThat(n).isBetween(100, 300));
        }
    }

    private static Map<String, Integer> heard(Peer peer, String subject) {
        peer.send(("PUB " + subject + " 0\r\n\r\n").repeat(400) + "PING\r\n");
        Map<String, Integer> counts = new TreeMap<>();
        for (String line = peer.line(); !"PONG".equals(line); line = peer.line()) {
            if (line != null && line.startsWith("MSG ")) {
                counts.merge(line.split(" ")[1], 1, Integer::sum);
            }
        }
        return counts;
    }

    @Test
    @Rows({"MP-01", "AU-05", "CF-11"})
    void an_account_has_its_own_and_permissions_are_those_for_the_subject_that_comes_out() {
        String accounts = "accounts { A { mappings { a: b }, users: [\n"
                + " {user: u, password: p, permissions: {publish: [b]}}] }, B { users: [{user: v, password: p}] } }\n";
        try (RunningServer server = target.start(accounts);
                Peer a = login(server, ",\"user\":\"u\",\"pass\":\"p\"");
                Peer b = login(server, ",\"user\":\"v\",\"pass\":\"p\"")) {
            a.send("SUB > 1\r\n");
            a.fence();
            assertMapped(a, "a", "b");
            a.send("PUB c 0\r\n\r\nPUB a 0\r\n\r\nPUB c 0\r\n\r\n");
            assertThat(a.line()).isEqualTo("-ERR 'Permissions Violation for Publish to \"c\"'");
            assertThat(a.line()).isEqualTo("MSG b 1 0");
            assertThat(a.line()).isEmpty();
            assertThat(a.line()).isEqualTo("-ERR 'Permissions Violation for Publish to \"c\"'");
            b.send("SUB > 1\r\n");
            b.fence();
            assertMapped(b, "a", "a");
        }
    }

    @Test
    @Rows({"MP-01", "AC-03"})
    void an_exporter_maps_the_requests_that_come_to_it() {
        String accounts =
                "accounts {\n A { mappings { help: inner }, exports: [{service: help}], users: [{user: u, password: p}] }\n"
                        + " B { imports: [{service: {account: A, subject: help}}], users: [{user: v, password: p}] } }\n";
        try (RunningServer server = target.start(accounts);
                Peer a = login(server, ",\"user\":\"u\",\"pass\":\"p\"");
                Peer b = login(server, ",\"user\":\"v\",\"pass\":\"p\"")) {
            a.send("SUB inner 1\r\n");
            a.fence();
            b.send("SUB inbox 1\r\nPUB help inbox 0\r\n\r\n");
            String request = String.valueOf(a.line());
            assertThat(request).startsWith("HMSG inner 1 _R_.");
            a.send("PUB " + request.split(" ")[3] + " 2\r\nok\r\n");
            assertThat(b.line()).isEqualTo("MSG inbox 1 2");
        }
    }

    @Test
    @Rows({"MP-01", "MP-03"})
    void mappings_that_make_no_sense_stop_the_start() {
        for (String wrong : List.of(
                "a: \"b.$1\"",
                "a: \"b.{{nothing(1)}}\"",
                "\"a.*\": \"b.{{wildcard(2)}}\"",
                "\"a..b\": c",
                "a: [{destination: b, weight: 101}]",
                "a: [{destination: b}]",
                "a: [{destination: b, weight: 60}, {destination: c, weight: 60}]",
                "a: [{destination: b, weight: 10}, {destination: b, weight: 10}]")) {
            assertThatThrownBy(
                            () -> target.start("mappings { " + wrong + " }\n").close())
                    .as(wrong)
                    .isInstanceOf(RuntimeException.class);
        }
    }
}
