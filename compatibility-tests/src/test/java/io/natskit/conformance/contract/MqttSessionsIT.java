// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static io.natskit.conformance.contract.MqttJudged.api;
import static io.natskit.conformance.contract.MqttJudged.awaitMessages;
import static io.natskit.conformance.contract.RestartedServer.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.MqttConfig;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** MQTT: sessions that last, and the streams that they are kept in. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record MqttSessionsIT(Target target) implements MqttJudged {
    // ---- MQ-04: sessions

    @Test
    @Rows("MQ-04")
    void a_session_keeps_its_subscriptions_and_what_came_meanwhile() {
        try (RunningServer server = start();
                MqttPeer out = MqttPeer.clean(server, "out")) {
            try (MqttPeer in = MqttPeer.lasting(server, "in", false)) {
                in.subscribed("a/#", 1).disconnect();
                // else what comes next may go to it still
                assertThat(in.heard()).isEqualTo("closed");
            }
            assertThat(out.publish(QOS1, "a/b", 1, "x").heard()).isEqualTo("40 00 01");

            try (MqttPeer in = MqttPeer.lasting(server, "in", true)) {
                assertThat(in.heard()).isEqualTo("PUBLISH a/b flags=2 x");
                out.publish(0, "a", 0, "y");
                assertThat(in.heard()).isEqualTo("PUBLISH a flags=0 y");
            }
            try (MqttPeer in = MqttPeer.clean(server, "in")) {
                out.publish(QOS1, "a/b", 2, "z");
                in.fence();
            }
            awaitMessages(server, "$MQTT_sess", 1);
        }
    }

    @Test
    @Rows("MQ-04")
    void the_same_client_id_puts_the_older_client_out() {
        try (RunningServer server = target.start(MqttConfig.of("debug: true", ""));
                MqttPeer first = MqttPeer.lasting(server, "me", false);
                MqttPeer second = MqttPeer.lasting(server, "me", true)) {
            assertThat(first.heard()).isEqualTo("closed");
            second.fence();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(server.log())
                            .containsPattern(" - mid:\\d+ - \"me\" - Client connection closed: Duplicate Client ID"));
        }
    }

    @Test
    @Rows("MQ-04")
    void who_was_put_out_and_comes_back_at_once_waits_a_second_and_is_closed() {
        try (RunningServer server = start();
                MqttPeer first = MqttPeer.lasting(server, "me", false);
                MqttPeer second = MqttPeer.lasting(server, "me", true);
                MqttPeer third = MqttPeer.dial(server)) {
            assertThat(first.heard()).isEqualTo("closed");
            long since = System.nanoTime();
            third.connect("me", 0, 0);

            assertThat(third.heard()).isEqualTo("closed");
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThan(Duration.ofMillis(900));
            second.fence();
        }
    }

    @Test
    @Rows({"MQ-04", "MQ-11"})
    void sessions_and_messages_are_kept_in_streams_laid_out_so() {
        try (RunningServer server = start();
                MqttPeer peer = MqttPeer.lasting(server, "me", false)) {
            peer.subscribed("a/b", 1).subscribe(8, "c", 2);
            assertThat(peer.heard()).isEqualTo("90 00 08 02");

            Map<?, ?> sessions = api(server, "STREAM.INFO.$MQTT_sess", "");
            assertThat(at(sessions, "config", "subjects")).isEqualTo(List.of("$MQTT.sess.>"));
            assertThat(at(sessions, "config", "max_msgs_per_subject")).hasToString("1");
            assertThat(at(api(server, "STREAM.INFO.$MQTT_msgs", ""), "config", "retention"))
                    .isEqualTo("interest");
            assertThat(at(api(server, "STREAM.INFO.$MQTT_rmsgs", ""), "config", "subjects"))
                    .isEqualTo(List.of("$MQTT.rmsgs.>"));
            Map<?, ?> held = api(server, "STREAM.INFO.$MQTT_qos2in", "");
            assertThat(at(held, "config", "discard")).isEqualTo("new");
            assertThat(at(held, "config", "discard_new_per_subject")).isEqualTo(true);
            assertThat(at(api(server, "STREAM.INFO.$MQTT_out", ""), "config", "subjects"))
                    .isEqualTo(List.of("$MQTT.out.>"));
            Map<?, ?> record = api(server, "STREAM.MSG.GET.$MQTT_sess", "{\"last_by_subj\":\"$MQTT.sess.>\"}");
            assertThat(at(record, "message", "subject")).isEqualTo("$MQTT.sess.d6INCtp3");
        }
    }

    @Test
    @Rows({"MQ-04", "MQ-03", "CF-20"})
    void the_consumers_of_a_session_are_durable_and_called_after_it() {
        try (RunningServer server = start("ack_wait: \"7s\"\nmax_ack_pending: 9\n");
                MqttPeer peer = MqttPeer.lasting(server, "me", false)) {
            peer.subscribed("a/b", 2);

            Map<?, ?> consumers = api(server, "CONSUMER.LIST.$MQTT_msgs", "");
            Map<?, ?> one = (Map<?, ?>) ((List<?>) at(consumers, "consumers")).get(0);
            assertThat(at(one, "config", "durable_name").toString()).matches("[0-9A-Za-z]{8}_[0-9A-Za-z]{22}");
            assertThat(at(one, "config", "deliver_subject").toString()).startsWith("$MQTT.sub.");
            assertThat(at(one, "config", "filter_subject")).isEqualTo("$MQTT.msgs.a.b");
            assertThat(at(one, "config", "ack_wait")).hasToString("7000000000");
            assertThat(at(one, "config", "max_ack_pending")).hasToString("9");
            Map<?, ?> releases = api(server, "CONSUMER.LIST.$MQTT_out", "");
            Map<?, ?> other = (Map<?, ?>) ((List<?>) at(releases, "consumers")).get(0);
            assertThat(at(other, "config", "durable_name").toString()).matches("\\$MQTT_PUBREL_[0-9A-Za-z]{8}");
        }
    }

    @Test
    @Rows("MQ-04")
    void unsubscribing_and_a_lower_quality_delete_the_consumer() {
        try (RunningServer server = start();
                MqttPeer peer = MqttPeer.clean(server, "me")) {
            peer.subscribed("a", 1).subscribed("b", 1);

            assertThat(peer.unsubscribe(9, "a").heard()).isEqualTo("b0 00 09");
            peer.subscribed("b", 0);

            await().atMost(PATIENCE)
                    .until(() -> at(api(server, "CONSUMER.NAMES.$MQTT_msgs", ""), "total")
                            .toString()
                            .equals("0"));
        }
    }
}
