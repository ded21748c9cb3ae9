// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What results of checks look like. */
class CheckFormatsTest {
    private static CheckResult result() {
        CheckResult result = new CheckResult("stream", "S");
        result.least("messages", 101, 500, 3, "Messages stored in the stream");
        result.metric("sources", 0, 0, 0, "", "Number of sources");
        result.ok("0 sources");
        return result;
    }

    @Test
    void a_line_has_the_status_what_was_found_and_numbers_behind_a_bar() {
        assertThat(CheckFormats.nagios(result()))
                .isEqualTo("WARNING S Warn:101 messages OK:0 sources | messages=101;500;3 sources=0");
    }

    @Test
    void prometheus_gets_a_gauge_for_each_number_and_one_for_the_status() {
        assertThat(CheckFormats.prometheus(result(), "ns"))
                .startsWith(
                        "# HELP ns_stream_messages Messages stored in the stream\n# TYPE ns_stream_messages gauge\nns_stream_messages{item=\"S\"} 101\n")
                .endsWith("ns_stream_status_code{item=\"S\",status=\"WARNING\"} 1\n");
    }

    @Test
    void json_is_that_of_the_nats_command_line() {
        JsonObject json = JsonObject.parse(CheckFormats.json(result()).getBytes(StandardCharsets.UTF_8));
        assertThat(json.names()).containsExactly("status", "check_suite", "check_name", "warning", "ok", "perf_data");
        assertThat(json.objects("perf_data"))
                .hasSize(2)
                .first()
                .satisfies(metric -> assertThat(metric.integer("warning", 0)).isEqualTo(500));
    }

    @Test
    void a_time_is_judged_by_both_limits() {
        CheckResult result = new CheckResult("connections", "Connection");
        result.within(
                "rtt", "a round trip", Duration.ofMillis(20), Duration.ofMillis(10), Duration.ofMillis(30), "help");
        assertThat(CheckFormats.nagios(result))
                .isEqualTo(
                        "WARNING Connection Warn:a round trip took 20ms, more than 10ms | rtt=0.0200s;0.0100;0.0300");
        result.within(
                "rtt", "a round trip", Duration.ofMillis(40), Duration.ofMillis(10), Duration.ofMillis(30), "help");
        assertThat(result.status()).isEqualTo(CheckResult.Status.CRITICAL);
    }
}
