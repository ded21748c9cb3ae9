// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.conformance.transcript.Json;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The way of a message through the server, told to whoever asks by its headers. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
record MessageTraceIT(Target target) implements Judged {
    private static final String SAMPLED = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static Peer login(RunningServer server, String fields) {
        return Peer.login(server, 0, ",\"headers\":true,\"no_responders\":true" + fields);
    }

    private static Peer user(RunningServer server, String name) {
        return login(server, ",\"user\":\"" + name + "\",\"pass\":\"p\",\"name\":\"the " + name + "\"");
    }

    private static Peer tracing(RunningServer server, String fields) {
        Peer peer = login(server, fields);
        peer.send("SUB traces 7\r\n");
        peer.fence();
        return peer;
    }

    private static void publish(Peer peer, String subject, String headers) {
        String block = "NATS/1.0\r\n" + headers + "\r\n\r\n";
        peer.send("HPUB " + subject + " " + block.length() + " " + (block.length() + 2) + "\r\n" + block + "hi\r\n");
    }

    /** The next trace; what comes before is passed over. */
    private static Map<String, Object> trace(Peer peer) {
        peer.until("MSG traces ");
        return Json.object(String.valueOf(peer.line()));
    }

    /** Whatever came until the answer to a PING. */
    private static List<String> heard(Peer peer) {
        peer.send("PING\r\n");
        List<String> lines = peer.linesTo("PONG");
        lines.removeIf(line -> line.equals("PING") || line.equals("PONG"));
        return lines;
    }

    /** Type and fields of each event, times left out. */
    @SuppressWarnings("unchecked") // so arrays of objects are read
    private static List<Map<String, Object>> events(Map<String, Object> trace) {
        List<Map<String, Object>> events = (List<Map<String, Object>>) trace.get("events");
        events.forEach(event -> assertThat(event.remove("ts")).asString().contains("T"));
        return events;
    }

    @Test
    @Rows("MT-01")
    void a_trace_tells_where_a_message_came_from_and_to_whom_it_went() {
        try (RunningServer server = target.start("server_name: one\n");
                Peer ear = tracing(server, "");
                Peer one = login(server, ",\"name\":\"first\"");
                Peer from = login(server, ",\"name\":\"sender\"")) {
            one.send("SUB a.* 1\r\nSUB a.b crew 2\r\n");
            one.fence();
            publish(from, "a.b", "Nats-Trace-Dest: traces\r\nX-Own: y\r\nX-Own: z");
            from.fence();
            assertThat(heard(one)).contains("hi").anyMatch(line -> line.startsWith("HMSG a.b 1 "));
            Map<String, Object> told = trace(ear);
            assertThat(told).containsOnlyKeys("server", "request", "events");
            assertThat(told.get("server"))
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("name", "one")
                    .containsEntry("ver", "2.15.2")
                    .containsKeys("id", "host", "seq", "time");
            assertThat(told.get("request"))
                    .isEqualTo(Map.of(
                            "header",
                            Map.of("Nats-Trace-Dest", List.of("traces"), "X-Own", List.of("y", "z")),
                            "msgsize",
                            59L));
            List<Map<String, Object>> events = events(told);
            assertThat(events.get(0))
                    .containsEntry("type", "in")
                    .containsEntry("kind", 0L)
                    .containsEntry("name", "sender")
                    .containsEntry("acc", "$G")
                    .containsEntry("subj", "a.b")
                    .containsOnlyKeys("type", "kind", "cid", "name", "acc", "subj");
            assertThat(events.subList(1, events.size()))
                    .hasSize(2)
                    .allSatisfy(event -> assertThat(event)
                            .containsEntry("type", "eg")
                            .containsEntry("kind", 0L)
                            .containsEntry("name", "first"))
                    .anySatisfy(event ->
                            assertThat(event).containsEntry("sub", "a.*").doesNotContainKey("queue"))
                    .anySatisfy(event ->
                            assertThat(event).containsEntry("sub", "a.b").containsEntry("queue", "crew"));
        }
    }

    @Test
    @Rows("MT-01")
    void what_kept_a_message_from_going_out_is_told() {
        String users = "authorization { users: [{user: ann, password: p, permissions: {publish: {deny: shut}}}"
                + ", {user: bob, password: p, permissions: {subscribe: {deny: a.secret}}}] }\n";
        try (RunningServer server = target.start(users);
                Peer ear = tracing(server, ",\"user\":\"bob\",\"pass\":\"p\"");
                Peer denied = user(server, "bob");
                Peer silent = login(server, ",\"user\":\"ann\",\"pass\":\"p\",\"echo\":false")) {
            denied.send("SUB a.* 1\r\n");
            denied.fence();
            silent.send("SUB a.secret 1\r\n");
            silent.fence();
            publish(silent, "a.secret", "Nats-Trace-Dest: traces");
            assertThat(events(trace(ear)))
                    .extracting(event -> event.get("error"))
                    .containsExactlyInAnyOrder(
                            null,
                            "Not delivered because of no echo",
                            "Not delivered because subscription denies this subject");
            publish(silent, "shut", "Nats-Trace-Dest: traces");
            assertThat(events(trace(ear)))
                    .singleElement()
                    .satisfies(event -> assertThat(event)
                            .containsEntry("type", "in")
                            .containsEntry("error", "Permissions Violation for Publish to \"shut\""));
            assertThat(heard(silent)).containsExactly("-ERR 'Permissions Violation for Publish to \"shut\"'");
        }
    }

