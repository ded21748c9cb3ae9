// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.scenario.SocketMail;
import io.natskit.conformance.target.MqttConfig;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** MQTT: what lasts. Messages of QoS 1 and 2, sessions, retained messages, wills, and the streams that they are kept in. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record MqttSessionsIT(Target target) implements Judged {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int QOS1 = 2;
    private static final int QOS2 = 4;

    private RunningServer start() {
        return start("");
    }

    private RunningServer start(String fields) {
        return target.start(MqttConfig.of("", fields));
    }

    private static Map<?, ?> api(RunningServer server, String operation, String json) {
        try (SocketMail mail = new SocketMail(server.host(), server.port(), PATIENCE)) {
            mail.subscribe(1, "answer", "_INBOX.a", "");
            mail.publish(1, "$JS.API." + operation, "_INBOX.a", "", json);
            return (Map<?, ?>) mail.take(1, "answer").json();
        }
    }

    private static Object at(Map<?, ?> json, String... path) {
        return RestartedServer.at(json, path);
    }

    private static long messages(RunningServer server, String stream) {
        return ((Number) at(api(server, "STREAM.INFO." + stream, ""), "state", "messages")).longValue();
    }

    private static void awaitMessages(RunningServer server, String stream, long count) {
        await().atMost(PATIENCE).until(() -> messages(server, stream) == count);
    }

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

    // ---- MQ-04: sessions

    @Test
    @Rows("MQ-04")
    void a_session_keeps_its_subscriptions_and_what_came_meanwhile() {
        try (RunningServer server = start();
                MqttPeer out = MqttPeer.clean(server, "out")) {
            try (MqttPeer in = MqttPeer.lasting(server, "in", false)) {
                in.subscribed("a/#", 1).disconnect();
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
        try (RunningServer server = start();
                MqttPeer first = MqttPeer.lasting(server, "me", false);
                MqttPeer second = MqttPeer.lasting(server, "me", true)) {
            assertThat(first.heard()).isEqualTo("closed");
            second.fence();
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

    // ---- MQ-05: retained messages

    @Test
    @Rows("MQ-05")
    void a_retained_message_comes_to_who_subscribes_later() {
        try (RunningServer server = start();
                MqttPeer out = MqttPeer.clean(server, "out");
                MqttPeer in = MqttPeer.clean(server, "in")) {
            out.publish(QOS1 | MqttPeer.RETAIN, "a/b", 1, "old");
            assertThat(out.heard()).isEqualTo("40 00 01");
            out.publish(QOS1 | MqttPeer.RETAIN, "a/b", 2, "new");
            assertThat(out.heard()).isEqualTo("40 00 02");
            awaitMessages(server, "$MQTT_rmsgs", 1);
            awaitRetained(server, "a/b", "new");

            in.subscribed("a/+", 0);
            assertThat(in.heard()).isEqualTo("PUBLISH a/b flags=1 new");
            in.subscribe(8, "a/b", 1);
            assertThat(in.heard()).isEqualTo("90 00 08 01");
            assertThat(in.heard()).isEqualTo("PUBLISH a/b flags=3 new");
        }
    }

    /** Servers learn of retained messages a moment after they are stored: waits until they give this one to who subscribes. */
    private static void awaitRetained(RunningServer server, String topic, String payload) {
        try (MqttPeer probe = MqttPeer.clean(server, "probe")) {
            awaitRetained(probe, topic, payload);
        }
    }

    private static void awaitRetained(MqttPeer probe, String topic, String payload) {
        String retained = "PUBLISH " + topic + " flags=1 " + payload;
        await().atMost(PATIENCE)
                .until(() -> probe.subscribed(topic, 0).heardToFence().contains(retained));
    }

    @Test
    @Rows("MQ-05")
    void who_listens_already_gets_it_as_any_other_message() {
        try (RunningServer server = start();
                MqttPeer peer = MqttPeer.clean(server, "me")) {
            peer.subscribed("a", 0);

            peer.publish(MqttPeer.RETAIN, "a", 0, "x");

            assertThat(peer.heard()).isEqualTo("PUBLISH a flags=0 x");
        }
    }

    @Test
    @Rows("MQ-05")
    void an_empty_payload_deletes_it() {
        try (RunningServer server = start();
                MqttPeer out = MqttPeer.clean(server, "out");
                MqttPeer in = MqttPeer.clean(server, "in")) {
            out.publish(QOS1 | MqttPeer.RETAIN, "a", 1, "x").packet();
            awaitMessages(server, "$MQTT_rmsgs", 1);
            out.publish(QOS1 | MqttPeer.RETAIN, "a", 2, "").packet();
            awaitMessages(server, "$MQTT_rmsgs", 0);

            in.subscribed("a", 0).fence();
        }
    }

    @Test
    @Rows("MQ-05")
    void its_headers_tell_topic_flags_origin_and_source() {
        try (RunningServer server = start();
                MqttPeer out = MqttPeer.dial(server)) {
            out.connect("out", MqttPeer.CLEAN | 0x80, 0, "ada");
            assertThat(out.heard()).isEqualTo("20 00 00");
            out.publish(QOS1 | MqttPeer.RETAIN, "a/b", 1, "x").packet();

            Map<?, ?> stored = api(server, "STREAM.MSG.GET.$MQTT_rmsgs", "{\"last_by_subj\":\"$MQTT.rmsgs.a.b\"}");
            String headers = new String(
                    Base64.getDecoder().decode(at(stored, "message", "hdrs").toString()), StandardCharsets.UTF_8);
            assertThat(headers)
                    .startsWith("NATS/1.0\r\nNmqtt-RTopic:a/b\r\nNmqtt-RFlags:3\r\nNmqtt-ROrigin:")
                    .endsWith("\r\nNmqtt-RSource:ada\r\n\r\n");
        }
    }

    @Test
    @Rows({"MQ-05", "MQ-10"})
    void retained_and_replayed_messages_on_a_denied_topic_are_held_back() {
        String users = "authorization { users: [ { user: a, password: s }, { user: d, password: s,"
                + " permissions: { subscribe: { deny: \"a.secret\" }, publish: { deny: \"b\" } } } ] }\n";
        try (RunningServer server = target.start(MqttConfig.of(users, ""));
                MqttPeer out = MqttPeer.dial(server);
                MqttPeer in = MqttPeer.dial(server);
                MqttPeer probe = MqttPeer.dial(server)) {
            out.connect("out", MqttPeer.CLEAN | 0xc0, 0, "a", "s").packet();
            probe.connect("probe", MqttPeer.CLEAN | 0xc0, 0, "a", "s").packet();
            in.connect("in", MqttPeer.CLEAN | 0xc0, 0, "d", "s").packet();
            out.publish(QOS1 | MqttPeer.RETAIN, "a/secret", 1, "s").packet();
            out.publish(QOS1 | MqttPeer.RETAIN, "a/open", 2, "o").packet();
            assertThat(in.publish(QOS1 | MqttPeer.RETAIN, "b", 3, "x").heard()).isEqualTo("40 00 03");
            awaitMessages(server, "$MQTT_rmsgs", 2, "a", "s");
            awaitRetained(probe, "a/secret", "s");
            awaitRetained(probe, "a/open", "o");

            in.subscribed("a/+", 1);
            MqttPeer.Packet retained = in.packet();
            assertThat(retained).hasToString("PUBLISH a/open flags=3 o");
            out.publish(QOS1, "a/secret", 4, "t").packet();
            out.publish(QOS1, "a/open", 5, "p").packet();
            assertThat(in.heard()).isEqualTo("PUBLISH a/open flags=2 p");
        }
    }

    private static void awaitMessages(RunningServer server, String stream, long count, String user, String password) {
        await().atMost(PATIENCE).until(() -> {
            try (Peer nats = Peer.login(server, 0, ",\"user\":\"" + user + "\",\"pass\":\"" + password + "\"")) {
                nats.send("SUB _INBOX.x 1\r\nPUB $JS.API.STREAM.INFO." + stream + " _INBOX.x 0\r\n\r\n");
                nats.line();
                return String.valueOf(nats.line()).contains("\"messages\":" + count + ",");
            }
        });
    }

    // ---- MQ-06: wills

    @Test
    @Rows("MQ-06")
    void the_will_is_published_for_who_goes_without_a_word() {
        for (int qos = 0; qos <= 2; qos++) {
            try (RunningServer server = start();
                    MqttPeer in = MqttPeer.clean(server, "in")) {
                in.subscribed("w", 2);
                try (MqttPeer out = MqttPeer.dial(server)) {
                    out.connect("out", MqttPeer.CLEAN | MqttPeer.WILL | qos << 3, 0, "w", "gone");
                    assertThat(out.heard()).isEqualTo("20 00 00");
                }

                assertThat(in.heard()).isEqualTo("PUBLISH w flags=" + (qos << 1) + " gone");
            }
        }
    }

    @Test
    @Rows("MQ-06")
    void nothing_is_published_for_who_says_good_bye() {
        try (RunningServer server = start();
                MqttPeer in = MqttPeer.clean(server, "in");
                MqttPeer out = MqttPeer.dial(server)) {
            in.subscribed("w", 0);
            out.connect("out", MqttPeer.CLEAN | MqttPeer.WILL, 0, "w", "gone");
            assertThat(out.heard()).isEqualTo("20 00 00");

            assertThat(out.disconnect().heard()).isEqualTo("closed");

            in.fence();
        }
    }

    @Test
    @Rows({"MQ-06", "MQ-05"})
    void a_will_may_be_retained() {
        try (RunningServer server = start();
                MqttPeer in = MqttPeer.clean(server, "in")) {
            try (MqttPeer out = MqttPeer.dial(server)) {
                out.connect("out", MqttPeer.CLEAN | MqttPeer.WILL | 0x20 | 1 << 3, 0, "w", "gone");
                assertThat(out.heard()).isEqualTo("20 00 00");
            }
            awaitMessages(server, "$MQTT_rmsgs", 1);
            awaitRetained(server, "w", "gone");

            in.subscribed("w", 0);

            assertThat(in.heard()).isEqualTo("PUBLISH w flags=1 gone");
        }
    }

    @Test
    @Rows({"MQ-06", "MQ-04"})
    void who_is_put_out_by_the_same_client_id_leaves_no_will() {
        try (RunningServer server = start();
                MqttPeer in = MqttPeer.clean(server, "in");
                MqttPeer out = MqttPeer.dial(server)) {
            in.subscribed("w", 0);
            out.connect("out", MqttPeer.CLEAN | MqttPeer.WILL, 0, "w", "gone");
            assertThat(out.heard()).isEqualTo("20 00 00");
            try (MqttPeer next = MqttPeer.clean(server, "out")) {
                assertThat(out.heard()).isEqualTo("closed");
                next.publish(0, "w", 0, "end");
            }
            assertThat(in.heard()).isEqualTo("PUBLISH w flags=0 end");
        }
    }

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
            assertThat(messages(server, "$MQTT_rmsgs")).isZero();
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

            byte[] body = node.packet().body();
            int from = 2 + 25;
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
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }
}
