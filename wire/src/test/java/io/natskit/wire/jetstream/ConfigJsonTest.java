// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jetstream;

import static io.natskit.wire.jetstream.Recorded.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows SC-01 to SC-21 and CO-01 to CO-14: the configurations' JSON, held against what nats-server printed. */
class ConfigJsonTest {
    static List<String> streams() throws IOException {
        return Recorded.lines("stream-configs.txt");
    }

    static List<String> consumers() throws IOException {
        return Recorded.lines("consumer-configs.txt");
    }

    @ParameterizedTest
    @MethodSource("streams")
    void a_stream_that_nats_server_printed_is_printed_alike(String json) {
        StreamConfig config = StreamConfig.ofJson(bytes(json));
        assertThat(config.toString()).isEqualTo(json);
        assertThat(config.toBuilder().build()).isEqualTo(config).hasSameHashCodeAs(config);
        assertThat(StreamConfigRequest.ofRequest(bytes(json), 0, bytes(json).length, true))
                .isEqualTo(new StreamConfigRequest(config, false));
    }

    @ParameterizedTest
    @MethodSource("consumers")
    void a_consumer_that_nats_server_printed_is_printed_alike(String json) {
        ConsumerConfig config = ConsumerConfig.ofJson(bytes(json));
        assertThat(config.toString()).isEqualTo(json);
        assertThat(config.toBuilder().build()).isEqualTo(config).hasSameHashCodeAs(config);
    }

    @Test
    void the_builders_defaults_are_those_of_nats_server() {
        StreamConfig config = StreamConfig.builder("ORDERS")
                .subjects("orders.>")
                .maxAge(Duration.ofDays(1))
                .build();
        assertThat(config)
                .hasToString(
                        "{\"name\":\"ORDERS\",\"subjects\":[\"orders.\\u003e\"],\"retention\":\"limits\",\"max_consumers\":-1,"
                                + "\"max_msgs\":-1,\"max_bytes\":-1,\"max_age\":86400000000000,\"max_msgs_per_subject\":-1,"
                                + "\"max_msg_size\":-1,\"discard\":\"old\",\"storage\":\"file\",\"num_replicas\":1,"
                                + "\"compression\":\"none\",\"allow_direct\":false,\"mirror_direct\":false,\"sealed\":false,"
                                + "\"deny_delete\":false,\"deny_purge\":false,\"allow_rollup_hdrs\":false,"
                                + "\"consumer_limits\":{},\"allow_msg_ttl\":false}");
        assertThat(config.maxAge()).isEqualTo(Duration.ofDays(1));
        assertThat(config.placement()).isEmpty();
        assertThat(ConsumerConfig.builder("c").build())
                .hasToString("{\"name\":\"c\",\"deliver_policy\":\"all\",\"ack_policy\":\"explicit\","
                        + "\"replay_policy\":\"instant\",\"num_replicas\":0}");
    }

    @Test
    void an_object_without_fields_holds_gos_zeros() {
        StreamConfig config = StreamConfig.ofJson(bytes("{}"));
        assertThat(config.maxMessages()).isZero();
        assertThat(config.replicas()).isZero();
        assertThat(ConsumerConfig.ofJson(bytes("{}")).ackPolicy()).isEqualTo(AckPolicy.NONE);
    }

    @Test
    void a_builder_may_go_on_after_it_has_built() {
        StreamConfigBuilder builder = StreamConfig.builder("A").metadata("a", "1");
        StreamConfig first = builder.build();
        StreamConfig second = builder.metadata("b", "2")
                .mirror(StreamSource.builder("B").build())
                .build();
        assertThat(first.metadata()).isEqualTo(Map.of("a", "1"));
        assertThat(first.mirror()).isEmpty();
        assertThat(second.metadata()).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(second.toBuilder().mirror(null).build().mirror()).isEmpty();
    }

    @Test
    void durations_and_times_keep_every_nanosecond() {
        ConsumerConfig config = ConsumerConfig.builder()
                .ackWait(Duration.ofNanos(Long.MAX_VALUE))
                .backoff(Duration.ofNanos(1), Duration.ofSeconds(2))
                .startTime(Instant.parse("2026-01-02T03:04:05.000000006Z"))
                .build();
        ConsumerConfig read = ConsumerConfig.ofJson(config.toJson());
        assertThat(read.ackWait()).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
        assertThat(read.backoff()).containsExactly(Duration.ofNanos(1), Duration.ofSeconds(2));
        assertThat(read.startTime()).contains(Instant.parse("2026-01-02T03:04:05.000000006Z"));
        assertThatThrownBy(() -> ConsumerConfig.builder().ackWait(Duration.ofDays(200_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ackWait: PT4800000H (expected:");
    }

    @Test
    void a_client_passes_over_what_a_newer_server_says() {
        StreamConfig config = StreamConfig.ofJson(
                bytes(
                        "{\"name\":\"A\",\"new_thing\":{\"a\":[1,\"}\"]},\"retention\":\"eternal\",\"mirror\":{\"name\":\"B\",\"x\":1}}"));
        assertThat(config.name()).isEqualTo("A");
        assertThat(config.retention()).isEqualTo(RetentionPolicy.LIMITS);
        assertThat(config.mirror()).contains(StreamSource.builder("B").build());
    }

    @Test
    void names_are_read_in_any_case_and_the_last_of_equal_ones_counts() {
        StreamConfig config = request("{\"NAME\":\"A\",\"Subject\u017F\":[\"a\"],\"name\":\"B\"}")
                .config();
        assertThat(config.name()).isEqualTo("B");
        assertThat(config.subjects()).containsExactly("a");
    }

    @Test
    void several_objects_one_after_another_are_one_request() {
        StreamConfigRequest request = request(" {\"name\":\"A\",\"pedantic\":true} null {\"description\":\"second\"} ");
        assertThat(request.config().name()).isEqualTo("A");
        assertThat(request.config().description()).isEqualTo("second");
        assertThat(request.pedantic()).isTrue();
        assertThat(request("").config().name()).isEmpty();
        assertThat(request("null ".repeat(100_000)).config().name()).isEmpty();
    }

    @Test
    void a_mirror_given_twice_is_merged_as_go_merges_it() {
        assertThat(request("{\"mirror\":{\"name\":\"A\"},\"mirror\":{\"opt_start_seq\":7}}")
                        .config()
                        .mirror())
                .contains(StreamSource.builder("A").startSequence(7).build());
        assertThat(request("{\"mirror\":{\"name\":\"A\"},\"mirror\":null}")
                        .config()
                        .mirror())
                .isEmpty();
    }

    @Test
    void a_source_that_is_null_is_one_without_a_name() {
        assertThat(request("{\"sources\":[null,{\"name\":\"A\",\"subject_transforms\":[null]}]}")
                        .config()
                        .sources())
                .containsExactly(
                        StreamSource.builder("").build(),
                        StreamSource.builder("A")
                                .subjectTransforms(new SubjectTransformConfig("", ""))
                                .build());
    }

    private static StreamConfigRequest request(String json) {
        return StreamConfigRequest.ofRequest(bytes(json), 0, bytes(json).length, true);
    }
}
