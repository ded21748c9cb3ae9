// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static io.natskit.conformance.contract.MqttJudged.awaitMessages;
import static io.natskit.conformance.contract.MqttJudged.awaitRetained;
import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** MQTT: births and deaths of Sparkplug B. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record MqttSparkplugIT(Target target) implements MqttJudged {
    /** Field 1, a varint of 1; field 3, a varint of 7. */
    private static final String DEATH = "\u0008\u0001\u0018\u0007";

    // ---- MQ-09: Sparkplug B

    @Test
    @Rows("MQ-09")
    void a_birth_is_told_and_kept_as_a_certificate() {
        try (RunningServer server = start();
                MqttPeer node = MqttPeer.clean(server, "node");
                MqttPeer host = MqttPeer.clean(server, "host");
                MqttPeer late = MqttPeer.clean(server, "late")) {
            host.subscribed("$sparkplug/certificates/#", 0);

            node.publish(0, "spBv1.0/group/NBIRTH/edge", 0, "born").fence();

            assertThat(host.heard())
                    .isEqualTo("PUBLISH $sparkplug/certificates/spBv1.0/group/NBIRTH/edge flags=1 born");
            awaitMessages(server, "$MQTT_rmsgs", 1);
            awaitRetained(server, "$sparkplug/certificates/spBv1.0/group/NBIRTH/edge", "born");
            late.subscribed("$sparkplug/certificates/#", 0);
            assertThat(late.heard())
                    .isEqualTo("PUBLISH $sparkplug/certificates/spBv1.0/group/NBIRTH/edge flags=1 born");
        }
    }

    @Test
    @Rows("MQ-09")
    void a_birth_that_is_to_be_retained_is_none() {
        try (RunningServer server = start();
                MqttPeer node = MqttPeer.clean(server, "node")) {
            node.subscribed("spBv1.0/#", 0);

            node.publish(MqttPeer.RETAIN, "spBv1.0/group/DBIRTH/edge/device", 0, "born");

            assertThat(node.heard()).isEqualTo("PUBLISH spBv1.0/group/DBIRTH/edge/device flags=0 born");
            awaitMessages(server, "$MQTT_rmsgs", 0);
        }
    }

    @Test
    @Rows("MQ-09")
    void a_death_carries_the_time_at_which_it_is_told() {
        try (RunningServer server = start();
                MqttPeer node = MqttPeer.clean(server, "node")) {
            node.subscribed("spBv1.0/#", 0);
            long before = System.currentTimeMillis();

            // field 1, a varint of 1; field 3, a varint of 7
            node.raw("30 1f 00 19" + hex("spBv1.0/group/NDEATH/edge") + "08 01 18 07");

            assertStamped(node.packet().body(), 2 + 25, before);
        }
    }

    @Test
    @Rows({"MQ-09", "MQ-06", "MQ-03"})
    void the_death_that_a_node_leaves_as_its_will_carries_the_time_of_its_end() {
        try (RunningServer server = start();
                MqttPeer host = MqttPeer.clean(server, "host")) {
            host.subscribed("spBv1.0/#", 1);
            long before = System.currentTimeMillis();
            try (MqttPeer node = MqttPeer.dial(server)) {
                // QoS 1, as Sparkplug asks: tck-id-payloads-ndeath-will-message-qos
                node.connect("node", MqttPeer.CLEAN | MqttPeer.WILL | 1 << 3, 0, "spBv1.0/group/NDEATH/edge", DEATH);
                assertThat(node.heard()).isEqualTo("20 00 00");
            }

            MqttPeer.Packet death = host.packet();
            assertThat(death.qos()).isEqualTo(1);
            assertStamped(death.body(), 2 + 25 + 2, before);
        }
    }

    @Test
    @Rows("MQ-09")
    void a_death_among_the_certificates_stays_as_it_is() {
        try (RunningServer server = start();
                MqttPeer node = MqttPeer.clean(server, "node")) {
            String topic = "$sparkplug/certificates/spBv1.0/group/NDEATH/edge";
            node.subscribed("$sparkplug/certificates/#", 0);

            node.publish(0, topic, 0, DEATH);

            assertThat(node.heard()).isEqualTo("PUBLISH " + topic + " flags=0 " + DEATH);
        }
    }

    /** Field 1 is the time, field 3 is 7. */
    private static void assertStamped(byte[] body, int from, long before) {
        assertThat(body[from]).isEqualTo((byte) 0x08);
        long time = 0;
        int at = from + 1;
        for (int shift = 0; ; shift += 7) {
            time |= (long) (body[at] & 0x7f) << shift;
            if (body[at++] >= 0) {
                break;
            }
        }
        assertThat(time).isBetween(before - 1_000, System.currentTimeMillis() + 1_000);
        assertThat(body[at]).isEqualTo((byte) 0x18);
        assertThat(body[at + 1]).isEqualTo((byte) 0x07);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }
}
