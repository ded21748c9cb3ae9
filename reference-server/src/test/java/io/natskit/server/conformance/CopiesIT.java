// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.server.NatsServer;
import io.natskit.server.TestClock;
import io.natskit.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mirrors and sources in bad times, which are made short by turning the clock: origins that are late, made anew, or silent. */
class CopiesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestClock clock = new TestClock();
    private NatsServer server;
    private RawClient client;

    @BeforeEach
    void start() {
        clock.advance(Duration.ofDays(20_000));
        server = NatsServer.builder()
                .jetStream()
                .clock(clock)
                .log((level, line) -> {})
                .start();
        client = new RawClient(server.port());
        client.connect("");
        client.exchange("SUB answers 1\r\n");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void mirror_of_an_origin_that_comes_late_asks_again() {
        ask("STREAM.CREATE.M", "{\"name\":\"M\",\"mirror\":{\"name\":\"O\"}}");
        turnUntil(() -> mirror("M").object("error") != null);
        makeOrigin();
        publish(3);
        turnUntil(() -> messages("M") == 3);
        assertThat(mirror("M").object("error")).isNull();
    }

    @Test
    void source_of_an_origin_that_was_made_anew_begins_again() {
        makeOrigin();
        publish(3);
        ask("STREAM.CREATE.T", "{\"name\":\"T\",\"sources\":[{\"name\":\"O\"}]}");
        turnUntil(() -> messages("T") == 3);
        ask("STREAM.DELETE.O", "");
        // another time of making is another identity
        clock.advance(Duration.ofMillis(10));
        makeOrigin();
        publish(2);
        turnUntil(() -> messages("T") == 5);
    }

    @Test
    void mirror_of_an_origin_that_was_made_anew_waits_until_it_has_more() {
        makeOrigin();
        publish(3);
        ask("STREAM.CREATE.M", "{\"name\":\"M\",\"mirror\":{\"name\":\"O\"}}");
        turnUntil(() -> messages("M") == 3);
        ask("STREAM.DELETE.O", "");
        makeOrigin();
        publish(5);
        turnUntil(() -> messages("M") == 5);
        assertThat(state("M").integer("last_seq", 0)).isEqualTo(5);
    }

    @Test
    void consumer_that_fell_silent_is_asked_for_again() {
        ask("STREAM.CREATE.O", "{\"name\":\"O\",\"subjects\":[\"o.>\"],\"retention\":\"workqueue\"}");
        publish(2);
        ask("STREAM.CREATE.T", "{\"name\":\"T\",\"sources\":[{\"name\":\"O\"}]}");
        turnUntil(() -> messages("T") == 2 && messages("O") == 0);
        String consumer = ask("CONSUMER.NAMES.O", "").strings("consumers").get(0);
        ask("CONSUMER.DELETE.O." + consumer, "");
        publish(2);
        turnUntil(() -> messages("T") == 4);
        turnUntil(() -> messages("O") == 0);
    }

    @Test
    void one_source_that_is_missing_does_not_harm_the_others() {
        makeOrigin();
        ask("STREAM.CREATE.T", "{\"name\":\"T\",\"sources\":[{\"name\":\"NONE\"},{\"name\":\"O\"}]}");
        publish(2);
        turnUntil(() -> messages("T") == 2);
        turnUntil(() -> info("T").objects("sources").get(0).object("error") != null);
        assertThat(info("T").objects("sources").get(1).object("error")).isNull();
    }

    @Test
    void many_messages_go_through_the_window_of_flow_control() {
        makeOrigin();
        String payload = "x".repeat(60_000);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            all.append("PUB o.big ")
                    .append(payload.length())
                    .append("\r\n")
                    .append(payload)
                    .append("\r\n");
        }
        client.exchange(all.toString());
        await().atMost(PATIENCE).until(() -> messages("O") == 200);
        ask("STREAM.CREATE.M", "{\"name\":\"M\",\"mirror\":{\"name\":\"O\"}}");
        turnUntil(() -> messages("M") == 200);
        assertThat(state("M").integer("bytes", 0)).isEqualTo(state("O").integer("bytes", -1));
    }

    // ---- helpers

    private void makeOrigin() {
        ask("STREAM.CREATE.O", "{\"name\":\"O\",\"subjects\":[\"o.>\"]}");
    }

    private void publish(int messages) {
        for (int i = 0; i < messages; i++) {
            assertThat(request("o.a", "x").object("error")).isNull();
        }
    }

    /** Turns the clock a little at a time: heartbeats and answers come in between, as they do in real life. */
    private void turnUntil(java.util.concurrent.Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> {
            clock.advance(Duration.ofMillis(250));
            return condition.call();
        });
    }

    private JsonObject info(String stream) {
        return ask("STREAM.INFO." + stream, "");
    }

    private JsonObject mirror(String stream) {
        JsonObject mirror = info(stream).object("mirror");
        assertThat(mirror).isNotNull();
        return mirror;
    }

    private JsonObject state(String stream) {
        JsonObject state = info(stream).object("state");
        assertThat(state).isNotNull();
        return state;
    }

    private long messages(String stream) {
        return state(stream).integer("messages", -1);
    }

    private JsonObject ask(String operation, String body) {
        JsonObject answer = request("$JS.API." + operation, body);
        assertThat(answer.object("error")).as(operation).isNull();
        return answer;
    }

    private JsonObject request(String subject, String body) {
        StringBuilder heard = new StringBuilder(
                client.exchange("PUB " + subject + " answers " + body.length() + "\r\n" + body + "\r\n"));
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> heard.indexOf("MSG answers") >= 0
                        || heard.append(client.exchange("")).indexOf("MSG answers") >= 0);
        int from = heard.indexOf("{");
        int to = heard.lastIndexOf("}") + 1;
        return JsonObject.parse(heard.substring(from, to).getBytes(StandardCharsets.ISO_8859_1));
    }
}
