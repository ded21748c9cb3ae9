// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.MqttConfig;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.JetStreamLimits;
import io.natskit.wire.jwt.OperatorClaims;
import io.natskit.wire.jwt.OperatorLimits;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.jwt.UserRules;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** MQTT by other ways: TLS, WebSocket, JWTs; and what a server with MQTT must be. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record MqttDoorsIT(Target target) implements Judged {
    private static final String CONNECT = "10 0e 00 04 4d 51 54 54 04 02 00 00 00 02 6d 65";

    @TempDir
    static Path folder;

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withDelimiter(" ").formatHex(bytes);
    }

    private static WebPeer mqtt(RunningServer server) {
        WebPeer peer = WebPeer.dial(server);
        peer.raw("GET /mqtt HTTP/1.1\r\n" + WebPeer.REST + WebPeer.KEY + "\r\n");
        return peer;
    }

    @Test
    @Rows({"MQ-01", "CF-20"})
    void a_listener_with_tls_takes_nobody_in_clear() throws IOException {
        Certificates own =
                Certificates.make(Files.createTempDirectory(folder, "tls"), "mqtt", "dns:localhost,ip:127.0.0.1");
        try (RunningServer server = target.start(MqttConfig.of("", own.block(", timeout: 60")))) {
            assertThat(server.log()).contains("Listening for MQTT clients on tls://");
            try (MqttPeer peer = MqttPeer.dial(server, own.trusting());
                    MqttPeer clear = MqttPeer.dial(server)) {
                assertThat(peer.connect("me", MqttPeer.CLEAN, 0).heard()).isEqualTo("20 00 00");
                peer.subscribed("a", 0).publish(0, "a", 0, "x");
                assertThat(peer.heard()).isEqualTo("PUBLISH a flags=0 x");

                clear.connect("you", MqttPeer.CLEAN, 0).patience(Duration.ofSeconds(5));
                assertThat(clear.packet().first()).isNotEqualTo(0x20);
            }
        }
    }

    @Test
    @Rows({"MQ-10", "WS-01", "WS-02"})
    void mqtt_over_websocket_is_agreed_by_its_path() {
        String web = "websocket { listen: \"127.0.0.1:-1\", no_tls: true }\n";
        try (RunningServer server = target.start(MqttConfig.of(web, ""));
                WebPeer peer = mqtt(server);
                MqttPeer other = MqttPeer.clean(server, "other")) {
            assertThat(peer.head()).startsWith("HTTP/1.1 101 ").contains("\r\nSec-Websocket-Protocol: mqtt\r\n");

            peer.frame(WebPeer.FINAL | WebPeer.BINARY, bytes(CONNECT));
            assertThat(hex(peer.expect(WebPeer.BINARY))).isEqualTo("20 02 00 00");
            peer.frame(WebPeer.FINAL | WebPeer.BINARY, bytes("82 06 00 01 00 01 61 00"));
            assertThat(hex(peer.expect(WebPeer.BINARY))).isEqualTo("90 03 00 01 00");
            other.publish(0, "a", 0, "x");

            assertThat(hex(peer.expect(WebPeer.BINARY))).isEqualTo("30 04 00 01 61 78");
        }
    }

    @Test
    @Rows({"WS-02", "MQ-10"})
    void mqtt_over_websocket_is_not_found_where_there_is_no_mqtt() {
        try (RunningServer server = target.start("websocket { listen: \"127.0.0.1:-1\", no_tls: true }\n");
                WebPeer peer = mqtt(server)) {
            assertThat(peer.head()).startsWith("HTTP/1.1 404 Not Found\r\n");
        }
    }

    @Test
    @Rows({"MQ-10", "AU-12"})
    void a_user_may_be_limited_to_mqtt_over_websocket() {
        String users = "authorization { users: [ { user: d, password: s, allowed_connection_types: [MQTT_WS] } ] }\n"
                + "websocket { listen: \"127.0.0.1:-1\", no_tls: true }\n";
        try (RunningServer server = target.start(MqttConfig.of(users, ""));
                WebPeer web = mqtt(server);
                MqttPeer plain = MqttPeer.dial(server)) {
            assertThat(web.head()).startsWith("HTTP/1.1 101 ");
            web.frame(
                    WebPeer.FINAL | WebPeer.BINARY,
                    bytes("10 14 00 04 4d 51 54 54 04 c2 00 00 00 02 6d 65 00 01 64 00 01 73"));
            assertThat(hex(web.expect(WebPeer.BINARY))).isEqualTo("20 02 00 00");

            plain.connect("you", MqttPeer.CLEAN | 0xc0, 0, "d", "s");
            assertThat(plain.heard()).isEqualTo("20 00 05");
        }
    }

    @Test
    @Rows({"MQ-10", "AU-07"})
    void a_jwt_is_the_password_and_has_to_be_a_bearers() {
        NKey operator = NKey.generate(NKeyKind.OPERATOR);
        NKey account = NKey.generate(NKeyKind.ACCOUNT);
        NKey system = NKey.generate(NKeyKind.ACCOUNT);
        String trust = OperatorClaims.builder(operator.publicKey()).name("o").sign(operator);
        String tenant = AccountClaims.builder(account.publicKey())
                .name("a")
                .limits(OperatorLimits.builder()
                        .jetStream(JetStreamLimits.UNLIMITED)
                        .build())
                .sign(operator);
        String sys = AccountClaims.builder(system.publicKey()).name("s").sign(operator);
        String config = "operator: " + trust + "\nsystem_account: " + system.publicKey() + "\nresolver: MEMORY\n"
                + "resolver_preload { " + account.publicKey() + ": " + tenant + "\n" + system.publicKey() + ": " + sys
                + " }\n";
        try (RunningServer server = target.start(MqttConfig.of(config, ""));
                MqttPeer bearer = MqttPeer.dial(server);
                MqttPeer signer = MqttPeer.dial(server)) {
            bearer.connect("a", MqttPeer.CLEAN | 0xc0, 0, "any", user(account, true));
            assertThat(bearer.heard()).as(server::log).isEqualTo("20 00 00");
            signer.connect("b", MqttPeer.CLEAN | 0xc0, 0, "any", user(account, false));
            assertThat(signer.heard()).as(server::log).isEqualTo("20 00 05");
            bearer.subscribed("a", 1).publish(2, "a", 1, "x");
            assertThat(bearer.heard()).isIn("40 00 01", "PUBLISH a flags=2 x");
        }
    }

    private static String user(NKey account, boolean bearer) {
        return UserClaims.builder(NKey.generate(NKeyKind.USER).publicKey())
                .name("u")
                .rules(UserRules.builder().bearerToken(bearer).build())
                .sign(account);
    }

    @Test
    @Rows({"CF-20", "MQ-11"})
    void mqtt_needs_jetstream() {
        assertThatThrownBy(() -> target.start("server_name: devices\nmqtt { listen: \"127.0.0.1:-1\" }\n")
                        .close())
                .hasMessageContaining("mqtt requires JetStream to be enabled if running in standalone mode");
    }

    @Test
    @Rows({"MQ-04", "MQ-10"})
    void the_session_of_a_client_id_is_its_users() {
        String users = "authorization { users: [ { user: ada, password: s }, { user: eve, password: s } ] }\n";
        try (RunningServer server = target.start(MqttConfig.of(users, ""));
                MqttPeer ada = MqttPeer.dial(server)) {
            assertThat(ada.connect("id", 0xc0, 0, "ada", "s").heard()).isEqualTo("20 00 00");
            ada.subscribed("a", 1);
            // nats-server hands the session over, subscriptions included (see docs/differences.md)
            boolean ours = target.family().equals("natskit");

            // who dials has two seconds to say who it is
            try (MqttPeer eve = MqttPeer.dial(server)) {
                eve.connect("id", 0xc0, 0, "eve", "s");
                assertThat(eve.heard()).isEqualTo(ours ? "20 00 02" : "20 01 00");
            }
            if (ours) {
                ada.fence();
            }
        }
    }

    @Test
    @Rows("MQ-01")
    void packets_that_drip_are_taken_and_half_a_CONNECT_is_not_waited_for() {
        String block = "authorization { timeout: 1 }\n";
        try (RunningServer server = target.start(MqttConfig.of(block, ""));
                MqttPeer slow = MqttPeer.dial(server);
                MqttPeer half = MqttPeer.dial(server)) {
            for (byte one : bytes(CONNECT)) {
                slow.raw(new byte[] {one});
            }
            assertThat(slow.heard()).isEqualTo("20 00 00");

            half.raw("10 0e 00 04 4d");
            if (target.family().equals("natskit")) {
                // nats-server waits for ever where nobody has to log in
                assertThat(half.heard()).isEqualTo("closed");
            }
        }
    }

    @Test
    @Rows({"MQ-07", "MQ-03"})
    void a_request_of_nats_reaches_a_device_and_its_answer_comes_back() {
        try (RunningServer server = target.start(MqttConfig.of("", ""));
                MqttPeer device = MqttPeer.clean(server, "device");
                Peer nats = Peer.login(server, 0, ",\"headers\":false")) {
            device.subscribed("ask", 0);
            nats.send("SUB answers.> 1\r\nPUB ask answers.1 2\r\nhi\r\n");
            nats.fence();

            assertThat(device.heard()).isEqualTo("PUBLISH ask flags=0 hi");
            device.publish(2, "answers/1", 1, "ho");

            assertThat(nats.line()).isEqualTo("MSG answers.1 1 2");
            assertThat(nats.line()).isEqualTo("ho");
            assertThat(device.heard()).isEqualTo("40 00 01");
        }
    }

    @Test
    @Rows({"MQ-01", "MQ-10"})
    void log_lines_call_a_client_by_its_number_and_id() {
        try (RunningServer server = target.start(MqttConfig.of("debug: true", ""))) {
            try (MqttPeer peer = MqttPeer.clean(server, "me")) {
                peer.disconnect();
                assertThat(peer.heard()).isEqualTo("closed");
            }
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(server.log())
                            .containsPattern(" - mid:\\d+ - \"me\" - Client connected")
                            .containsPattern(" - mid:\\d+ - \"me\" - Client connection closed: Client Closed"));
        }
    }

    @Test
    @Rows("MQ-07")
    void subject_mappings_hold_for_topics() {
        try (RunningServer server = target.start(MqttConfig.of("mappings { a.b: c.d }", ""));
                MqttPeer peer = MqttPeer.clean(server, "me")) {
            peer.subscribed("#", 1);

            peer.publish(0, "a/b", 0, "x");
            assertThat(peer.heard()).isEqualTo("PUBLISH c/d flags=0 x");
            peer.publish(2, "a/b", 4, "y");
            assertThat(List.of(peer.heard(), peer.heard()))
                    .containsExactlyInAnyOrder("40 00 04", "PUBLISH c/d flags=2 y");
        }
    }

    @Test
    @Rows("MQ-08")
    void the_bytes_of_a_name_are_what_they_are() {
        byte[] name = "ü".getBytes(StandardCharsets.UTF_8);
        assertThat(name).hasSize(2);
        try (RunningServer server = target.start(MqttConfig.of("", ""));
                MqttPeer peer = MqttPeer.clean(server, "ü")) {
            peer.subscribed("ü/+", 1).publish(2, "ü/ä", 4, "ö");
            assertThat(List.of(peer.heard(), peer.heard()))
                    .containsExactlyInAnyOrder("40 00 04", "PUBLISH ü/ä flags=2 ö");
        }
    }
}
