// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How an event is shown. */
class EventViewTest {
    private static final Instant CAME = Instant.parse("2026-01-02T03:04:05Z");

    private static Event event(String subject, String document) {
        return Event.of(subject, document.getBytes(StandardCharsets.UTF_8), CAME)
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$SYS.ACCOUNT.A.CONNECT|{'type':'io.nats.server.advisory.v1.client_connect','server':{'name':'s'},'client':{'id':7,'user':'ada','acc':'A'}}|"
                        + "[Client Connection] user: ada cid: 7 in account A",
                "$SYS.SERVER.N.CLIENT.AUTH.ERR|{'type':'io.nats.server.advisory.v1.client_disconnect','client':{'id':7,'acc':'$G'},'reason':'Authentication Failure'}|"
                        + "[Authentication Error] cid: 7 in account $G reason: Authentication Failure",
                "$SYS.SERVER.N.LAMEDUCK|{'name':'hub','ver':'1'}|[Server Lame Duck] name: hub ver: 1",
                "$JS.EVENT.ADVISORY.API|{'type':'io.nats.jetstream.advisory.v1.api_audit','subject':'$JS.API.INFO','client':{'id':1,'acc':'A'},'request':'r'}|"
                        + "[JetStream API Access] $JS.API.INFO cid: 1 in account A",
                "$JS.EVENT.ADVISORY.X|{'type':'io.nats.jetstream.advisory.v1.max_deliver','stream':'S','consumer':'C','stream_seq':3}|"
                        + "[Delivery Attempts Exceeded] S > C stream_seq: 3",
                "$JS.EVENT.ADVISORY.X|{'type':'io.nats.jetstream.advisory.v1.consumer_action','stream':'S','consumer':'C','action':'create'}|"
                        + "[Consumer Create Action] S > C",
                "x.LAMEDUCK|{'a':true}|[x.LAMEDUCK] a: true"
            })
    void a_line_says_what_and_of_whom(String subject, String document, String line) {
        assertThat(EventView.line(event(subject, document.replace('\'', '"')))).endsWith(" " + line);
    }

    @Test
    void nobody_makes_up_an_event_by_the_end_of_a_line_in_a_name() {
        String name = "{\"client\":{\"user\":\"x\\r\\n12:00:00 [Server Shutdown]\",\"id\":1}}";
        assertThat(EventView.line(event("a", name)))
                .contains("user: x\uFFFD\uFFFD12:00:00")
                .hasLineCount(1);
    }

    @Test
    void everything_an_event_tells_is_shown() {
        String shown = EventView.facts(
                        event(
                                "$JS.EVENT.ADVISORY.STREAM.QUORUM_LOST.S",
                                "{\"type\":\"io.nats.jetstream.advisory.v1.stream_quorum_lost\",\"id\":\"I\",\"stream\":\"S\","
                                        + "\"replicas\":[{\"name\":\"a\",\"lag\":2},{\"name\":\"b\"}],\"tags\":[\"x\",\"y\"],\"client\":{\"id\":3,\"rtt\":5}}"))
                .toString();
        assertThat(shown)
                .contains("] [I] Stream Quorum Lost\n", "  Stream: S\n", "Replicas: (name: a lag: 2), (name: b)\n")
                .contains("Tags: x, y\n", "\nClient:\n", "ID: 3\n", "RTT: 5\n");
    }

    @Test
    void a_token_that_an_event_carries_is_not_shown() {
        Event connect = event(
                "$SYS.ACCOUNT.A.CONNECT",
                "{\"type\":\"io.nats.server.advisory.v1.client_connect\",\"jwt\":\"sesame\",\"all\":[{\"id\":1,\"jwt\":\"sesame\"}],"
                        + "\"client\":{\"id\":7,\"user\":\"ada\",\"jwt\":\"sesame\"}}");
        assertThat(EventView.facts(connect).toString())
                .contains("User: ada\n", "All: (id: 1)\n")
                .doesNotContain("sesame");
        assertThat(EventView.line(connect)).contains("user: ada").doesNotContain("sesame");
    }

    @Test
    void the_time_is_what_the_event_says() {
        assertThat(event("x", "{\"timestamp\":\"2026-05-06T07:08:09Z\"}").time())
                .isEqualTo("2026-05-06T07:08:09Z");
        assertThat(event("x", "{\"server\":{\"time\":\"2026-05-06T07:08:09Z\"}}")
                        .time())
                .isEqualTo("2026-05-06T07:08:09Z");
        assertThat(event("x", "{\"timestamp\":\"noon\",\"type\":1,\"client\":\"c\"}")
                        .time())
                .isEqualTo(CAME);
    }

    @Test
    void an_event_without_a_type_is_a_cloud_event_by_its_subject() {
        assertThat(new String(
                        EventView.cloudEvent(event("$SYS.SERVER.N.SHUTDOWN", "{\"name\":\"hub\"}")),
                        StandardCharsets.UTF_8))
                .isEqualTo("{\"type\":\"$SYS.SERVER.N.SHUTDOWN\",\"time\":\"2026-01-02T03:04:05Z\","
                        + "\"id\":\"$SYS.SERVER.N.SHUTDOWN@2026-01-02T03:04:05Z\",\"source\":\"urn:nats:server\","
                        + "\"specversion\":\"1.0\",\"subject\":\"advisory\",\"data\":{\"name\":\"hub\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "[1]", "{\"a\":"})
    void what_is_no_document_is_no_event(String text) {
        assertThat(Event.of("x", text.getBytes(StandardCharsets.UTF_8), CAME)).isEmpty();
    }
}
