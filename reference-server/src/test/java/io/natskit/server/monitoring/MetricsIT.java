// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.NatsServer;
import io.natskit.server.support.RawClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code /metrics}: what Prometheus makes of it, and what clients notice of many who ask. */
class MetricsIT {
    private static final int SCRAPES = 1_000;
    private static final int MESSAGES = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    private static NatsServer open() {
        return NatsServer.builder()
                .config("http: \"127.0.0.1:-1\"\n")
                .jetStream()
                .start();
    }

    private CompletableFuture<HttpResponse<String>> scrape(NatsServer server, String page) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.monitoringUrl() + page))
                .timeout(PATIENCE)
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void it_follows_the_rules_of_the_format_whatever_streams_are_called() throws IOException {
        try (NatsServer server = open();
                RawClient client = RawClient.loggedIn(server)) {
            client.ask(
                    "$JS.API.STREAM.CREATE.S\"T", "{\"name\":\"S\\\"T\",\"subjects\":[\"s\"],\"storage\":\"memory\"}");
            client.ask(
                    "$JS.API.CONSUMER.CREATE.S\"T.C",
                    "{\"stream_name\":\"S\\\"T\",\"config\":{\"name\":\"C\",\"durable_name\":\"C\",\"ack_policy\":\"explicit\"}}");
            client.ask("s", "one");
            client.ask("s", "two");

            PrometheusText text =
                    PrometheusText.read(scrape(server, "/metrics").join().body());

            assertThat(text.problems()).isEmpty();
            assertThat(text.value("natskit_connections", "")).isEqualTo(1);
            assertThat(text.value("natskit_account_connections", "account=\"$G\""))
                    .isEqualTo(1);
            String stream = "account=\"$G\",stream=\"S\\\"T\"";
            assertThat(text.value("natskit_stream_messages", stream)).isEqualTo(2);
            String consumer = stream + ",consumer=\"C\"";
            for (String name : List.of("pending", "ack_pending", "redelivered", "waiting", "delivered_sequence")) {
                assertThat(text.value("natskit_consumer_" + name, consumer))
                        .as(name)
                        .isEqualTo(name.equals("pending") ? 2 : 0);
            }
        }
    }

    @Test
    void a_thousand_who_ask_at_once_are_answered_and_no_client_is_harmed() throws Exception {
        try (NatsServer server = open();
                RawClient hears = RawClient.loggedIn(server);
                RawClient says = RawClient.loggedIn(server)) {
            hears.send("SUB a 1\r\n").flush();
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            String[] pages = {"/metrics", "/varz", "/connz", "/jsz?accounts=1&streams=1&consumers=1"};
            for (int i = 0; i < SCRAPES; i++) {
                answers.add(scrape(server, pages[i % pages.length]));
            }
            for (int i = 0; i < MESSAGES; i++) {
                says.send("PUB a 1\r\nx\r\n");
            }
            for (int i = 0; i < MESSAGES; i++) {
                String line = hears.line();
                while (line.equals("PING")) {
                    line = hears.send("PONG\r\n").line();
                }
                assertThat(line).isEqualTo("MSG a 1 1");
                hears.expect("x");
            }

            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(120, TimeUnit.SECONDS);
            assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
            assertThat(hears.flush()).isEmpty();
            assertThat(server.closedClients()).isEmpty();
            // they shared pages, but each of them asked
            assertThat(scrape(server, "/varz").join().body())
                    .contains("\"/connz\": " + SCRAPES / 4, "\"/varz\": " + (SCRAPES / 4 + 1));
        }
    }
}
