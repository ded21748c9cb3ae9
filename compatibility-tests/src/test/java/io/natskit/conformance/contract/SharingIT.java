// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.conformance.transcript.Json;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What accounts share: streams and services that one exports and another imports. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
record SharingIT(Target target) implements Judged {
    /** Accounts A, B and C, each with a user of its name in small letters. */
    private RunningServer start(String a, String b, String c) {
        return target.start("accounts {\n" + account("A", a) + account("B", b) + account("C", c) + "}\n");
    }

    private static String account(String name, String shared) {
        return " " + name + " { users: [{user: " + name.toLowerCase(Locale.ROOT) + ", password: p}]\n" + shared
                + " }\n";
    }

    /** Nothing has come until the answer to a PING. */
    private static void assertSilent(Peer peer) {
        peer.send("PING\r\n");
        assertThat(peer.line()).isEqualTo("PONG");
    }

    @Test
    @Rows({"AC-02", "AC-01", "CF-12"})
    void an_imported_stream_is_heard_under_its_own_subject_a_prefix_or_another_name() {
        try (RunningServer server = start(
                        "exports: [{stream: \"news.>\"}, {stream: \"pair.*.*\"}]",
                        "imports: [{stream: {account: A, subject: \"news.>\"}}"
                                + ", {stream: {account: A, subject: \"pair.*.*\"}, to: \"turned.$2.$1\"}]",
                        "imports: [{stream: {account: A, subject: \"news.>\"}, prefix: from.a}]");
                Peer a = Peer.login(server, "a");
                Peer b = Peer.login(server, "b");
                Peer c = Peer.login(server, "c")) {
            b.send("SUB news.> 1\r\nSUB turned.*.* 2\r\nSUB turned.y.* 3\r\nSUB news.sport 4\r\n");
            b.fence();
            c.send("SUB from.a.news.* 1\r\nSUB news.> 2\r\n");
            c.fence();
            a.send("PUB news.sport 2\r\nhi\r\n");
            a.fence();
            assertThat(List.of(b.line(), b.line(), b.line(), b.line()))
                    .containsExactlyInAnyOrder("MSG news.sport 1 2", "hi", "MSG news.sport 4 2", "hi");
            assertThat(c.line()).isEqualTo("MSG from.a.news.sport 1 2");
            assertThat(c.line()).isEqualTo("hi");
            a.send("PUB pair.x.y reply 2\r\nho\r\n");
            a.fence();
            assertThat(List.of(b.line(), b.line(), b.line(), b.line()))
                    .containsExactlyInAnyOrder("MSG turned.y.x 2 reply 2", "ho", "MSG turned.y.x 3 reply 2", "ho");
            a.send("PUB other 0\r\n\r\n");
            a.fence();
            b.send("PUB news.mine 0\r\n\r\n");
            assertThat(b.line()).isEqualTo("MSG news.mine 1 0");
            b.line();
            assertSilent(b);
            assertSilent(c);
        }
    }

    @Test
    @Rows("AC-02")
    void wider_subscriptions_overlaps_ends_and_queues_work_across_accounts() {
        try (RunningServer server = start(
                        "exports: [{stream: \"a.*.c\"}]", "imports: [{stream: {account: A, subject: \"a.*.c\"}}]", "");
                Peer a = Peer.login(server, "a");
                Peer b = Peer.login(server, "b")) {
            b.send("SUB > 1\r\nSUB a.b.* 2\r\nSUB *.b.> 3\r\nSUB a.*.c q 4\r\nSUB a.x.d 5\r\n");
            b.fence();
            a.send("PUB a.b.c 0\r\n\r\n");
            a.fence();
            assertThat(List.of(b.line(), b.line(), b.line(), b.line(), b.line(), b.line(), b.line(), b.line()))
                    .containsExactlyInAnyOrder(
                            "MSG a.b.c 1 0", "", "MSG a.b.c 2 0", "", "MSG a.b.c 3 0", "", "MSG a.b.c 4 0", "");
            b.send("UNSUB 1\r\n");
            b.fence();
            a.send("PUB a.z.c 0\r\n\r\n");
            a.fence();
            assertThat(b.line()).isEqualTo("MSG a.z.c 4 0");
            b.line();
            b.send("UNSUB 4\r\n");
            b.fence();
            a.send("PUB a.z.c 0\r\n\r\nPUB a.x.d 0\r\n\r\n");
            a.fence();
            assertSilent(b);
        }
    }

