// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.conformance.transcript.Json;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Monitoring that many ask at the same moment, beside clients that are at work. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record MonitoringCrowdIT(Target target) implements Judged {
    private static final int CROWD = 1_000;
    private static final int MESSAGES = 20_000;
    private static final int STEPS = 20;

    /** What an exporter of metrics asks for. */
    private static final List<String> PAGES = List.of(
            "/varz",
            "/connz?limit=1024&sort=msgs_to",
            "/subsz",
            "/routez",
            "/gatewayz",
            "/leafz",
            "/jsz?streams=1&consumers=1&config=1",
            "/healthz",
            "/accountz",
            "/accstatz?unused=1");

    private static List<HttpResponse<String>> all(List<CompletableFuture<HttpResponse<String>>> answers)
            throws Exception {
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(90, TimeUnit.SECONDS);
        return answers.stream().map(CompletableFuture::join).toList();
    }

    @Test
    @Rows({"MO-01", "MO-02"})
    void a_thousand_who_ask_at_once_are_all_answered_and_counted_while_clients_get_all_their_messages()
            throws Exception {
        try (RunningServer server = target.start(Monitor.CONFIG + "jetstream { store_dir: \"${store}\" }\n");
                Peer hears = Peer.login(server);
                Peer says = Peer.login(server)) {
            Monitor monitor = Monitor.of(server);
            hears.send("SUB a 1\r\n");
            hears.fence();
            List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                asked.add(monitor.ask(PAGES.get(i % PAGES.size())));
            }
            for (int i = 0; i < MESSAGES; i++) {
                says.send("PUB a 5\r\n" + (10_000 + i) + "\r\n");
            }
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(hears.word()).isEqualTo("MSG a 1 5");
                assertThat(hears.line()).isEqualTo(String.valueOf(10_000 + i));
            }
            assertThat(all(asked)).allSatisfy(answer -> {
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(Json.object(answer.body())).isNotEmpty();
            });
            says.fence();
            hears.fence();
            assertThat(monitor.page("/connz?state=closed")).containsEntry("total", 0L);
            @SuppressWarnings("unchecked") // what is no object fails below
            Map<String, Long> counts = (Map<String, Long>) monitor.page("/varz").get("http_req_stats");
            assertThat(counts)
                    .containsEntry("/varz", CROWD / PAGES.size() + 1L)
                    .containsEntry("/connz", CROWD / PAGES.size() + 1L)
                    .containsEntry("/jsz", (long) CROWD / PAGES.size());
        }
    }

    @Test
    @Rows("MO-02")
    void in_a_crowd_nobody_is_told_of_a_moment_before_his_question() throws Exception {
        try (RunningServer server = target.start(Monitor.CONFIG);
                Peer says = Peer.login(server)) {
            Monitor monitor = Monitor.of(server);
            List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                for (int i = 0; i < CROWD / STEPS; i++) {
                    asked.add(monitor.ask("/varz"));
                }
                says.send("PUB a 1\r\nx\r\n");
                says.fence();
            }
            List<HttpResponse<String>> answers = all(asked);
            for (int i = 0; i < answers.size(); i++) {
                long published = i / (CROWD / STEPS);
                assertThat((Long) Json.object(answers.get(i).body()).get("in_msgs"))
                        .as("messages that %d. was told of", i)
                        .isGreaterThanOrEqualTo(published);
            }
        }
    }
}
