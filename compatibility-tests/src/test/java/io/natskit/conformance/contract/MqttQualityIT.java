// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static io.natskit.conformance.contract.MqttJudged.awaitMessages;
import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** MQTT: messages of QoS 1 and 2, from their publisher to the acknowledgement of their receiver. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record MqttQualityIT(Target target) implements MqttJudged {
    // ---- MQ-03: QoS 1

    @Test
    @Rows("MQ-03")
    void a_message_of_qos_1_is_acknowledged_to_its_publisher_and_by_its_receiver() {
        try (RunningServer server = start();
                MqttPeer in = MqttPeer.clean(server, "in");
                MqttPeer out = MqttPeer.clean(server, "out")) {
            in.subscribed("a/b", 1);

            assertThat(out.publish(QOS1, "a/b", 5, "hi").heard()).isEqualTo("40 00 05");

            MqttPeer.Packet message = in.packet();
            assertThat(message).hasToString("PUBLISH a/b flags=2 hi");
            assertThat(message.identifier()).isPositive();
            awaitMessages(server, "$MQTT_msgs", 1);
            in.acknowledge(0x40, message.identifier());
            awaitMessages(server, "$MQTT_msgs", 0);
        }
    }

    @Test
    @Rows({"MQ-03", "MQ-07"})
    void the_lower_quality_of_publisher_and_subscriber_holds() {
        try (RunningServer server = start();
                MqttPeer none = MqttPeer.clean(server, "none");
                MqttPeer once = MqttPeer.clean(server, "once");
                MqttPeer out = MqttPeer.clean(server, "out");
                Peer nats = Peer.login(server)) {
            none.subscribed("a", 0);
            once.subscribed("a", 1);

            out.publish(0, "a", 0, "0").publish(QOS1, "a", 1, "1").publish(QOS2, "a", 2, "2");
            assertThat(out.heard()).isEqualTo("40 00 01");
            assertThat(out.heard()).isEqualTo("50 00 02");
            assertThat(out.acknowledge(0x62, 2).heard()).isEqualTo("70 00 02");
            nats.send("PUB a 1\r\n3\r\n");
            nats.fence();

            for (int i = 0; i < 4; i++) {
                assertThat(none.heard()).isEqualTo("PUBLISH a flags=0 " + i);
            }
            assertThat(List.of(once.heard(), once.heard(), once.heard(), once.heard()))
                    .containsExactlyInAnyOrder(
                            "PUBLISH a flags=0 0", "PUBLISH a flags=2 1", "PUBLISH a flags=2 2", "PUBLISH a flags=0 3");
        }
    }

    @Test
    @Rows({"MQ-03", "CF-20"})
    void what_is_not_acknowledged_comes_again_marked_as_such() {
        try (RunningServer server = start("ack_wait: \"1s\"\n");
                MqttPeer in = MqttPeer.clean(server, "in");
                MqttPeer out = MqttPeer.clean(server, "out")) {
            in.subscribed("a", 1);
            out.publish(QOS1, "a", 1, "x");

            MqttPeer.Packet first = in.packet();
            MqttPeer.Packet second = in.packet();

            assertThat(first).hasToString("PUBLISH a flags=2 x");
            assertThat(second).hasToString("PUBLISH a flags=10 x");
            assertThat(second.identifier()).isEqualTo(first.identifier());
        }
    }

    @Test
    @Rows({"MQ-03", "MQ-04"})
    void what_was_not_acknowledged_comes_again_with_its_client() {
        try (RunningServer server = start("ack_wait: \"1s\"\n");
                MqttPeer out = MqttPeer.clean(server, "out")) {
            try (MqttPeer in = MqttPeer.lasting(server, "in", false)) {
                in.subscribed("a", 1);
                out.publish(QOS1, "a", 1, "x");
                assertThat(in.heard()).isEqualTo("PUBLISH a flags=2 x");
            }
            try (MqttPeer in = MqttPeer.lasting(server, "in", true)) {
                MqttPeer.Packet again = in.packet();
                assertThat(again).hasToString("PUBLISH a flags=10 x");
                in.acknowledge(0x40, again.identifier());
                awaitMessages(server, "$MQTT_msgs", 0);
            }
        }
    }

    @Test
    @Rows("MQ-03")
    void acknowledgements_come_in_the_order_of_their_messages() {
        try (RunningServer server = start();
                MqttPeer in = MqttPeer.clean(server, "in");
                MqttPeer out = MqttPeer.clean(server, "out")) {
            in.subscribed("a/+", 1);
            for (int i = 1; i <= 50; i++) {
                out.publish(QOS1, "a/" + i, i, "" + i);
            }
            for (int i = 1; i <= 50; i++) {
                assertThat(out.packet().identifier()).isEqualTo(i);
            }
            for (int i = 1; i <= 50; i++) {
                MqttPeer.Packet message = in.packet();
                assertThat(message.payload()).isEqualTo("" + i);
                in.acknowledge(0x40, message.identifier());
            }
            awaitMessages(server, "$MQTT_msgs", 0);
        }
    }

    @Test
    @Rows({"MQ-08", "CF-20"})
    void no_more_is_under_way_than_max_ack_pending() {
        try (RunningServer server = start("max_ack_pending: 2\n");
                MqttPeer in = MqttPeer.clean(server, "in");
                MqttPeer out = MqttPeer.clean(server, "out")) {
            in.subscribed("a", 1);
            for (int i = 1; i <= 3; i++) {
                out.publish(QOS1, "a", i, "" + i);
                out.packet();
            }
            MqttPeer.Packet first = in.packet();
            assertThat(first.payload()).isEqualTo("1");
            assertThat(in.packet().payload()).isEqualTo("2");
            in.fence();

            in.acknowledge(0x40, first.identifier());

            assertThat(in.packet().payload()).isEqualTo("3");
        }
    }

    @Test
    @Rows({"MQ-08", "MQ-03"})
    void a_session_has_65535_acknowledgements_pending_at_most() {
        try (RunningServer server = start("max_ack_pending: 40000\n");
                MqttPeer peer = MqttPeer.clean(server, "me")) {
            peer.subscribed("a", 1);

            assertThat(peer.subscribe(8, "b", 1).heard()).isEqualTo("90 00 08 80");
            assertThat(peer.subscribe(9, "b", 0).heard()).isEqualTo("90 00 09 00");
        }
    }

    // ---- MQ-03: QoS 2

    @Test
    @Rows("MQ-03")
    void a_message_of_qos_2_takes_its_four_steps_on_both_sides() {
        try (RunningServer server = start();
                MqttPeer in = MqttPeer.clean(server, "in");
                MqttPeer out = MqttPeer.clean(server, "out")) {
            in.subscribed("a", 2);

            assertThat(out.publish(QOS2, "a", 6, "x").heard()).isEqualTo("50 00 06");
            awaitMessages(server, "$MQTT_qos2in", 1);
            assertThat(out.acknowledge(0x62, 6).heard()).isEqualTo("70 00 06");
            awaitMessages(server, "$MQTT_qos2in", 0);

            MqttPeer.Packet message = in.packet();
            assertThat(message).hasToString("PUBLISH a flags=4 x");
            MqttPeer.Packet release = in.acknowledge(0x50, message.identifier()).packet();
            assertThat(release.first()).isEqualTo(0x62);
            assertThat(release.identifier()).isEqualTo(message.identifier());
            in.acknowledge(0x70, release.identifier());
            awaitMessages(server, "$MQTT_msgs", 0);
            awaitMessages(server, "$MQTT_out", 0);
        }
    }

    @Test
    @Rows("MQ-03")
    void a_message_of_qos_2_that_is_sent_again_goes_out_once() {
        try (RunningServer server = start();
                MqttPeer in = MqttPeer.clean(server, "in");
                MqttPeer out = MqttPeer.clean(server, "out")) {
            in.subscribed("a", 2);

            out.publish(QOS2, "a", 6, "x").publish(QOS2 | MqttPeer.DUP, "a", 6, "x");
            assertThat(out.heard()).isEqualTo("50 00 06");
            assertThat(out.heard()).isEqualTo("50 00 06");
            out.acknowledge(0x62, 6).acknowledge(0x62, 6);
            assertThat(out.heard()).isEqualTo("70 00 06");
            assertThat(out.heard()).isEqualTo("70 00 06");
            out.publish(0, "a", 0, "end");

            assertThat(List.of(in.heard(), in.heard()))
                    .containsExactlyInAnyOrder("PUBLISH a flags=4 x", "PUBLISH a flags=0 end");
            in.fence();
        }
    }

    @Test
    @Rows("MQ-03")
    void a_release_outlives_the_connection_of_its_publisher() {
        try (RunningServer server = start();
                MqttPeer in = MqttPeer.clean(server, "in")) {
            in.subscribed("a", 2);
            try (MqttPeer out = MqttPeer.lasting(server, "out", false)) {
                assertThat(out.publish(QOS2, "a", 6, "x").heard()).isEqualTo("50 00 06");
            }
            try (MqttPeer out = MqttPeer.lasting(server, "out", true)) {
                out.publish(QOS2 | MqttPeer.DUP, "a", 6, "x");
                assertThat(out.heard()).isEqualTo("50 00 06");

                assertThat(out.acknowledge(0x62, 6).heard()).isEqualTo("70 00 06");
            }
            assertThat(in.heard()).isEqualTo("PUBLISH a flags=4 x");
            in.fence();
        }
    }

    @Test
    @Rows("MQ-03")
    void a_release_without_a_message_is_completed() {
        try (RunningServer server = start();
                MqttPeer peer = MqttPeer.clean(server, "me")) {
            assertThat(peer.acknowledge(0x62, 9).heard()).isEqualTo("70 00 09");
            assertThat(peer.acknowledge(0x50, 9).heard()).isEqualTo("62 00 09");
        }
    }

    @Test
    @Rows({"MQ-03", "CF-20"})
    void qos_2_can_be_refused_and_downgraded() {
        try (RunningServer server = start("reject_qos2_publish: true\ndowngrade_qos2_subscribe: true\n");
                MqttPeer in = MqttPeer.clean(server, "in");
                MqttPeer out = MqttPeer.clean(server, "out")) {
            assertThat(in.subscribe(7, "a", 2).heard()).isEqualTo("90 00 07 01");

            assertThat(out.publish(QOS2, "a", 1, "x").heard()).isEqualTo("closed");
        }
    }
}
