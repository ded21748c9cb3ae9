// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.conformance.transcript.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** How long requests to a service of another account take, as the account that serves them is told. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
record LatencyIT(Target target) implements Judged {
    private static final String TYPE = "io.nats.server.metric.v1.service_latency";

    /** Account A serves {@code help}, measured as {@code latency} says; B imports it. */
    private RunningServer start(String latency, String more, String share) {
        return target.start("accounts {\n A { users: [{user: a, password: p}]\n exports: [{service: help, latency: "
                + latency + more
                + "}] }\n B { users: [{user: b, password: p}]\n imports: [{service: {account: A, subject: help}"
                + share + "}] } }\n");
    }

    private static Peer login(RunningServer server, String user) {
        return Peer.login(
                server,
                0,
                ",\"user\":\"" + user + "\",\"pass\":\"p\",\"name\":\"the " + user
                        + "\",\"lang\":\"x\",\"version\":\"9\",\"headers\":true,\"no_responders\":true");
    }

    private static Peer serving(RunningServer server) {
        Peer service = login(server, "a");
        service.send("SUB help 1\r\nSUB results 2\r\n");
        service.fence();
        return service;
    }

    private static Peer asking(RunningServer server) {
        Peer peer = login(server, "b");
        peer.send("SUB inbox 9\r\n");
        peer.fence();
        return peer;
    }

    private static void request(Peer peer, String headers) {
        if (headers.isEmpty()) {
            peer.send("PUB help inbox 2\r\nhi\r\n");
            return;
        }
        String block = "NATS/1.0\r\n" + headers + "\r\n\r\n";
        peer.send("HPUB help inbox " + block.length() + " " + (block.length() + 2) + "\r\n" + block + "hi\r\n");
    }

    /** Answers the request that comes next; tells how many results came before it. */
    private static int answer(Peer service) {
        List<String> lines = service.linesTo("HMSG help ");
        service.send("PUB " + lines.get(lines.size() - 1).split(" ")[3] + " 2\r\nho\r\n");
        return (int)
                lines.stream().filter(line -> line.startsWith("MSG results ")).count();
    }

    /** What is told next on {@code results}. */
    private static Map<String, Object> result(Peer service) {
        service.until("MSG results ");
        return Json.object(String.valueOf(service.line()));
    }

    @SuppressWarnings("unchecked") // so objects are read
    private static Map<String, Object> part(Map<String, Object> json, String name) {
        return (Map<String, Object>) json.get(name);
    }

    @Test
    @Rows("AC-05")
    void an_answered_request_is_measured_with_both_ends_as_far_as_they_are_shared() {
        try (RunningServer server = start("results", "", "");
                Peer service = serving(server);
                Peer asking = asking(server)) {
            request(asking, "");
            answer(service);
            Map<String, Object> told = result(service);
            assertThat(told)
                    .containsOnlyKeys(
                            "type",
                            "id",
                            "timestamp",
                            "status",
                            "requestor",
                            "responder",
                            "start",
                            "service",
                            "system",
                            "total")
                    .containsEntry("type", TYPE)
                    .containsEntry("status", 200L);
            assertThat(part(told, "requestor")).containsOnlyKeys("acc", "rtt").containsEntry("acc", "B");
            assertThat(part(told, "responder"))
                    .containsOnlyKeys(
                            "start",
                            "host",
                            "id",
                            "acc",
                            "user",
                            "name",
                            "lang",
                            "ver",
                            "rtt",
                            "server",
                            "kind",
                            "client_type")
                    .containsEntry("acc", "A")
                    .containsEntry("name", "the a")
                    .containsEntry("kind", "Client");
            assertThat((long) told.get("total")).isPositive().isGreaterThanOrEqualTo((long) told.get("service"));
        }
    }

    @Test
    @Rows({"AC-05", "AC-03"})
    void who_shares_shows_the_requestor_too() {
        try (RunningServer server = start("results", "", ", share: true");
                Peer service = serving(server);
                Peer asking = asking(server)) {
            request(asking, "");
            answer(service);
            assertThat(part(result(service), "requestor"))
                    .containsEntry("name", "the b")
                    .containsEntry("user", "b")
                    .containsKeys("id", "host", "server");
        }
    }