    @Test
    @Rows("MT-02")
    void where_a_trace_is_all_that_is_asked_nobody_gets_the_message() {
        try (RunningServer server = target.start("");
                Peer ear = tracing(server, "");
                Peer one = login(server, "");
                Peer from = login(server, "")) {
            one.send("SUB a 1\r\n");
            one.fence();
            for (String yes : List.of("1", "true", "on", "TRUE")) {
                publish(from, "a", "Nats-Trace-Dest: traces\r\nNats-Trace-Only: " + yes);
                assertThat(events(trace(ear)))
                        .extracting(event -> event.get("type"))
                        .containsExactly("in", "eg");
            }
            assertThat(heard(one)).isEmpty();
            publish(from, "a", "Nats-Trace-Dest: traces\r\nNats-Trace-Only: no");
            trace(ear);
            assertThat(heard(one)).contains("hi");
            publish(from, "a", "Nats-Trace-Only: 1");
            from.fence();
            assertThat(heard(one)).contains("hi");
        }
    }

    @Test
    @Rows({"MT-01", "MT-02"})
    void cve_2026_33249_a_destination_must_be_a_subject_that_the_publisher_may_use() {
        String users = "authorization { users: [{user: ann, password: p, permissions: {publish: {deny: traces}}}"
                + ", {user: bob, password: p}] }\n";
        try (RunningServer server = target.start(users);
                Peer one = user(server, "bob");
                Peer from = user(server, "ann")) {
            one.send("SUB a 1\r\n");
            one.fence();
            publish(from, "a", "Nats-Trace-Dest: traces");
            assertThat(heard(from)).containsExactly("-ERR 'Permissions Violation for Publish to \"traces\"'");
            assertThat(heard(one)).isEmpty();
            publish(from, "a", "Nats-Trace-Dest: other.*\r\nNats-Trace-Only: 1");
            assertThat(heard(from)).isEmpty();
            assertThat(heard(one)).isEmpty();
            publish(from, "a", "Nats-Trace-Dest: other.*");
            assertThat(heard(from)).isEmpty();
            assertThat(heard(one)).contains("hi");
        }
    }

    @Test
    @Rows({"MT-01", "MP-01"})
    void a_mapping_is_part_of_the_way() {
        try (RunningServer server = target.start("mappings { a: b }\n");
                Peer ear = tracing(server, "");
                Peer one = login(server, "")) {
            one.send("SUB b 1\r\n");
            one.fence();
            publish(ear, "a", "Nats-Trace-Dest: traces");
            List<Map<String, Object>> events = events(trace(ear));
            assertThat(events).extracting(event -> event.get("type")).containsExactly("in", "sm", "eg");
            assertThat(events.get(0)).containsEntry("subj", "a");
            assertThat(events.get(1)).containsEntry("to", "b");
        }
    }

    @Test
    @Rows({"MT-01", "MT-02"})
    void a_stream_tells_what_it_did() {
        try (RunningServer server = target.start("jetstream {store_dir: \"${store}\"}\n");
                Peer ear = tracing(server, "")) {
            create(ear, "S", "\"subjects\":[\"s.*\"],\"max_msg_size\":200");
            create(ear, "I", "\"subjects\":[\"i\"],\"retention\":\"interest\"");
            publish(ear, "s.a", "Nats-Trace-Dest: traces");
            assertThat(stream(ear)).isEqualTo(Map.of("type", "js", "stream", "S", "subject", "s.a"));
            publish(ear, "s.a", "Nats-Trace-Dest: traces\r\nNats-Trace-Only: 1");
            assertThat(stream(ear)).isEqualTo(Map.of("type", "js", "stream", "S", "subject", "s.a"));
            publish(ear, "i", "Nats-Trace-Dest: traces");
            assertThat(stream(ear)).isEqualTo(Map.of("type", "js", "stream", "I", "subject", "i", "nointerest", true));
            publish(ear, "s.a", "Nats-Trace-Dest: traces\r\nNats-Expected-Stream: X");
            assertThat(stream(ear)).containsEntry("error", "expected stream does not match");
            String info = api(ear, "STREAM.MSG.GET.S", "{\"last_by_subj\":\"s.a\"}");
            assertThat(info).contains("\"seq\":1,");
            assertThat(new String(Base64.getDecoder().decode(between(info, "\"hdrs\":\"", "\""))))
                    .contains("Nats-Trace-Dest: trace disabled");
        }
    }

    private static String between(String text, String before, String after) {
        int from = text.indexOf(before) + before.length();
        return text.substring(from, text.indexOf(after, from));
    }

    private static Map<String, Object> stream(Peer ear) {
        List<Map<String, Object>> events = events(trace(ear));
        assertThat(events).extracting(event -> event.get("type")).containsExactly("in", "js");
        return events.get(1);
    }