    @Test
    @Rows({"AC-03", "CF-12"})
    void a_request_to_an_imported_service_is_answered_through_a_subject_of_its_own() {
        try (RunningServer server = start(
                        "exports: [{service: \"help.*\"}]",
                        "imports: [{service: {account: A, subject: \"help.*\"}, to: \"ask.*\"}]",
                        "");
                Peer service = Peer.login(server, "a");
                Peer asking = Peer.login(server, "b")) {
            service.send("SUB help.* 1\r\n");
            service.fence();
            asking.send("SUB inbox.1 9\r\n");
            asking.fence();
            asking.send("PUB ask.me inbox.1 2\r\nhi\r\n");
            String line = String.valueOf(service.line());
            assertThat(line).matches("HMSG help\\.me 1 _R_\\.[0-9A-Za-z]+\\.[0-9A-Za-z]+ \\d+ \\d+");
            assertThat(service.line()).isEqualTo("NATS/1.0");
            String info = String.valueOf(service.line());
            assertThat(info).startsWith("Nats-Request-Info: ");
            assertThat(Json.object(info.substring("Nats-Request-Info: ".length())))
                    .containsEntry("acc", "B")
                    .doesNotContainKeys("user", "host", "id");
            assertThat(service.line()).isEmpty();
            assertThat(service.line()).isEqualTo("hi");
            String reply = line.split(" ")[3];
            service.send("PUB " + reply + " 5\r\nhello\r\nPUB " + reply + " 5\r\nagain\r\n");
            service.fence();
            assertThat(asking.line()).isEqualTo("MSG inbox.1 9 5");
            assertThat(asking.line()).isEqualTo("hello");
            assertSilent(asking);
        }
    }

    @Test
    @Rows({"AC-03", "CP-15"})
    void where_nobody_serves_the_requester_is_told_at_once() {
        try (RunningServer server =
                        start("exports: [{service: help}]", "imports: [{service: {account: A, subject: help}}]", "");
                Peer asking = Peer.login(server, "b")) {
            asking.send("SUB inbox.1 9\r\nPUB help inbox.1 0\r\n\r\n");
            assertThat(asking.line()).startsWith("HMSG inbox.1 9 ");
            assertThat(asking.line()).isEqualTo("NATS/1.0 503");
        }
    }

    @Test
    @Rows("AC-03")
    void a_stream_of_answers_ends_with_an_empty_one() {
        for (String type : List.of("stream", "chunked")) {
            try (RunningServer server = start(
                            "exports: [{service: help, response: " + type + "}]",
                            "imports: [{service: {account: A, subject: help}}]",
                            "");
                    Peer service = Peer.login(server, "a");
                    Peer asking = Peer.login(server, "b")) {
                service.send("SUB help 1\r\n");
                service.fence();
                asking.send("SUB inbox.1 9\r\nPUB help inbox.1 0\r\n\r\n");
                String reply = String.valueOf(service.line()).split(" ")[3];
                service.send("PUB " + reply + " 1\r\n1\r\nPUB " + reply + " 1\r\n2\r\nPUB " + reply + " 0\r\n\r\nPUB "
                        + reply + " 1\r\n3\r\n");
                for (String expected : List.of("MSG inbox.1 9 1", "1", "MSG inbox.1 9 1", "2", "MSG inbox.1 9 0", "")) {
                    assertThat(asking.line()).isEqualTo(expected);
                }
                assertSilent(asking);
            }
        }
    }

    @Test
    @Rows({"AC-03", "CF-12"})
    void an_answer_that_comes_after_its_threshold_reaches_nobody() {
        try (RunningServer server = start(
                        "exports: [{service: help, response_threshold: \"300ms\"}]",
                        "imports: [{service: {account: A, subject: help}}]",
                        "");
                Peer service = Peer.login(server, "a");
                Peer asking = Peer.login(server, "b")) {
            service.send("SUB help 1\r\n");
            service.fence();
            asking.send("SUB inbox.1 9\r\nPUB help inbox.1 0\r\n\r\n");
            String reply = String.valueOf(service.line()).split(" ")[3];
            // each answer would reach somebody until the time is over, and the first is the last
            assertThat(service.lineWithin(Duration.ofSeconds(1)))
                    .as("the rest of the request")
                    .isNotNull();
            asking.lineWithin(Duration.ofSeconds(2));
            service.send("PUB " + reply + " 1\r\n1\r\n");
            service.fence();
            asking.send("PING\r\n");
            assertThat(asking.line()).isIn("PONG", "PING");
        }
    }

