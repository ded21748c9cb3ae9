// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import static io.natskit.wire.jetstream.Recorded.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.wire.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows SC-22, CO-14, JA-01, JA-04, JA-05, JA-10, JA-17: states and pages, held against what nats-server printed. */
class InfoJsonTest {
    static List<String> streams() throws IOException {
        return Recorded.lines("stream-infos.txt");
    }

    static List<String> consumers() throws IOException {
        return Recorded.lines("consumer-infos.txt");
    }

    static List<String> accounts() throws IOException {
        return Recorded.lines("account-infos.txt");
    }

    static List<String> messages() throws IOException {
        return Recorded.lines("stored-messages.txt");
    }

    static List<String> pages() throws IOException {
        return Recorded.lines("pages.txt");
    }

    @ParameterizedTest
    @MethodSource("streams")
    void a_streams_state_is_printed_as_nats_server_printed_it(String json) {
        StreamInfo info = StreamInfo.ofJson(bytes(json));
        assertThat(info).hasToString(json);
        assertThat(info.toBuilder().build()).isEqualTo(info);
    }

    @ParameterizedTest
    @MethodSource("consumers")
    void a_consumers_state_is_printed_as_nats_server_printed_it(String json) {
        ConsumerInfo info = ConsumerInfo.ofJson(bytes(json));
        assertThat(info).hasToString(json);
        assertThat(info.toBuilder().build()).isEqualTo(info);
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void an_accounts_state_is_printed_as_nats_server_printed_it(String json) {
        assertThat(AccountInfo.ofJson(bytes(json))).hasToString(json);
    }

    @Test
    void tiers_are_kept_by_name() {
        String json = "{\"memory\":0,\"storage\":5,\"reserved_memory\":0,\"reserved_storage\":0,\"streams\":1,"
                + "\"consumers\":0,\"limits\":{\"max_memory\":0,\"max_storage\":0,\"max_streams\":0,\"max_consumers\":0,"
                + "\"max_ack_pending\":0,\"memory_max_stream_bytes\":0,\"storage_max_stream_bytes\":0,"
                + "\"max_bytes_required\":false},\"api\":{\"level\":5,\"total\":2,\"errors\":0},\"tiers\":{\"R1\":"
                + "{\"memory\":0,\"storage\":5,\"reserved_memory\":0,\"reserved_storage\":0,\"streams\":1,\"consumers\":0,"
                + "\"limits\":{\"max_memory\":-1,\"max_storage\":100,\"max_streams\":3,\"max_consumers\":-1,"
                + "\"max_ack_pending\":-1,\"memory_max_stream_bytes\":-1,\"storage_max_stream_bytes\":-1,"
                + "\"max_bytes_required\":true}}}}";
        AccountInfo info = AccountInfo.ofJson(bytes(json));
        assertThat(info).hasToString(json);
        AccountTier tier = info.tiers().get("R1");
        assertThat(tier).isNotNull();
        assertThat(tier.limits().maxStreams()).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void a_stored_message_is_printed_as_nats_server_printed_it(String json) {
        JsonWriter out = new JsonWriter().field("type", "io.nats.jetstream.api.v1.stream_msg_get_response");
        ApiError.find(bytes(json)).ifPresent(error -> {
            error.writeTo(out.begin("error"));
            out.end();
        });
        StoredMessage.find(bytes(json)).ifPresent(message -> {
            message.writeTo(out.begin("message"));
            out.end();
        });
        assertThat(out.toBytes()).asString(StandardCharsets.UTF_8).isEqualTo(json);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_page_is_printed_as_nats_server_printed_it(String json) {
        String type = json.substring(9, json.indexOf('"', 9));
        JsonWriter out = new JsonWriter().field("type", type);
        switch (type) {
            case "io.nats.jetstream.api.v1.stream_names_response" ->
                NamesPage.ofJson(bytes(json)).writeTo(out, "streams");
            case "io.nats.jetstream.api.v1.consumer_names_response" ->
                NamesPage.ofJson(bytes(json)).writeTo(out, "consumers");
            case "io.nats.jetstream.api.v1.stream_list_response" ->
                StreamPage.ofJson(bytes(json)).writeTo(out);
            default -> ConsumerPage.ofJson(bytes(json)).writeTo(out);
        }
        assertThat(out.toBytes()).asString(StandardCharsets.UTF_8).isEqualTo(json);
    }

    @Test
    void times_that_nobody_set_are_absent() {
        StreamState state = StreamInfo.ofJson(bytes(
                        "{\"state\":{\"first_ts\":\"0001-01-01T00:00:00Z\",\"last_ts\":\"2026-01-02T03:04:05Z\"}}"))
                .state();
        assertThat(state.firstTime()).isEmpty();
        assertThat(state.lastTime()).contains(Instant.parse("2026-01-02T03:04:05Z"));
    }

    @Test
    void a_source_that_was_never_heard_of_is_active_since_minus_one() {
        StreamSourceInfo info = StreamSourceInfo.ofJson(bytes("{\"name\":\"A\",\"lag\":0,\"active\":-1,"
                + "\"error\":{\"code\":404,\"err_code\":10059,\"description\":\"stream not found\"}}"));
        assertThat(info.active()).isEqualTo(Duration.ofNanos(-1));
        assertThat(info.error()).contains(JetStreamError.STREAM_NOT_FOUND.with());
    }

    @Test
    void a_move_in_flight_is_shown() {
        String json =
                "{\"name\":\"C\",\"leader\":\"n1\",\"desired\":{\"created\":\"2026-01-02T03:04:05Z\",\"name\":\"D\","
                        + "\"replicas\":[{\"name\":\"n4\",\"offline\":true,\"peer\":\"p4\"}],\"origin\":{\"replicas\":3,"
                        + "\"placement\":{\"cluster\":\"C\"}},\"status\":{\"description\":\"waiting\",\"type\":\"quorum\","
                        + "\"err\":\"x\"}}}";
        ClusterInfo info = ClusterInfo.ofJson(bytes(json));
        assertThat(info).hasToString(json);
        assertThat(info.desired().orElseThrow().status().orElseThrow().type()).isEqualTo("quorum");
    }
}
