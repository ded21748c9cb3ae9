// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.client.service.EndpointInfo;
import io.natskit.client.service.EndpointStats;
import io.natskit.client.service.ServiceInfo;
import io.natskit.client.service.ServicePing;
import io.natskit.client.service.ServiceStats;
import io.natskit.wire.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers of discovery, written and read. */
class ServiceJsonTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    @Test
    void they_are_written_as_adr_32_says() {
        assertThat(text(ServiceJson.write(
                        new ServicePing("s", "I", "1.0.0", Map.of("b", "2", "a", "1"), Duration.ZERO))))
                .isEqualTo("{\"name\":\"s\",\"id\":\"I\",\"version\":\"1.0.0\",\"metadata\":{\"a\":\"1\",\"b\":\"2\"},"
                        + "\"type\":\"io.nats.micro.v1.ping_response\"}");
        ServiceInfo info = new ServiceInfo(
                "s", "I", "1.0.0", Map.of(), "d", List.of(new EndpointInfo("e", "g.e", "q", Map.of("k", "v"))));
        assertThat(text(ServiceJson.write(info)))
                .endsWith(
                        "\"metadata\":{},\"type\":\"io.nats.micro.v1.info_response\",\"description\":\"d\",\"endpoints\":"
                                + "[{\"name\":\"e\",\"subject\":\"g.e\",\"queue_group\":\"q\",\"metadata\":{\"k\":\"v\"}}]}");
        assertThat(ServiceJson.info(ServiceJson.write(info))).isEqualTo(info);
    }

    @Test
    void statistics_come_back_as_they_were_written() {
        ServiceStats stats = new ServiceStats(
                "s",
                "I",
                "1.0.0",
                Map.of(),
                Instant.parse("2026-11-26T05:00:00.123456Z"),
                List.of(new EndpointStats(
                        "e", "e", "", 3, 1, "500:x", Duration.ofNanos(9), Duration.ofNanos(3), Optional.empty())));
        byte[] json = ServiceJson.write(stats, List.of(Optional.of("{\"open\":1}")));
        assertThat(text(json)).contains("\"started\":\"2026-11-26T05:00:00.123456Z\"", "\"data\":{\"open\":1}");
        assertThat(ServiceJson.stats(json)
                        .endpoints()
                        .get(0)
                        .data()
                        .orElseThrow()
                        .integer("open", 0))
                .isOne();
        assertThat(ServiceJson.stats(ServiceJson.write(stats, List.of(Optional.empty()))))
                .isEqualTo(stats);
    }

    @Test
    void what_others_leave_out_or_write_otherwise_is_read() {
        ServiceStats stats = ServiceJson.stats(
                bytes(
                        "{\"type\":\"io.nats.micro.v1.stats_response\",\"name\":\"s\",\"id\":\"I\","
                                + "\"metadata\":null,\"endpoints\":[{\"last_error\":{\"code\":5,\"description\":\"x\"},\"data\":[1]},{}]}"));
        assertThat(stats.started()).isEqualTo(Instant.EPOCH);
        assertThat(stats.endpoints()).extracting(EndpointStats::lastError).containsExactly("5:x", "");
        assertThat(stats.endpoints()).allMatch(e -> e.data().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"type\":\"io.nats.micro.v1.ping_response\",\"name\":\"s\"}",
                "{\"type\":\"io.nats.micro.v1.ping_response\",\"name\":1,\"id\":\"I\"}",
                "{\"type\":\"io.nats.micro.v1.info_response\",\"name\":\"s\",\"id\":\"I\"}",
                "{\"type\":\"io.nats.micro.v1.ping_response\",\"name\":\"s\",\"id\":\"I\",\"metadata\":{\"a\":1}}"
            })
    void what_is_no_answer_is_refused(String json) {
        assertThatThrownBy(() -> ServiceJson.ping(bytes(json), Duration.ZERO)).isInstanceOf(JsonException.class);
    }
}