    /** CVE-2026-33246, CVE-2026-33223. */
    @Test
    @Rows("AC-03")
    void a_shared_import_tells_who_asks_and_a_forged_header_tells_nothing() {
        try (RunningServer server = start(
                        "exports: [{service: help}, {service: open}]",
                        "imports: [{service: {account: A, subject: help}}"
                                + ", {service: {account: A, subject: open}, share: true}]",
                        "");
                Peer service = Peer.login(server, "a");
                Peer asking = Peer.login(server, "b")) {
            service.send("SUB help 1\r\nSUB open 2\r\n");
            service.fence();
            String forged = "NATS/1.0\r\nKeep: x\r\nNats-Request-Info: {\"acc\":\"SYS\",\"user\":\"root\"}\r\n\r\n";
            for (String subject : List.of("help", "open")) {
                asking.send("HPUB " + subject + " inbox " + forged.length() + " " + (forged.length() + 2) + "\r\n"
                        + forged + "hi\r\n");
                assertThat(service.line()).startsWith("HMSG " + subject + " ");
                assertThat(service.line()).isEqualTo("NATS/1.0");
                assertThat(service.line()).isEqualTo("Keep: x");
                String info = String.valueOf(service.line());
                Map<String, Object> read = Json.object(info.substring("Nats-Request-Info: ".length()));
                assertThat(read).containsEntry("acc", "B");
                assertThat(read.get("user")).isEqualTo(subject.equals("open") ? "b" : null);
                assertThat(read.containsKey("host")).isEqualTo(subject.equals("open"));
                assertThat(service.line()).isEmpty();
                assertThat(service.line()).isEqualTo("hi");
            }
        }
    }

    @Test
    @Rows({"AC-02", "AC-03"})
    void a_service_may_be_passed_on_by_the_one_who_imports_it() {
        try (RunningServer server = start(
                        "exports: [{service: help}]",
                        "imports: [{service: {account: A, subject: help}, to: further}]\nexports: [{service: further}]",
                        "imports: [{service: {account: B, subject: further}}]");
                Peer service = Peer.login(server, "a");
                Peer asking = Peer.login(server, "c")) {
            service.send("SUB help 1\r\n");
            service.fence();
            asking.send("SUB inbox.1 9\r\nPUB further inbox.1 2\r\nhi\r\n");
            String reply = String.valueOf(service.line()).split(" ")[3];
            service.send("PUB " + reply + " 2\r\nok\r\n");
            assertThat(asking.line()).isEqualTo("MSG inbox.1 9 2");
            assertThat(asking.line()).isEqualTo("ok");
        }
    }

    @Test
    @Rows({"AC-02", "CF-12"})
    void private_exports_are_for_those_who_are_named_or_whose_name_is_in_the_subject() {
        try (RunningServer server = start(
                        "exports: [{stream: secret, accounts: [B]}, {stream: \"own.*.x\", account_token_position: 2}]",
                        "imports: [{stream: {account: A, subject: secret}}, {stream: {account: A, subject: \"own.B.x\"}}]",
                        "");
                Peer a = Peer.login(server, "a");
                Peer b = Peer.login(server, "b")) {
            b.send("SUB secret 1\r\nSUB own.B.x 2\r\n");
            b.fence();
            a.send("PUB secret 0\r\n\r\nPUB own.B.x 0\r\n\r\nPUB own.C.x 0\r\n\r\n");
            assertThat(b.line()).isEqualTo("MSG secret 1 0");
            b.line();
            assertThat(b.line()).isEqualTo("MSG own.B.x 2 0");
            b.line();
            assertSilent(b);
        }
    }

    /** CVE-2020-28466, CVE-2021-3127. */
    @Test
    @Rows({"AC-02", "AC-04", "CF-12"})
    void imports_that_are_not_exported_or_go_in_a_circle_stop_the_start() {
        assertNoStart("", "imports: [{stream: {account: A, subject: x}}]");
        assertNoStart("exports: [{stream: x, accounts: [C]}]", "imports: [{stream: {account: A, subject: x}}]");
        assertNoStart("exports: [{service: x}]", "imports: [{stream: {account: A, subject: x}}]");
        assertNoStart("exports: [{stream: \"x.y\"}]", "imports: [{stream: {account: A, subject: \"x.*\"}}]");
        assertNoStart(
                "exports: [{stream: \"own.*\", account_token_position: 2}]",
                "imports: [{stream: {account: A, subject: \"own.C\"}}]");
        assertNoStart(
                "exports: [{service: help}]\nimports: [{service: {account: B, subject: help}}]",
                "exports: [{service: help}]\nimports: [{service: {account: A, subject: help}}]");
        assertNoStart(
                "exports: [{stream: help}]\nimports: [{stream: {account: B, subject: help}}]",
                "exports: [{stream: help}]\nimports: [{stream: {account: A, subject: help}}]");
        assertNoStart("exports: [{stream: x}]", "imports: [{stream: {account: A, subject: x}, prefix: \"a.*\"}]");
        if (target.family().equals("natskit")) {
            // nats-server looks at fields in any order, and refuses the two in one of them alone
            assertNoStart("exports: [{stream: x}]", "imports: [{stream: {account: A, subject: x}, prefix: a, to: b}]");
        }
    }

    private void assertNoStart(String a, String b) {
        assertThatThrownBy(() -> start(a, b, "").close()).as(a + " | " + b).isInstanceOf(RuntimeException.class);
    }
}
