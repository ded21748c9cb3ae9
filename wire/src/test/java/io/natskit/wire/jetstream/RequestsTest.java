// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import static io.natskit.wire.jetstream.Recorded.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.wire.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows JA-02 to JA-22: what requests carry, and with which text nats-server refuses them (error 10025). */
class RequestsTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.5Z");

    static List<String> refused() throws IOException {
        return Recorded.lines("refused-requests.txt");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void a_request_is_refused_with_the_text_of_nats_server(String line) {
        String[] parts = cut(line);
        assertThatThrownBy(() -> read(parts[0], bytes(parts[1])))
                .isInstanceOf(JsonException.class)
                .hasMessage(parts[2]);
    }

    @Test
    void control_characters_in_a_text_are_refused() {
        assertThatThrownBy(() -> read("STREAM.CREATE", bytes("{\"description\":\"a\nb\"}")))
                .hasMessage("invalid character '\\n' in string literal at offset 18");
    }

    @Test
    void depth_is_bounded() {
        assertThatThrownBy(() -> read("STREAM.CREATE", bytes("{\"x\":" + "[".repeat(1_000_000))))
                .hasMessage("invalid character '[' exceeded max depth at offset 69");
    }

    @Test
    void requests_go_there_and_back() {
        assertThat(text(new StreamInfoRequest(3, true, ">").toJson()))
                .isEqualTo("{\"offset\":3,\"deleted_details\":true,\"subjects_filter\":\"\\u003e\"}");
        assertThat(read("STREAM.INFO", new StreamInfoRequest(3, true, ">").toJson()))
                .isEqualTo(new StreamInfoRequest(3, true, ">"));
        assertThat(text(new StreamPurgeRequest(-1, "a", 0).toJson()))
                .isEqualTo("{\"seq\":18446744073709551615,\"filter\":\"a\"}");
        assertThat(read("STREAM.PURGE", new StreamPurgeRequest(-1, "a", 0).toJson()))
                .isEqualTo(new StreamPurgeRequest(-1, "a", 0));
        assertThat(text(new MessageDeleteRequest(7, true).toJson())).isEqualTo("{\"seq\":7,\"no_erase\":true}");
        assertThat(text(new ConsumerPauseRequest(NOON).toJson()))
                .isEqualTo("{\"pause_until\":\"2026-01-02T12:00:00.5Z\"}");
        assertThat(read("CONSUMER.PAUSE", new ConsumerPauseRequest(NOON).toJson()))
                .isEqualTo(new ConsumerPauseRequest(NOON));
        assertThat(read("CONSUMER.PAUSE", new ConsumerPauseRequest(null).toJson()))
                .isEqualTo(new ConsumerPauseRequest(null));
        ConsumerCreateRequest create =
                new ConsumerCreateRequest("S", ConsumerConfig.builder("c").build(), ConsumerAction.CREATE, true);
        assertThat(read("CONSUMER.CREATE", create.toJson())).isEqualTo(create);
        StreamRestoreRequest restore = new StreamRestoreRequest(
                StreamConfig.builder("S").build(),
                StreamState.builder().messages(3).deleted(4, 5).firstTime(NOON).build());
        assertThat(read("STREAM.RESTORE", restore.toJson())).isEqualTo(restore);
    }

    @Test
    void a_request_for_messages_goes_there_and_back() {
        MessageGetRequest request = MessageGetRequest.builder()
                .sequence(5)
                .nextBySubject("a.>")
                .batch(10)
                .startTime(NOON)
                .multiLast("a", "b")
                .noHeaders(true)
                .build();
        assertThat(request)
                .hasToString("{\"seq\":5,\"next_by_subj\":\"a.\\u003e\",\"batch\":10,"
                        + "\"start_time\":\"2026-01-02T12:00:00.5Z\",\"multi_last\":[\"a\",\"b\"],\"no_hdr\":true}");
        assertThat(read("STREAM.MSG.GET", request.toJson())).isEqualTo(request);
    }

    @Test
    void a_pull_goes_there_and_back_and_passes_over_unknown_names() {
        PullRequest request = PullRequest.builder()
                .batch(10)
                .expires(Duration.ofSeconds(30))
                .idleHeartbeat(Duration.ofSeconds(15))
                .group("g")
                .minPending(100)
                .priority(3)
                .build();
        assertThat(request)
                .hasToString("{\"expires\":30000000000,\"batch\":10,\"idle_heartbeat\":15000000000,\"group\":\"g\","
                        + "\"min_pending\":100,\"priority\":3}");
        assertThat(read("CONSUMER.MSG.NEXT", request.toJson())).isEqualTo(request);
        assertThat(read("CONSUMER.MSG.NEXT", bytes("{\"bogus\":[1],\"batch\":2}")))
                .isEqualTo(PullRequest.builder().batch(2).build());
    }

    private static Object read(String operation, byte[] json) {
        int length = json.length;
        return switch (operation) {
            case "STREAM.CREATE" -> StreamConfigRequest.ofRequest(json, 0, length, true);
            case "STREAM.INFO" -> StreamInfoRequest.ofRequest(json, 0, length, true);
            case "STREAM.NAMES" -> StreamNamesRequest.ofRequest(json, 0, length, true);
            case "STREAM.LIST" -> StreamListRequest.ofRequest(json, 0, length, true);
            case "STREAM.PURGE" -> StreamPurgeRequest.ofRequest(json, 0, length, true);
            case "STREAM.MSG.DELETE" -> MessageDeleteRequest.ofRequest(json, 0, length, true);
            case "STREAM.MSG.GET" -> MessageGetRequest.ofRequest(json, 0, length, true);
            case "STREAM.SNAPSHOT" -> StreamSnapshotRequest.ofRequest(json, 0, length, true);
            case "STREAM.RESTORE" -> StreamRestoreRequest.ofRequest(json, 0, length, true);
            case "CONSUMER.CREATE" -> ConsumerCreateRequest.ofRequest(json, 0, length, true);
            case "CONSUMER.NAMES" -> ConsumersRequest.ofRequest(json, 0, length, true);
            case "CONSUMER.PAUSE" -> ConsumerPauseRequest.ofRequest(json, 0, length, true);
            case "CONSUMER.UNPIN" -> ConsumerUnpinRequest.ofRequest(json, 0, length);
            case "CONSUMER.RESET" -> ConsumerResetRequest.ofRequest(json, 0, length);
            case "CONSUMER.MSG.NEXT" -> PullRequest.ofRequest(json, 0, length);
            default -> throw new AssertionError(operation);
        };
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    // no split: a tab may stand in a body
    private static String[] cut(String line) {
        int first = line.indexOf('\t');
        int last = line.lastIndexOf('\t');
        return new String[] {line.substring(0, first), line.substring(first + 1, last), line.substring(last + 1)};
    }
}
