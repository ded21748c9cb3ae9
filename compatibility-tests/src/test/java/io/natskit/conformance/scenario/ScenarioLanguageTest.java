// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.conformance.transcript.Json;
import io.natskit.conformance.transcript.TranscriptFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioLanguageTest {
    private static final String JSON =
            "{\"a\":{\"b\":[1,{\"c.d\":\"x y\"}],\"n\":12},\"none\":null,\"t\":true,\"s\":\"text\",\"big\":18446744073709551615}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.b.0=1",
                "a.b.1.\"c.d\"=\"x y\" t=true",
                "a.b=[1,{\"c.d\":\"x y\"}]",
                "a.b#2 a#2 a.n>11 a.n<13 !a.x !nothing.at.all none=null",
                "s~te.t s!=\"other\" s",
                "big=18446744073709551615"
            })
    void a_condition_that_holds_is_silent(String conditions) {
        assertThat(Conditions.mismatch(conditions, Json.value(JSON), new HashMap<>()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.b.0=2",
                "a.b.2=1",
                "!a.b",
                "x",
                "a.b#3",
                "a.n>12",
                "a.n<12",
                "s~ext",
                "s!=\"text\"",
                "none=0",
                "t=false",
                "big=18446744073709551614"
            })
    void a_condition_that_does_not_hold_is_told(String condition) {
        assertThat(Conditions.mismatch(condition, Json.value(JSON), new HashMap<>()))
                .contains("expected: " + condition);
    }

    @Test
    void a_field_is_kept_as_a_value() {
        Map<String, String> values = new HashMap<>();

        assertThat(Conditions.mismatch("s->it a.n->number s=\"text\"", Json.value(JSON), values))
                .isEmpty();
        assertThat(values).containsEntry("it", "text").containsEntry("number", "12");
    }

    @Test
    void a_text_that_is_no_condition_is_a_mistake_of_the_file() {
        assertThatThrownBy(() -> Conditions.mismatch("=1", Json.value(JSON), new HashMap<>()))
                .isInstanceOf(TranscriptFailure.class);
    }

    @Test
    void an_error_that_no_line_expects_fails_the_case() {
        String error = "{\"error\":{\"code\":404,\"err_code\":10059,\"description\":\"stream not found\"}}";

        assertThatThrownBy(() -> play("api STREAM.INFO.A\napi INFO", error, "{}"))
                .hasMessageContaining("line 3")
                .hasMessageContaining("unexpected error");
        assertThatThrownBy(() -> play("api STREAM.INFO.A", error)).hasMessageContaining("unexpected error");
        assertThatCode(() -> play("api STREAM.INFO.A\nerr 404 10059 stream not found", error))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> play("api STREAM.INFO.A\nerr 404 10059 stream", error))
                .hasMessageContaining("expected: stream");
        assertThatThrownBy(() -> play("api STREAM.INFO.A\nerr 404 10058", error))
                .hasMessageContaining("error.err_code is 10059");
        assertThatThrownBy(() -> play("api STREAM.INFO.A\nerr 404 10058", "{}")).hasMessageContaining("not there");
    }

    @Test
    void a_request_without_responders_fails_unless_its_status_is_expected() {
        Delivery nobody = new Delivery("_INBOX.1", "", "NATS/1.0 503\r\n\r\n", "");

        assertThatThrownBy(() -> play("api INFO", nobody)).hasMessageContaining("no responders");
        assertThatCode(() -> play("api INFO\nstatus 503", nobody)).doesNotThrowAnyException();
    }

    @Test
    void a_message_is_checked_in_all_its_parts() {
        Delivery message = new Delivery("a.b", "$JS.ACK.S.c", "NATS/1.0\r\nOne: 1\r\n\r\n", "body");
        String steps =
                "sub in a.>\nm a.b body\nh One: 1\nh One\nh !Two\nreply \\$JS.${*}.c\nheaders NATS/1.0\\r\\nOne: 1\\r\\n\\r\\n\nstatus ";

        assertThatCode(() -> play(steps, message)).doesNotThrowAnyException();
        for (String wrong : List.of(
                "m a.b other",
                "m a.c body",
                "next\nh One: 2",
                "next\nh Two",
                "next\nh !One",
                "next\nreply x",
                "s 404")) {
            assertThatThrownBy(() -> play("sub in a.>\n" + wrong, message)).isInstanceOf(TranscriptFailure.class);
        }
    }

    @Test
    void a_message_too_much_is_told() {
        Delivery message = new Delivery("a", "", "", "1");

        assertThatThrownBy(() -> play("sub in a\nm a 1", message, message)).hasMessageContaining("more");
        assertThatThrownBy(() -> play("sub in a\nm a 1\nm a 1", message)).hasMessageContaining("no further message");
    }

    @Test
    void lines_that_are_no_steps_are_told_with_their_place() {
        assertThatThrownBy(() -> ScenarioParser.parse("f", "== t [A-1]\n\nwait a second\n"))
                .hasMessage("f.txt:3: no such step: wait a second");
        assertThatThrownBy(() -> ScenarioParser.parse("f", "== t [A-1]\n== t [A-2]\n"))
                .hasMessageContaining("a second case of the same title");
    }

    @Test
    void answers_are_kept_and_compared_but_for_what_is_of_the_run() {
        Delivery then = new Delivery(
                "a",
                "$JS.ACK.S.c.1.1.1.1764117051123456789.0",
                "",
                "{\"created\":\"2026-11-26T00:30:55.307492922Z\",\"seq\":1,\"zero\":\"0001-01-01T00:00:00Z\"}");
        Answers kept = new Answers();
        kept.add("t", List.of(then));
        Answers read = Answers.parse(kept.text());

        assertThat(read.mail("t").take(1, "any")).isEqualTo(then);
        assertThat(
                        read.difference(
                                "t",
                                List.of(
                                        new Delivery(
                                                "a",
                                                "$JS.ACK.S.c.1.1.1.1764117051123456000.0",
                                                "",
                                                "{\"created\":\"2027-11-26T00:30:55.3Z\",\"seq\":1,\"zero\":\"0001-01-01T00:00:00Z\"}"))))
                .isEmpty();
        assertThat(read.difference("t", List.of(new Delivery("a", "", "", "{\"seq\":2,\"more\":1}"))))
                .contains("recorded: /seq = 1", "got: /seq = 2", "got: /more = 1", "recorded: /created");
    }

    private static void play(String steps, String... answers) {
        Delivery[] deliveries = new Delivery[answers.length];
        for (int i = 0; i < answers.length; i++) {
            deliveries[i] = new Delivery("_INBOX.1", "", "", answers[i]);
        }
        play(steps, deliveries);
    }

    private static void play(String steps, Delivery... deliveries) {
        Scenario scenario = ScenarioParser.parse("t", "== a case [T-1]\n" + steps + "\n");
        Play.play(scenario.cases().get(0), Map.of(), new RecordedMail(List.of(deliveries)), Duration.ZERO);
    }
}
