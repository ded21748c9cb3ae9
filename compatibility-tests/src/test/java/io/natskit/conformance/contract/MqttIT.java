// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.MqttConfig;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** MQTT: how clients come in, topics, and messages of QoS 0 in both directions. */
@Order(10)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record MqttIT(Target target) implements Judged {
    private static final String REFUSED = "20 00 05";
    private static final int USER = 0x80;
    private static final int PASSWORD = 0x40;

    private RunningServer start() {
        return start("", "");
    }

    private RunningServer start(String config, String fields) {
        return target.start(MqttConfig.of(config, fields));
    }

    private static void awaitLine(RunningServer server, String line) {
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(server.log()).contains(line));
    }

    // ---- MQ-01: CONNECT

    @Test
    @Rows({"MQ-01", "CF-20"})
    void a_client_is_welcomed_and_pinged_back() {
        try (RunningServer server = start();
                MqttPeer peer = MqttPeer.dial(server)) {
            peer.connect("me", MqttPeer.CLEAN, 0);

            assertThat(peer.heard()).isEqualTo("20 00 00");
            peer.fence();
            awaitLine(server, "Creating MQTT streams/consumers with replicas 1 for account \"$G\"");
        }
    }

    @Test
    @Rows("MQ-01")
    void another_level_of_the_protocol_is_refused_with_code_1() {
        try (RunningServer server = start();
                MqttPeer peer = MqttPeer.dial(server)) {
            peer.raw("10 0e 00 04 4d 51 54 54 05 02 00 00 00 02 6d 65");

            assertThat(peer.heard()).isEqualTo("20 00 01");
            assertThat(peer.heard()).isEqualTo("closed");
            awaitLine(server, "unacceptable protocol version of 5");
        }
    }

    @Test
    @Rows("MQ-01")
    void an_older_protocol_ends_the_connection_without_a_word() {
        try (RunningServer server = start();
                MqttPeer peer = MqttPeer.dial(server)) {
            peer.raw("10 10 00 06 4d 51 49 73 64 70 03 02 00 00 00 02 6d 65");

            assertThat(peer.heard()).isEqualTo("closed");
            awaitLine(server, "older protocol \"MQIsdp\" not supported");
        }
    }

    @Test
    @Rows("MQ-01")
    void an_empty_client_id_needs_a_clean_session() {
        try (RunningServer server = start();
                MqttPeer lasting = MqttPeer.dial(server);
                MqttPeer clean = MqttPeer.dial(server)) {
            lasting.connect("", 0, 0);
            clean.connect("", MqttPeer.CLEAN, 0);

            assertThat(lasting.heard()).isEqualTo("20 00 02");
            assertThat(lasting.heard()).isEqualTo("closed");
            assertThat(clean.heard()).isEqualTo("20 00 00");
        }
    }

    @Test
    @Rows("MQ-01")
    void flags_that_contradict_each_other_end_the_connection() {
        String[][] all = {
            {"01", "connect flags reserved bit not set to 0"},
            {"0a", "if Will flag is set to 0, Will QoS must be 0 too, got 1"},
            {"22", "if Will flag is set to 0, Will Retain flag must be 0 too"},
            {"1e", "if Will flag is set to 1, Will QoS can be 0, 1 or 2, got 3"},
            {"42", "password flag set but username flag is not"},
        };
        try (RunningServer server = start()) {
            for (String[] each : all) {
                try (MqttPeer peer = MqttPeer.dial(server)) {
                    peer.raw("10 0e 00 04 4d 51 54 54 04 " + each[0] + " 00 00 00 02 6d 65");

                    assertThat(peer.heard()).isEqualTo("closed");
                    awaitLine(server, each[1]);
                }
            }
        }
    }

    @Test
    @Rows("MQ-01")
    void whoever_sends_something_else_first_is_closed() {
        try (RunningServer server = start();
                MqttPeer peer = MqttPeer.dial(server)) {
            peer.raw("c0 00");

            assertThat(peer.heard()).isEqualTo("closed");
            awaitLine(server, "the first packet should be a CONNECT (16), got 192");
        }
    }

    @Test
    @Rows("MQ-01")
    void a_second_CONNECT_ends_the_connection() {
        try (RunningServer server = start();
                MqttPeer peer = MqttPeer.clean(server, "me")) {
            peer.connect("me", MqttPeer.CLEAN, 0);

            assertThat(peer.heard()).isEqualTo("closed");
            awaitLine(server, "received a second CONNECT packet");
        }
    }

    @Test
    @Rows("MQ-01")
    void a_browser_on_this_port_is_closed_with_a_hint_in_the_log() {
        try (RunningServer server = start();
                MqttPeer peer = MqttPeer.dial(server)) {
            peer.raw("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(peer.heard()).isEqualTo("closed");
            awaitLine(server, "MQTT clients over websocket must connect to the Websocket port, not the MQTT port");
        }
    }

    @Test
    @Rows("MQ-01")
    void who_is_silent_for_one_and_a_half_times_the_keep_alive_is_closed() {
        try (RunningServer server = start();
                MqttPeer peer = MqttPeer.dial(server)) {
            // the server counts from when it hears the packet, which is later
            long since = System.nanoTime();
            peer.connect("me", MqttPeer.CLEAN, 2);
            assertThat(peer.heard()).isEqualTo("20 00 00");

            assertThat(peer.heard()).isEqualTo("closed");
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThan(Duration.ofMillis(2_900));
        }
    }

    @Test
    @Rows({"MQ-01", "CF-20"})
    void a_will_of_qos_2_is_refused_where_that_is_not_taken() {
        try (RunningServer server = start("", "reject_qos2_publish: true\n");
                MqttPeer peer = MqttPeer.dial(server)) {
            peer.connect("me", MqttPeer.CLEAN | MqttPeer.WILL | 2 << 3, 0, "w", "gone");

            assertThat(peer.heard()).isEqualTo("20 00 10");
            assertThat(peer.heard()).isEqualTo("closed");
        }
    }

    @Test
    @Rows({"MQ-01", "MQ-04"})
    void cve_2026_33215_client_ids_with_wildcards_or_dots_are_refused() {
        try (RunningServer server = start()) {
            for (String id : new String[] {"a.b", "a*", ">", "a b", "a\tb"}) {
                try (MqttPeer peer = MqttPeer.dial(server)) {
                    peer.connect(id, 0, 0);

                    assertThat(peer.heard()).as(id).isEqualTo("20 00 02");
                    assertThat(peer.heard()).isEqualTo("closed");
                }
            }
        }
    }

    @Test
    @Rows("MQ-01")
    void a_length_that_does_not_end_or_flags_that_do_not_fit_end_the_connection() {
        String[][] all = {
            {"30 ff ff ff ff", "malformed variable int"},
            {"c1 00", "invalid fixed header flags 1 for packet type c0"},
            {"c0 01 00", "invalid remaining length 1 for packet type c0"},
            {"80 06 00 01 00 01 61 00", "invalid fixed header flags 0 for packet type 80"},
            {"36 05 00 01 61 00 01", "QoS=3 is invalid in MQTT"},
            {"32 05 00 01 61 00 00", "with QoS=1, packet identifier cannot be 0"},
            {"40 02 00 00", "packet identifier cannot be 0"},
            {"30 02 00 00", "topic cannot be empty"},
            {"82 02 00 01", "subscribe protocol must contain at least 1 topic filter"},
            {"82 06 00 01 00 01 61 03", "subscribe QoS value must be 0, 1 or 2, got 3"},
            {"f0 00", "received unknown packet type 15"},
        };
        try (RunningServer server = start()) {
            for (String[] each : all) {
                try (MqttPeer peer = MqttPeer.clean(server, "me")) {
                    peer.raw(each[0]);

                    assertThat(peer.heard()).as(each[0]).isEqualTo("closed");
                    awaitLine(server, each[1]);
                }
            }
        }
    }

    // ---- MQ-10: who may come

    @Test
    @Rows({"MQ-10", "MQ-01", "AU-12"})
    void a_user_a_wrong_password_and_a_user_of_other_doors() {
        String users = "authorization { users: [ { user: d, password: s, allowed_connection_types: [MQTT] },"
                + " { user: n, password: s, allowed_connection_types: [STANDARD] } ] }\n";
        try (RunningServer server = start(users, "");
                MqttPeer known = MqttPeer.dial(server);
                MqttPeer wrong = MqttPeer.dial(server);
                MqttPeer elsewhere = MqttPeer.dial(server)) {
            int flags = MqttPeer.CLEAN | USER | PASSWORD;

            assertThat(known.connect("a", flags, 0, "d", "s").heard()).isEqualTo("20 00 00");
            assertThat(wrong.connect("b", flags, 0, "d", "t").heard()).isEqualTo(REFUSED);
            assertThat(wrong.heard()).isEqualTo("closed");
            assertThat(elsewhere.connect("c", flags, 0, "n", "s").heard()).isEqualTo(REFUSED);
        }
    }

    @Test
    @Rows({"MQ-10", "CF-20"})
    void a_token_is_the_password_of_any_user() {
        try (RunningServer server = start("", "authorization { token: secret }\n");
                MqttPeer known = MqttPeer.dial(server);
                MqttPeer unknown = MqttPeer.dial(server)) {
            int flags = MqttPeer.CLEAN | USER | PASSWORD;

            assertThat(known.connect("a", flags, 0, "ignored", "secret").heard())
                    .isEqualTo("20 00 00");
            assertThat(unknown.connect("b", MqttPeer.CLEAN, 0).heard()).isEqualTo(REFUSED);
        }
    }

    @Test
    @Rows({"MQ-10", "CF-20", "AU-04"})
    void who_says_nothing_is_the_user_for_that() {
        String users = "authorization { users: [ { user: free, password: s, permissions: { publish: ok } } ] }\n";
        try (RunningServer server = start(users, "no_auth_user: free\n");
                MqttPeer peer = MqttPeer.clean(server, "a")) {
            peer.subscribed("#", 0);

            peer.publish(0, "not", 0, "x").publish(0, "ok", 0, "y");

            assertThat(peer.heard()).isEqualTo("PUBLISH ok flags=0 y");
            awaitLine(server, "Publish Violation - Subject \"not\"");
        }
    }

    @Test
    @Rows({"MQ-10", "MQ-01"})
    void who_does_not_log_in_in_time_is_closed() {
        try (RunningServer server = start("", "authorization { user: a, password: b, timeout: 1 }\n");
                MqttPeer peer = MqttPeer.dial(server)) {
            peer.raw("10 0e 00 04");

            assertThat(peer.heard()).isEqualTo("closed");
            awaitLine(server, "Listening for MQTT clients");
        }
    }

    @Test
    @Rows("MQ-10")
    void cve_2026_33216_a_password_is_in_no_line_of_the_log() {
        String users = "debug: true\ntrace: true\nauthorization { user: d, password: topsecret }\n";
        try (RunningServer server = start(users, "");
                MqttPeer peer = MqttPeer.dial(server);
                MqttPeer wrong = MqttPeer.dial(server)) {
            int flags = MqttPeer.CLEAN | USER | PASSWORD;
            assertThat(peer.connect("a", flags, 0, "d", "topsecret").heard()).isEqualTo("20 00 00");
            assertThat(wrong.connect("b", flags, 0, "d", "othersecret").heard()).isEqualTo(REFUSED);

            awaitLine(server, "username=d password=****");
            assertThat(server.log()).doesNotContain("topsecret", "othersecret");
        }
    }

    // ---- MQ-02, MQ-07: topics and subjects

    @Test
    @Rows({"MQ-02", "MQ-07"})
    void topics_and_subjects_are_each_others_in_both_directions() {
        String[][] all = {
            {"a", "a"},
            {"a/b", "a.b"},
            {"/a", "/.a"},
            {"a/", "a./"},
            {"a//b", "a./.b"},
            {"/", "/."},
            {"a.b", "a//b"},
            {"//a", "/./.a"},
            {"é/ü", "é.ü"},
        };
        try (RunningServer server = start();
                MqttPeer devices = MqttPeer.clean(server, "devices");
                Peer nats = Peer.login(server, 0, ",\"headers\":true")) {
            nats.send("SUB > 1\r\n");
            nats.fence();
            for (String[] each : all) {
                devices.publish(0, each[0], 0, "x").fence();
                String line = new String(
                        String.valueOf(nats.line()).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
                // "/" alone becomes a subject with an empty last token where nothing stands behind it
                assertThat(line).startsWith("HMSG " + each[1]).contains(" 1 25 26");
                assertThat(nats.line()).isEqualTo("NATS/1.0");
                assertThat(nats.line()).isEqualTo("Nmqtt-Pub:0");
                assertThat(nats.line()).isEmpty();
                assertThat(nats.line()).isEqualTo("x");
            }
        }
    }

    @Test
    @Rows({"MQ-07", "MQ-02"})
    void what_nats_publishes_comes_as_qos_0() {
        try (RunningServer server = start();
                MqttPeer device = MqttPeer.clean(server, "device");
                Peer nats = Peer.login(server, 0, ",\"headers\":true")) {
            device.subscribed("a/+/c", 0);

            nats.send("PUB a.b.c 2\r\nhi\r\nPUB a.b.d 2\r\nno\r\nHPUB a.x.c 18 20\r\nNATS/1.0\r\nA: b\r\n\r\nho\r\n");

            assertThat(device.heard()).isEqualTo("PUBLISH a/b/c flags=0 hi");
            assertThat(device.heard()).isEqualTo("PUBLISH a/x/c flags=0 ho");
        }
    }

    @Test
    @Rows("MQ-02")
    void the_many_levels_of_a_filter_are_its_own_too() {
        try (RunningServer server = start();
                MqttPeer peer = MqttPeer.clean(server, "me")) {
            peer.subscribed("a/#", 0);

            peer.publish(0, "a", 0, "1")
                    .publish(0, "a/b", 0, "2")
                    .publish(0, "b", 0, "3")
                    .publish(0, "a/b/c", 0, "4");

            assertThat(peer.heard()).isEqualTo("PUBLISH a flags=0 1");
            assertThat(peer.heard()).isEqualTo("PUBLISH a/b flags=0 2");
            assertThat(peer.heard()).isEqualTo("PUBLISH a/b/c flags=0 4");
        }
    }

    @Test
    @Rows("MQ-02")
    void topics_that_begin_with_a_dollar_sign_are_not_for_leading_wildcards() {
        try (RunningServer server = start();
                MqttPeer all = MqttPeer.clean(server, "all");
                MqttPeer one = MqttPeer.clean(server, "one")) {
            all.subscribed("#", 0).subscribed("+/x", 0);
            one.subscribed("$mine/+", 0);

            one.publish(0, "$mine/x", 0, "1").publish(0, "end", 0, "2");

            assertThat(one.heard()).isEqualTo("PUBLISH $mine/x flags=0 1");
            assertThat(all.heard()).isEqualTo("PUBLISH end flags=0 2");
        }
    }

    @Test
    @Rows("MQ-02")
    void topics_with_blanks_or_wildcards_end_the_connection() {
        for (String topic : new String[] {"a b", "a\tb", "a\rb", "a\nb", "a\u007fb", "a/+", "#"}) {
            try (RunningServer server = start();
                    MqttPeer peer = MqttPeer.clean(server, "me")) {
                peer.publish(0, topic, 0, "x");

                assertThat(peer.heard()).as(topic).isEqualTo("closed");
            }
        }
    }

    @Test
    @Rows({"MQ-02", "MQ-03"})
    void cr_and_lf_in_a_filter_never_reach_a_subject() {
        try (RunningServer server = start();
                MqttPeer peer = MqttPeer.clean(server, "me")) {
            assertThat(peer.subscribe(3, "a\r\nSUB > 1\r\nb", 0).heard()).isEqualTo("90 00 03 80");
            assertThat(peer.subscribe(4, "a b", 1).heard()).isEqualTo("90 00 04 80");
            peer.subscribed("a", 0).publish(0, "a", 0, "x");
            assertThat(peer.heard()).isEqualTo("PUBLISH a flags=0 x");
        }
    }

    @Test
    @Rows({"MQ-02", "MQ-03"})
    void cve_2026_33217_what_is_of_mqtt_itself_is_not_to_be_subscribed() {
        try (RunningServer server = start();
                MqttPeer peer = MqttPeer.clean(server, "me")) {
            for (String filter : new String[] {"$MQTT/#", "$MQTT/msgs/+", "$MQTT/sub/x", "$MQTT/sess/#"}) {
                assertThat(peer.subscribe(3, filter, 0).heard()).as(filter).isEqualTo("90 00 03 80");
            }
        }
    }

    @Test
    @Rows({"MQ-03", "MQ-10"})
    void a_filter_that_the_user_may_not_have_is_refused_alone() {
        String users = "authorization { users: [ { user: d, password: s,"
                + " permissions: { subscribe: { allow: \"a.>\", deny: \"a.secret\" } } } ] }\n";
        try (RunningServer server = start(users, "");
                MqttPeer peer = MqttPeer.dial(server);
                MqttPeer other = MqttPeer.dial(server)) {
            int flags = MqttPeer.CLEAN | USER | PASSWORD;
            assertThat(peer.connect("a", flags, 0, "d", "s").heard()).isEqualTo("20 00 00");
            assertThat(other.connect("b", flags, 0, "d", "s").heard()).isEqualTo("20 00 00");

            assertThat(peer.subscribe(3, "b", 0).heard()).isEqualTo("90 00 03 80");
            assertThat(peer.subscribe(4, "a/secret", 0).heard()).isEqualTo("90 00 04 80");
            peer.subscribed("a/+", 0);
            other.publish(0, "a/secret", 0, "x").publish(0, "a/open", 0, "y");

            assertThat(peer.heard()).isEqualTo("PUBLISH a/open flags=0 y");
        }
    }

    // ---- QoS 0

    @Test
    @Rows("MQ-03")
    void several_filters_are_granted_in_one_answer_and_given_back() {
        try (RunningServer server = start();
                MqttPeer peer = MqttPeer.clean(server, "me")) {
            peer.raw("82 0e 00 09 00 01 61 00 00 01 62 01 00 01 63 02");
            assertThat(peer.heard()).isEqualTo("90 00 09 00 01 02");
            peer.publish(0, "a", 0, "1");
            assertThat(peer.heard()).isEqualTo("PUBLISH a flags=0 1");

            assertThat(peer.unsubscribe(10, "a").heard()).isEqualTo("b0 00 0a");
            peer.publish(0, "a", 0, "2").fence();
        }
    }

    @Test
    @Rows({"MQ-08", "MQ-03"})
    void a_message_beyond_max_payload_ends_the_connection() {
        try (RunningServer server = start("max_payload: 1024", "");
                MqttPeer peer = MqttPeer.clean(server, "me")) {
            peer.subscribed("a", 0);
            peer.publish(0, "a", 0, "x".repeat(900));
            assertThat(peer.packet().payload()).hasSize(900);

            peer.publish(0, "a", 0, "x".repeat(1024));

            assertThat(peer.heard()).isEqualTo("closed");
            awaitLine(server, "maximum payload exceeded");
        }
    }
}
