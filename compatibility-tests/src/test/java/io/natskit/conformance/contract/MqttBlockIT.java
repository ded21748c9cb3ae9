// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static io.natskit.conformance.contract.MqttJudged.api;
import static io.natskit.conformance.contract.RestartedServer.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.MqttConfig;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What the block {@code mqtt} says beside where to listen: consumers, domains, times, what it refuses; and what events and pages tell of devices. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record MqttBlockIT(Target target) implements MqttJudged {
    private static final int LOGIN = MqttPeer.CLEAN | 0xc0;

    private static void awaitLine(RunningServer server, String line) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(server.log()).contains(line));
    }

    // ---- CF-20

    @Test
    @Rows({"CF-20", "MQ-03"})
    void consumers_may_be_in_memory_and_go_when_nobody_asks_for_them() {
        String fields = "consumer_memory_storage: true\nconsumer_inactive_threshold: \"11s\"\n";
        try (RunningServer server = start(fields);
                MqttPeer peer = MqttPeer.lasting(server, "me", false)) {
            peer.subscribed("a", 2);

            for (String stream : List.of("$MQTT_msgs", "$MQTT_out")) {
                Map<?, ?> consumers = api(server, "CONSUMER.LIST." + stream, "");
                Map<?, ?> one = (Map<?, ?>) ((List<?>) at(consumers, "consumers")).get(0);
                assertThat(at(one, "config", "mem_storage")).as(stream).isEqualTo(true);
                assertThat(at(one, "config", "inactive_threshold")).as(stream).hasToString("11000000000");
            }
        }
    }

    @Test
    @Rows({"CF-20", "MQ-04"})
    void records_of_sessions_tell_the_domain() {
        String config = "server_name: devices\njetstream { store_dir: \"${store}\", domain: shop }\n"
                + "mqtt { listen: \"127.0.0.1:-1\", js_domain: shop }\n";
        try (RunningServer server = target.start(config);
                MqttPeer peer = MqttPeer.lasting(server, "me", false)) {
            peer.subscribed("a", 1).publish(QOS1, "a", 3, "x");
            assertThat(List.of(peer.heard(), peer.heard()))
                    .containsExactlyInAnyOrder("40 00 03", "PUBLISH a flags=2 x");

            awaitLine(server, "for account \"$G\" in domain \"shop\"");
            Map<?, ?> record = api(server, "STREAM.MSG.GET.$MQTT_sess", "{\"last_by_subj\":\"$MQTT.sess.>\"}");
            assertThat(at(record, "message", "subject")).isEqualTo("$MQTT.sess.shop.d6INCtp3");
        }
    }

    @Test
    @Rows({"CF-20", "MQ-11"})
    void more_replicas_than_there_are_servers_let_nobody_in() {
        try (RunningServer server = start("stream_replicas: 3\n");
                MqttPeer peer = MqttPeer.dial(server)) {
            peer.connect("me", MqttPeer.CLEAN, 0);

            assertThat(peer.heard()).isEqualTo("closed");
            awaitLine(server, "Creating MQTT streams/consumers with replicas 3 for account \"$G\"");
            awaitLine(server, "replicas > 1 not supported in non-clustered mode (10074)");
        }
    }

    @Test
    @Rows("CF-20")
    void who_waits_for_jetstream_longer_than_allowed_is_closed() {
        try (RunningServer server = start("js_api_timeout: \"1ns\"\n");
                MqttPeer peer = MqttPeer.dial(server)) {
            peer.connect("me", MqttPeer.CLEAN, 0);

            assertThat(peer.heard()).isEqualTo("closed");
            awaitLine(server, "nable to connect: ");
        }
    }

    @Test
    @Rows("CF-20")
    void what_contradicts_itself_is_no_configuration() {
        String users = "authorization { users: [ { user: a, password: p } ] }\n";
        String[][] all = {
            {"", "no_auth_user: u", "no_auth_user: \"u\" present, but users/nkeys are not defined"},
            {users, "no_auth_user: u", "no_auth_user: \"u\" not present as user or nkey in authorization block"},
            {
                users,
                "authorization { user: u, password: p }",
                "mqtt authentication username not compatible with presence of users/nkeys"
            },
            {
                users,
                "authorization { token: t }",
                "mqtt authentication token not compatible with presence of users/nkeys"
            },
            {"", "ack_wait: \"-1s\"", "ack wait must be a positive value"},
            {"", "js_api_timeout: \"-1s\"", "JS API timeout must be a positive value"},
            {"", "max_ack_pending: 65536", "invalid value 65536, should in [0..65535] range"},
        };
        for (String[] each : all) {
            assertThatThrownBy(() ->
                            target.start(MqttConfig.of(each[0], each[1] + "\n")).close())
                    .as(each[1])
                    .hasMessageContaining(each[2]);
        }
    }

    @Test
    @Rows({"CF-20", "PR-03", "MQ-08"})
    void what_consumers_are_like_may_change_while_the_server_runs_and_where_to_listen_may_not() {
        String before = "ack_wait: \"7s\"\nmax_ack_pending: 9\n";
        String after = "ack_wait: \"8s\"\nmax_ack_pending: 3\nconsumer_memory_storage: true\n"
                + "consumer_inactive_threshold: \"11s\"\nstream_replicas: 1\n";
        try (RunningServer server = start(before);
                MqttPeer peer = MqttPeer.clean(server, "me")) {
            assertThat(server.reload(MqttConfig.of("", after))).isEmpty();
            for (String line : List.of(
                    "ack_wait = 8s",
                    "max_ack_pending = 3",
                    "stream_replicas = 1",
                    "consumer_memory_storage = true",
                    "consumer_inactive_threshold = 11s")) {
                awaitLine(server, "Reloaded: MQTT " + line);
            }
            peer.subscribed("a", 1);

            Map<?, ?> one = (Map<?, ?>) ((List<?>) at(api(server, "CONSUMER.LIST.$MQTT_msgs", ""), "consumers")).get(0);
            assertThat(at(one, "config", "ack_wait")).hasToString("8000000000");
            assertThat(at(one, "config", "max_ack_pending")).hasToString("3");
            assertThat(at(one, "config", "mem_storage")).isEqualTo(true);
            assertThat(server.reload(MqttConfig.of("", after + "reject_qos2_publish: true\n")))
                    .contains("config reload not supported for MQTT");
        }
    }

    // ---- slow consumers

    @Test
    @Rows({"MQ-08", "CP-27"})
    void a_device_that_does_not_read_is_cut_at_max_pending() {
        try (RunningServer server = target.start(MqttConfig.of("max_pending: 1048576\nmax_payload: 65536\n", ""));
                Peer nats = Peer.login(server);
                MqttPeer device = MqttPeer.clean(server, "device")) {
            device.subscribed("flood", 0);
            String payload = "PUB flood 60000\r\n" + "f".repeat(60_000) + "\r\n";
            for (int i = 0; i < 600 && !server.log().contains("Slow Consumer Detected"); i++) {
                nats.send(payload);
            }
            nats.fence();

            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(server.log())
                                    .containsPattern(
                                            " - mid:\\d+ - \"device\" - Slow Consumer Detected: MaxPending of 1048576 Exceeded"));
        }
    }

    // ---- MQ-10: what is told of devices

    private static String tenants(String more) {
        return Monitor.CONFIG
                + "accounts { A { jetstream: enabled, users: [{user: d, password: p}] }, S { users: [{user: s, password: p}] } }\n"
                + "system_account: S\n" + more;
    }

    @Test
    @Rows({"MQ-10", "SY-07"})
    void events_call_a_device_by_its_client_id() {
        try (RunningServer server = target.start(MqttConfig.of(tenants(""), ""));
                Asker system = Asker.login(server, "s")) {
            system.listen("$SYS.ACCOUNT.A.>");
            try (MqttPeer peer = MqttPeer.dial(server)) {
                assertThat(peer.connect("device-7", LOGIN, 0, "d", "p").heard()).isEqualTo("20 00 00");
                assertTold(system, "$SYS.ACCOUNT.A.CONNECT");
                peer.disconnect();
                assertTold(system, "$SYS.ACCOUNT.A.DISCONNECT");
            }
        }
    }

    private static void assertTold(Asker system, String subject) {
        Map<String, Object> event = system.hear(subject).json();
        assertThat(at(event, "client", "client_id")).isEqualTo("device-7");
        assertThat(at(event, "client", "client_type")).isEqualTo("mqtt");
        assertThat(at(event, "client", "kind")).isEqualTo("Client");
        assertThat(at(event, "client", "user")).isEqualTo("d");
    }

    /** A password that looks like a JWT, which clients may know of others, is none. */
    @Test
    @Rows({"MQ-10", "MO-03", "SY-07"})
    void cve_2026_33216_a_password_is_on_no_page_and_in_no_event() {
        String secret = "eyJ0.topsecret.x";
        String config = tenants("").replace("{user: d, password: p}", "{user: d, password: \"" + secret + "\"}");
        try (RunningServer server = target.start(MqttConfig.of(config, ""));
                Asker system = Asker.login(server, "s")) {
            system.listen("$SYS.ACCOUNT.A.>");
            try (MqttPeer peer = MqttPeer.dial(server);
                    MqttPeer wrong = MqttPeer.dial(server)) {
                assertThat(peer.connect("device", LOGIN, 0, "d", secret).heard())
                        .isEqualTo("20 00 00");
                wrong.connect("other", LOGIN, 0, "d", secret + "y").heard();
                Monitor monitor = Monitor.of(server);
                assertThat(monitor.get("/connz?auth=1&subs=detail").body())
                        .contains("device")
                        .doesNotContain("topsecret");
                peer.disconnect();
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(monitor.get("/connz?auth=1&state=closed")
                                        .body())
                                .contains("\"device\"", "\"other\"")
                                .doesNotContain("topsecret"));
            }
            assertThat(system.hear("$SYS.ACCOUNT.A.CONNECT").content()).doesNotContain("topsecret");
            assertThat(system.hear("$SYS.ACCOUNT.A.DISCONNECT").content()).doesNotContain("topsecret");
        }
    }
}
