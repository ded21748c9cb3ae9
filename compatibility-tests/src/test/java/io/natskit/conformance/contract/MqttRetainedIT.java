// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static io.natskit.conformance.contract.MqttJudged.api;
import static io.natskit.conformance.contract.MqttJudged.awaitMessages;
import static io.natskit.conformance.contract.MqttJudged.awaitRetained;
import static io.natskit.conformance.contract.RestartedServer.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.MqttConfig;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** MQTT: what is kept for those who come later, and what is said of those who have gone: retained messages and wills. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record MqttRetainedIT(Target target) implements MqttJudged {
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
            awaitMessagesAs(server, "$MQTT_rmsgs", 2, "a", "s");
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

    private static String users(String... all) {
        return "authorization { users: [ { user: a, password: p }, " + String.join(", ", all) + " ] }\n";
    }

    private static String user(String name, String permissions) {
        return "{ user: " + name + ", password: p" + permissions + " }";
    }

    @Test
    @Rows({"MQ-05", "MQ-10", "PR-03"})
    void what_its_source_may_not_publish_any_more_is_given_to_nobody() {
        String before = users(user("d", ""), user("e", ""), user("f", ""));
        try (RunningServer server = target.start(MqttConfig.of(before, ""));
                MqttPeer in = MqttPeer.dial(server)) {
            in.connect("in", MqttPeer.CLEAN | 0xc0, 0, "a", "p").packet();
            for (String who : new String[] {"d", "e", "f"}) {
                try (MqttPeer out = MqttPeer.dial(server)) {
                    out.connect("out" + who, MqttPeer.CLEAN | 0xc0, 0, who, "p").packet();
                    out.publish(QOS1 | MqttPeer.RETAIN, who + "/kept", 1, who).packet();
                    out.publish(QOS1 | MqttPeer.RETAIN, who + "/gone", 2, who).packet();
                }
                awaitRetained(in, who + "/kept", who);
                awaitRetained(in, who + "/gone", who);
            }

            String after = users(
                    user("d", ", permissions: { publish: { deny: \"d.gone\" } }"),
                    user("e", ", permissions: { publish: [\"e.kept\"] }"));
            assertThat(server.reload(MqttConfig.of(after, ""))).isEmpty();

            awaitMessagesAs(server, "$MQTT_rmsgs", 2, "a", "p");
            in.subscribe(9, "#", 0);
            assertThat(in.heardToFence())
                    .containsExactlyInAnyOrder("90 00 09 00", "PUBLISH d/kept flags=1 d", "PUBLISH e/kept flags=1 e");
        }
    }

    @Test
    @Rows({"MQ-05", "PR-03"})
    void what_nobody_in_particular_published_is_kept_over_a_reload() {
        try (RunningServer server = start();
                MqttPeer out = MqttPeer.clean(server, "out")) {
            out.publish(QOS1 | MqttPeer.RETAIN, "a", 1, "x").packet();
            awaitRetained(out, "a", "x");

            assertThat(server.reload(MqttConfig.of("debug: true\n", ""))).isEmpty();

            out.publish(QOS1 | MqttPeer.RETAIN, "b", 2, "y").packet();
            awaitRetained(out, "b", "y");
            awaitRetained(out, "a", "x");
        }
    }

    private static MqttPeer ada(RunningServer server, String id) {
        MqttPeer peer = MqttPeer.dial(server);
        assertThat(peer.connect(id, MqttPeer.CLEAN | 0xc0, 0, "ada", "p").heard())
                .isEqualTo("20 00 00");
        return peer;
    }

    @Test
    @Rows({"MQ-05", "PR-03"})
    void what_the_only_user_published_is_his_after_a_reload_too() {
        String config = "authorization { user: ada, password: p }\n";
        try (RunningServer server = target.start(MqttConfig.of(config, ""));
                MqttPeer before = ada(server, "before")) {
            before.publish(QOS1 | MqttPeer.RETAIN, "a", 1, "x").packet();
            awaitRetained(before, "a", "x");

            assertThat(server.reload(MqttConfig.of("debug: true\n" + config, "")))
                    .isEmpty();

            // a single user has to come again after each reload, on both servers
            try (MqttPeer after = ada(server, "after")) {
                if (target.family().equals("natskit")) {
                    after.publish(QOS1 | MqttPeer.RETAIN, "b", 2, "y").packet();
                    awaitRetained(after, "b", "y");
                    awaitRetained(after, "a", "x");
                } else {
                    // nats-server finds him on no list of users (docs/differences.md)
                    await().atMost(PATIENCE)
                            .until(() ->
                                    after.subscribe(7, "a", 0).heardToFence().size() == 1);
                }
            }
        }
    }

    @Test
    @Rows({"MQ-05", "CF-20"})
    void retained_messages_of_qos_2_are_held_back_where_that_is_not_taken() {
        try (RunningServer server = start("reject_qos2_publish: true\n");
                MqttPeer in = MqttPeer.clean(server, "in");
                Peer nats = Peer.login(server, 0, ",\"headers\":true")) {
            in.subscribed("warm", 0); // the streams are there
            retain(nats, "a", "5");
            retain(nats, "b", "3");
            awaitRetained(in, "b", "x");

            in.subscribe(8, "a", 2);
            assertThat(in.heardToFence()).containsExactly("90 00 08 02");
            in.subscribe(9, "a", 1);
            assertThat(in.heardToFence()).containsExactlyInAnyOrder("90 00 09 01", "PUBLISH a flags=3 x");
        }
    }

    /** As another server does that keeps a message. */
    private static void retain(Peer nats, String subject, String flags) {
        String header = "NATS/1.0\r\nNmqtt-RTopic:" + subject + "\r\nNmqtt-RFlags:" + flags + "\r\n\r\n";
        nats.send("HPUB $MQTT.rmsgs." + subject + " " + header.length() + " " + (header.length() + 1) + "\r\n" + header
                + "x\r\n");
        nats.fence();
    }

    private static void awaitMessagesAs(RunningServer server, String stream, long count, String user, String password) {
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
}