    @Test
    @Rows("AC-05")
    void requests_that_come_to_nothing_are_told_with_a_status() {
        try (RunningServer server = start("results", ", threshold: \"300ms\"", "");
                Peer service = serving(server);
                Peer asking = asking(server)) {
            asking.send("PUB help 0\r\n\r\n");
            assertFailed(result(service), 400, "Bad Request");
            request(asking, "");
            assertFailed(result(service), 504, "Service Timeout");
            request(asking, "");
            asking.send("UNSUB 9\r\n");
            asking.fence();
            assertFailed(result(service), 408, "Request Timeout");
            service.send("UNSUB 1\r\n");
            service.fence();
            asking.send("SUB inbox 9\r\n");
            request(asking, "");
            assertFailed(result(service), 503, "Service Unavailable");
        }
    }

    private static void assertFailed(Map<String, Object> told, long status, String description) {
        assertThat(told)
                .containsOnlyKeys(
                        "type",
                        "id",
                        "timestamp",
                        "status",
                        "description",
                        "requestor",
                        "start",
                        "service",
                        "system",
                        "total")
                .containsEntry("status", status)
                .containsEntry("description", description)
                .containsEntry("service", 0L)
                .containsEntry("total", 0L);
    }

    private static final Map<String, List<String>> MARKED = Map.of(
            "Uber-Trace-Id: 479fefe9525eddb:5adb976bfc1f95c1:479fefe9525eddb:1\r\nUberctx-a: b",
            List.of("Uber-Trace-Id", "Uberctx-A"),
            "X-B3-Sampled: 1",
            List.of("X-B3-Sampled"),
            "X-B3-TraceId: 80f198ee56343ba864fe8b2a57d3eff7\r\nX-B3-SpanId: 1",
            List.of("X-B3-Traceid", "X-B3-Spanid"),
            "b3: 80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1",
            List.of("B3"),
            "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\ntracestate: x=1\r\nOther: y",
            List.of("Traceparent", "Tracestate"));

    private static final List<String> UNMARKED = List.of(
            "",
            "Other: x",
            "Uber-Trace-Id: 479fefe9525eddb:5adb976bfc1f95c1:479fefe9525eddb:0",
            "X-B3-Sampled: 0\r\nX-B3-TraceId: 80f198ee56343ba864fe8b2a57d3eff7",
            "b3: 0",
            "b3: 80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-0",
            "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
            "traceparent: nonsense");

    @Test
    @Rows({"AC-05", "CF-12"})
    void where_headers_decide_the_marked_requests_are_measured_and_only_they() {
        try (RunningServer server = start("{sampling: headers, subject: results}", "", "");
                Peer service = serving(server);
                Peer asking = asking(server)) {
            assertSoftly(softly -> {
                MARKED.forEach((headers, named) -> {
                    request(asking, headers);
                    answer(service);
                    softly.assertThat(part(result(service), "header"))
                            .as(headers)
                            .containsOnlyKeys(named);
                });
                for (String headers : UNMARKED) {
                    request(asking, headers);
                    answer(service);
                    // a result may come late, but none overtakes another: the next one is of the next that is marked
                    request(asking, "X-B3-Sampled: 1");
                    softly.assertThat(answer(service)).as(headers).isZero();
                    softly.assertThat(part(result(service), "header"))
                            .as(headers)
                            .containsOnlyKeys("X-B3-Sampled");
                }
            });
        }
    }

    @Test
    @Rows({"AC-05", "CF-12"})
    void so_many_of_a_hundred_are_measured() {
        try (RunningServer server = start("{sampling: 50%, subject: results}", "", "");
                Peer service = serving(server);
                Peer asking = asking(server)) {
            int measured = 0;
            for (int i = 0; i < 100; i++) {
                request(asking, "");
                measured += answer(service);
            }
            assertThat(measured).isBetween(20, 80);
        }
    }

    @Test
    @Rows({"AC-05", "CF-12"})
    void what_makes_no_sense_is_refused_at_the_start() {
        assertSoftly(softly -> Map.of(
                        "{sampling: 101, subject: results}", "bad sampling percentage, should be 1-100",
                        "{sampling: x, subject: results}", "Failed to parse latency sample",
                        "{sampling: 5}", "Latency subject required, but missing",
                        "\"no.*\"", "invalid publish subject",
                        "results, response: stream", "bad service response type")
                .forEach((latency, problem) -> softly.assertThatThrownBy(
                                () -> start(latency, "", "").close())
                        .as(latency)
                        .hasMessageContaining(problem)));
    }
}