    private static void create(Peer peer, String name, String more) {
        assertThat(api(peer, "STREAM.CREATE." + name, "{\"name\":\"" + name + "\"," + more + "}"))
                .contains("did_create");
    }

    private static String api(Peer peer, String operation, String request) {
        peer.send("SUB inbox 8\r\nPUB $JS.API." + operation + " inbox " + request.length() + "\r\n" + request + "\r\n");
        peer.line();
        String answer = String.valueOf(peer.line());
        peer.send("UNSUB 8\r\n");
        return answer;
    }

    private RunningServer startShared(boolean allow) {
        return target.start(
                "accounts {\n A { users: [{user: a, password: p}]\n exports: [{stream: news}, {service: help, allow_trace: "
                        + allow
                        + "}] }\n B { users: [{user: b, password: p}]\n imports: [{stream: {account: A, subject: news}, to: heard, allow_trace: "
                        + allow + "}, {service: {account: A, subject: help}, to: ask}] } }\n");
    }

    @Test
    @Rows({"MT-04", "AC-02"})
    void a_trace_goes_on_behind_a_stream_import_only_where_that_is_allowed() {
        for (boolean allowed : List.of(true, false)) {
            try (RunningServer server = startShared(allowed);
                    Peer ear = tracing(server, ",\"user\":\"a\",\"pass\":\"p\"");
                    Peer b = user(server, "b")) {
                b.send("SUB heard 1\r\n");
                b.fence();
                publish(ear, "news", "Nats-Trace-Dest: traces");
                List<Map<String, Object>> events = events(trace(ear));
                assertThat(events.get(1)).isEqualTo(Map.of("type", "se", "acc", "B", "to", "heard"));
                assertThat(events).hasSize(allowed ? 3 : 2);
                if (allowed) {
                    assertThat(events.get(2)).containsEntry("type", "eg").containsEntry("acc", "B");
                }
                assertThat(heard(b)).contains("hi");
            }
        }
    }

    @Test
    @Rows({"MT-04", "AC-03"})
    void a_trace_goes_on_behind_a_service_import_only_where_that_is_allowed() {
        for (boolean allowed : List.of(true, false)) {
            try (RunningServer server = startShared(allowed);
                    Peer ear = tracing(server, ",\"user\":\"b\",\"pass\":\"p\"");
                    Peer a = user(server, "a")) {
                a.send("SUB help 1\r\n");
                a.fence();
                publish(ear, "ask", "Nats-Trace-Dest: traces");
                List<Map<String, Object>> events = events(trace(ear));
                assertThat(events.get(1)).isEqualTo(Map.of("type", "si", "acc", "A", "from", "ask", "to", "help"));
                assertThat(events).hasSize(allowed ? 3 : 2);
                if (allowed) {
                    assertThat(events.get(2)).containsEntry("type", "eg").containsEntry("acc", "A");
                }
                assertThat(heard(a)).contains("hi");
                publish(ear, "ask", "Nats-Trace-Dest: traces\r\nNats-Trace-Only: on");
                assertThat(events(trace(ear))).hasSize(allowed ? 3 : 2);
                assertThat(heard(a)).isEmpty();
            }
        }
    }

    @Test
    @Rows("MT-04")
    void an_account_may_have_messages_traced_that_a_tracing_system_has_marked() {
        try (RunningServer server = target.start("accounts { A { users: [{user: a, password: p}], msg_trace: traces }\n"
                        + " B { users: [{user: b, password: p}] } }\n");
                Peer ear = tracing(server, ",\"user\":\"a\",\"pass\":\"p\"");
                Peer other = tracing(server, ",\"user\":\"b\",\"pass\":\"p\"")) {
            publish(ear, "x", SAMPLED);
            assertThat(trace(ear)).containsKey("events");
            publish(ear, "x", "TraceParent" + SAMPLED.substring("traceparent".length()));
            assertThat(trace(ear)).containsKey("events");
            publish(ear, "x", SAMPLED.replace("b7-01", "b7-00"));
            publish(ear, "x", "traceparent: nonsense");
            assertThat(heard(ear)).isEmpty();
            publish(other, "x", SAMPLED);
            assertThat(heard(other)).isEmpty();
            publish(ear, "x", SAMPLED + "\r\nNats-Trace-Dest: trace disabled");
            assertThat(heard(ear)).isEmpty();
        }
    }

    @Test
    @Rows("MT-04")
    void so_many_of_a_hundred_marked_messages_are_traced() {
        try (RunningServer server = target.start(
                        "accounts { A { users: [{user: a, password: p}], msg_trace: {dest: traces, sampling: \"50%\"} } }\n");
                Peer ear = tracing(server, ",\"user\":\"a\",\"pass\":\"p\"")) {
            for (int i = 0; i < 100; i++) {
                publish(ear, "x", SAMPLED);
            }
            // traces come in the order of their messages, and this one is traced in any case
            publish(ear, "last", "Nats-Trace-Dest: traces");
            long traced = 0;
            while (!events(trace(ear)).get(0).get("subj").equals("last")) {
                traced++;
            }
            assertThat(traced).isBetween(20L, 80L);
        }
    }
}
