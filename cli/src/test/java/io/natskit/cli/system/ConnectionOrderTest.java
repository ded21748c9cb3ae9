// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The orders of nats-server, among three connections of which the first and the last are equal in many ways. */
class ConnectionOrderTest {
    private static final List<JsonObject> CONNECTIONS = Stream.of(
                    "{'cid':3,'subscriptions':1,'out_msgs':5,'rtt':'2ms','uptime':'1h2m3s','last_activity':'2026-01-01T00:00:02Z','reason':'b'}",
                    "{'cid':2,'subscriptions':9,'out_msgs':1,'rtt':'1.5s','uptime':'1d0h0m0s','last_activity':'2026-01-01T00:00:09Z','reason':'a','stop':'2026-01-01T00:00:01Z'}",
                    "{'cid':1,'subscriptions':1,'out_msgs':5,'rtt':'2ms','uptime':'1h2m3s','last_activity':'2026-01-01T00:00:02Z','reason':'b'}")
            .map(text -> JsonObject.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8)))
            .toList();

    @ParameterizedTest
    @CsvSource({
        "CID, 123",
        "START, 123",
        "SUBS, 213",
        "MSGS_TO, 132",
        "BYTES_TO, 123",
        "LAST, 213",
        "IDLE, 132",
        "UPTIME, 132",
        "STOP, 213",
        "REASON, 213",
        "RTT, 213"
    })
    void counts_start_with_the_largest_and_equals_with_the_older(ConnectionOrder order, String expected) {
        assertThat(CONNECTIONS.stream()
                        .sorted(order.comparator())
                        .map(connection -> Long.toString(connection.integer("cid", 0)))
                        .collect(Collectors.joining()))
                .isEqualTo(expected);
    }
}
