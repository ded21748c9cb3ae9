// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.LoggedPort;
import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.OperatorClaims;
import io.natskit.wire.jwt.UserClaims;
import io.natskit.wire.jwt.UserRules;
import io.natskit.wire.nkey.NKey;
import io.natskit.wire.nkey.NKeyKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** NATS over WebSocket. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record WebSocketIT(Target target) implements Judged {
    private static final String CONNECT = "CONNECT {\"verbose\":false,\"protocol\":1}\r\nPING\r\n";
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @TempDir
    static Path folder;

    private RunningServer start(String fields) {
        return start(fields, "");
    }

    private RunningServer start(String fields, String config) {
        return target.start("max_payload: 65536\n" + config + "websocket { listen: \"127.0.0.1:-1\", no_tls: true\n"
                + fields + "}\n");
    }

    private void awaitLine(RunningServer server, String line) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(server.log()).contains(line));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    // ---- WS-01: the handshake

    @Test
    @Rows({"WS-01", "CF-19"})
    void an_upgrade_is_answered_with_the_key_and_the_configured_headers() {
        try (RunningServer server = start("headers { X-Who: \"me\" }");
                WebPeer peer = WebPeer.dial(server)) {
            peer.raw("GET /any HTTP/1.1\r\n" + WebPeer.REST + WebPeer.KEY + "\r\n");

            assertThat(peer.head())
                    .isEqualTo("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + WebPeer.ACCEPT + "\r\nX-Who: me\r\n\r\n");
        }
    }

    @Test
    @Rows("WS-01")
    void extensions_and_no_masking_are_agreed_where_they_are_asked_for() {
        try (RunningServer server = start("compression: true");
                WebPeer peer = WebPeer.dial(server)) {
            peer.raw("GET / HTTP/1.1\r\n" + WebPeer.REST + WebPeer.KEY + WebPeer.DEFLATE
                    + "Nats-No-Masking: true\r\n\r\n");

            assertThat(peer.head())
                    .endsWith("Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover;"
                            + " client_no_context_takeover\r\nNats-No-Masking: true\r\n\r\n");
            peer.unmasked().send(CONNECT).until("PONG");
        }
    }

    @Test
    @Rows("WS-01")
    void a_request_that_is_no_upgrade_is_refused_with_its_status_and_the_reason_in_the_log() {
        String[][] all = {
            {"POST / HTTP/1.1\r\n" + WebPeer.REST + WebPeer.KEY, "405 Method Not Allowed", "request method must be GET"
            },
            {
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n",
                "400 Bad Request",
                "invalid value for header 'Upgrade'"
            },
            {
                "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n",
                "400 Bad Request",
                "invalid value for header 'Connection'"
            },
            {"GET / HTTP/1.1\r\n" + WebPeer.REST, "400 Bad Request", "key missing"},
            {
                "GET / HTTP/1.1\r\n" + WebPeer.REST + "Sec-WebSocket-Key: dGhlIHNhbXBsZQ==\r\n",
                "400 Bad Request",
                "invalid websocket key"
            },
            {
                "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + WebPeer.KEY,
                "400 Bad Request",
                "invalid version"
            },
        };
        try (RunningServer server = start("")) {
            for (String[] each : all) {
                try (WebPeer peer = WebPeer.dial(server)) {
                    assertThat(peer.raw(each[0] + "\r\n").head())
                            .startsWith("HTTP/1.1 " + each[1] + "\r\n")
                            .contains("Sec-Websocket-Version: 13\r\n");
                    awaitLine(server, " - websocket handshake error: " + each[2]);
                }
            }
        }
    }

    @Test
    @Rows("WS-01")
    void what_is_no_request_is_refused() {
        try (RunningServer server = start("")) {
            for (String[] each : new String[][] {
                {"PING\r\n\r\n", "400 Bad Request"},
                {"GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n", "400 Bad Request: missing required Host header"},
            }) {
                try (WebPeer peer = WebPeer.dial(server)) {
                    assertThat(peer.raw(each[0]).head())
                            .isEqualTo("HTTP/1.1 " + each[1]
                                    + "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n");
                }
            }
        }
    }

    @Test
    @Rows("CF-19")
    void a_handshake_that_is_not_finished_in_time_is_closed() {
        try (RunningServer server = start("handshake_timeout: \"1s\"");
                WebPeer peer = WebPeer.dial(server)) {
            peer.raw("GET / HTTP/1.1\r\nHost:");

            assertThat(peer.head()).doesNotContain("101");
        }
    }

    @Test
    @Rows("WS-01")
    void the_head_of_a_request_is_bounded() {
        try (RunningServer server = start("");
                WebPeer peer = WebPeer.dial(server)) {
            peer.raw("GET / HTTP/1.1\r\n" + WebPeer.REST + WebPeer.KEY + "X-Long: " + "x".repeat(17 * 1024)
                    + "\r\n\r\n");

            // nats-server takes a megabyte (docs/differences.md)
            assertThat(peer.head())
                    .startsWith(
                            target.family().equals("natskit")
                                    ? "HTTP/1.1 431 Request Header Fields Too Large\r\n"
                                    : "HTTP/1.1 101 ");
        }
    }

    // ---- WS-02: paths

    @Test
    @Rows("WS-02")
    void mqtt_is_not_found_and_leaf_nodes_are_closed_where_they_are_not_configured() {
        try (RunningServer server = start("");
                WebPeer mqtt = WebPeer.dial(server);
                WebPeer leaf = WebPeer.dial(server)) {
            mqtt.raw("GET /mqtt HTTP/1.1\r\n" + WebPeer.REST + WebPeer.KEY + "\r\n");
            leaf.raw("GET /leafnode HTTP/1.1\r\n" + WebPeer.REST + WebPeer.KEY + "\r\n");

            assertThat(mqtt.head()).startsWith("HTTP/1.1 404 Not Found\r\n");
            awaitLine(server, "websocket handshake error: mqtt websocket endpoint not enabled");
            assertThat(leaf.head()).startsWith("HTTP/1.1 101 ");
            assertThat(leaf.untilClosed()).isEqualTo(-1);
            awaitLine(server, "Not configured to accept leaf node connections");
        }
    }

    // ---- WS-03: frames

    @Test
    @Rows("WS-03")
    void operations_come_in_text_and_binary_frames_and_in_pieces_of_them() {
        try (RunningServer server = start("");
                WebPeer peer = WebPeer.open(server, "")) {
            assertThat(new String(peer.expect(WebPeer.BINARY), StandardCharsets.UTF_8))
                    .startsWith("INFO {");
            peer.frame(WebPeer.FINAL | WebPeer.TEXT, bytes(CONNECT)).until("PONG\r\n");
            peer.frame(WebPeer.BINARY, bytes("SUB a 1\r\nPUB a "));
            peer.frame(WebPeer.FINAL | WebPeer.PING, bytes("between"));
            peer.frame(0, bytes("5\r\nhel"));
            peer.frame(WebPeer.FINAL, bytes("lo\r\n"));

            peer.until("MSG a 1 5\r\nhello\r\n");
        }
    }

    @Test
    @Rows("WS-03")
    void a_ping_is_answered_with_its_payload() {
        try (RunningServer server = start("");
                WebPeer peer = WebPeer.open(server, "")) {
            peer.expect(WebPeer.BINARY);
            peer.frame(WebPeer.FINAL | WebPeer.PING, bytes("are you there"));

            assertThat(peer.expect(WebPeer.PONG)).isEqualTo(bytes("are you there"));
        }
    }

    @Test
    @Rows("WS-03")
    void a_close_is_answered_with_its_status_behind_all_that_was_asked_for() {
        try (RunningServer server = start("");
                WebPeer peer = WebPeer.open(server, "")) {
            peer.send(CONNECT).frame(WebPeer.FINAL | WebPeer.CLOSE, new byte[] {0x0b, (byte) 0xb8, 'b', 'y', 'e'});

            peer.until("PONG\r\n");
            assertThat(peer.untilClosed()).isEqualTo(3000);
            awaitLine(server, "Listening for websocket clients on ws://127.0.0.1:");
        }
    }

    @Test
    @Rows("WS-03")
    void a_close_without_a_status_is_answered_without_one_and_one_with_bad_text_by_1007() {
        try (RunningServer server = start("");
                WebPeer silent = WebPeer.open(server, "");
                WebPeer garbled = WebPeer.open(server, "")) {
            silent.frame(WebPeer.FINAL | WebPeer.CLOSE, new byte[0]);
            garbled.frame(WebPeer.FINAL | WebPeer.CLOSE, new byte[] {0x03, (byte) 0xe8, (byte) 0xff, (byte) 0xfe});

            assertThat(silent.untilClosed()).isEqualTo(1005);
            assertThat(garbled.untilClosed()).isEqualTo(1007);
        }
    }

    @Test
    @Rows("WS-03")
    void frames_that_no_client_may_send_end_the_connection() {
        try (RunningServer server = start("")) {
            for (Malformed each : malformed()) {
                try (WebPeer peer = WebPeer.open(server, "")) {
                    peer.until("\r\n");
                    peer.raw(each.bytes(peer));

                    assertThat(peer.untilClosed()).as(each.reason).isIn(-1, 1002);
                    awaitLine(server, " - read error: " + each.reason);
                }
            }
        }
    }

    private record Malformed(int first, long length, byte[] payload, boolean masked, String reason) {
        byte[] bytes(WebPeer peer) {
            return (masked ? peer : peer.unmasked()).framed(first, length, payload);
        }
    }

    private static List<Malformed> malformed() {
        byte[] none = {};
        return List.of(
                new Malformed(0x82, 0, none, false, "mask bit missing"),
                new Malformed(0xa2, 0, none, true, "RSV2 and RSV3 must be clear"),
                new Malformed(0xc2, 0, none, true, "compressed frame received without negotiated permessage-deflate"),
                new Malformed(0x83, 0, none, true, "unknown opcode 3"),
                new Malformed(0x80, 0, none, true, "invalid continuation frame"),
                new Malformed(
                        0x89,
                        126,
                        new byte[126],
                        true,
                        "control frame length bigger than maximum allowed of 125 bytes"),
                new Malformed(0x09, 0, none, true, "control frame does not have final bit set"),
                new Malformed(0x88, 1, new byte[1], true, "close frame payload cannot be 1 byte"),
                new Malformed(0x88, 2, new byte[] {3, (byte) 0xed}, true, "invalid close status code 1005"));
    }

    /** CVE-2026-27889: a length of 2^63. */
    @Test
    @Rows("WS-03")
    void cve_2026_27889_a_length_that_is_negative_ends_the_connection() {
        try (RunningServer server = start("");
                WebPeer peer = WebPeer.open(server, "")) {
            peer.raw(peer.framed(0x82, Long.MIN_VALUE, new byte[0]));

            assertThat(peer.untilClosed()).isIn(-1, 1002);
            awaitLine(server, " - read error: invalid 64-bit payload length");
        }
    }

    @Test
    @Rows("WS-03")
    void a_frame_of_endless_length_is_read_as_it_comes() {
        try (RunningServer server = start("");
                WebPeer peer = WebPeer.open(server, "")) {
            peer.raw(peer.framed(0x82, 1L << 62, bytes(CONNECT))).until("PONG\r\n");
        }
    }

    @Test
    @Rows("WS-03")
    void browsers_get_frames_of_4096_bytes_at_most() {
        try (RunningServer server = start("");
                WebPeer browser = WebPeer.open(server, "User-Agent: Mozilla/5.0\r\n")) {
            browser.send(CONNECT).until("PONG\r\n");
            browser.send("SUB a 1\r\nPUB a 20000\r\n" + "x".repeat(20_000) + "\r\n")
                    .until("x".repeat(20_000) + "\r\n");

            assertThat(browser.longest()).isBetween(4000, 4096);
        }
    }

    @Test
    @Rows("WS-03")
    void messages_are_compressed_both_ways() {
        try (RunningServer server = start("compression: true");
                WebPeer peer = WebPeer.open(server, WebPeer.DEFLATE)) {
            String payload = "y".repeat(30_000);
            peer.packed(bytes(CONNECT)).until("PONG\r\n");
            peer.packed(bytes("SUB a 1\r\nPUB a 30000\r\n" + payload + "\r\nPING\r\n"))
                    .until("MSG a 1 30000\r\n" + payload + "\r\n");

            assertThat(peer.longest()).isLessThan(1000);
        }
    }

    /** CVE-2026-27571: a message that inflates to much more than any payload may be. */
    @Test
    @Rows({"WS-03", "WS-07"})
    void cve_2026_27571_a_compression_bomb_ends_the_connection() {
        try (RunningServer server = start("compression: true");
                WebPeer peer = WebPeer.open(server, WebPeer.DEFLATE)) {
            byte[] bomb = new byte[8 << 20];
            Arrays.fill(bomb, (byte) '\r');
            peer.packed(bomb);

            assertThat(peer.untilClosed()).isNotEqualTo(1000);
        }
    }

    @Test
    @Rows("WS-07")
    void the_greatest_payload_may_come_compressed() {
        try (RunningServer server = start("compression: true");
                WebPeer peer = WebPeer.open(server, WebPeer.DEFLATE)) {
            peer.send(CONNECT + "SUB a 1\r\n").until("PONG\r\n");
            String payload = "p".repeat(65_536);
            peer.packed(bytes("PUB a 65536\r\n" + payload + "\r\n"));

            if (target.family().equals("natskit")) {
                peer.until("MSG a 1 65536\r\n" + payload + "\r\n");
            } else {
                // nats-server inflates no more than a payload, its line included (docs/differences.md)
                assertThat(peer.untilClosed()).isEqualTo(-1);
            }
        }
    }

    @Test
    @Rows("WS-03")
    void who_does_not_read_is_cut_at_max_pending() {
        String payload = "PUB flood 60000\r\n" + "f".repeat(60_000) + "\r\n";
        try (RunningServer server = start("", "max_pending: 1048576\n");
                Peer tcp = Peer.login(server);
                WebPeer web = WebPeer.open(server, "")) {
            web.send(CONNECT + "SUB flood 1\r\nPING\r\n").until("PONG\r\n");
            web.until("PONG\r\n");
            for (int i = 0; i < 600 && !server.log().contains("Slow Consumer Detected"); i++) {
                tcp.send(payload);
            }
            tcp.fence();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(server.log())
                            .containsPattern(" - wid:\\d+ - .*Slow Consumer Detected: MaxPending of 1048576 Exceeded"));
        }
    }

    @Test
    @Rows("WS-03")
    void what_is_not_compressed_as_it_says_ends_the_connection() {
        try (RunningServer server = start("compression: true");
                WebPeer peer = WebPeer.open(server, WebPeer.DEFLATE)) {
            peer.frame(WebPeer.FINAL | WebPeer.PACKED | WebPeer.BINARY, new byte[] {-1, -1, -1, -1});

            assertThat(peer.untilClosed()).isIn(-1, 1002);
            awaitLine(server, " - read error: flate: corrupt input");
        }
    }

    @Test
    @Rows("WS-03")
    void an_error_of_the_protocol_inside_is_told_before_the_close_with_its_status() {
        try (RunningServer server = start("");
                WebPeer peer = WebPeer.open(server, "")) {
            peer.send(CONNECT).until("PONG\r\n");
            peer.send("PUB a 65537\r\n").until("-ERR 'Maximum Payload Violation'\r\n");

            assertThat(peer.untilClosed()).isEqualTo(1009);
        }
    }

    // ---- WS-04: origins

    @Test
    @Rows({"WS-04", "CF-19"})
    void pages_come_from_the_allowed_origins_alone() {
        try (RunningServer server =
                start("allowed_origins: [\"http://good.example\", \"https://good.example:8443\"]")) {
            for (String origin :
                    List.of("http://good.example:80", "HTTP://GOOD.example", "https://good.example:8443")) {
                try (WebPeer peer = WebPeer.open(server, "Origin: " + origin + "\r\n")) {
                    peer.until("INFO {");
                }
            }
            for (String origin : List.of("http://evil.example", "https://good.example", "http://good.example:81")) {
                refused(server, origin, "not in the allowed list");
            }
            refused(server, "null", "parse \"null\": invalid URI for request");
            try (WebPeer program = WebPeer.open(server, "")) {
                program.until("INFO {");
            }
        }
    }

    @Test
    @Rows({"WS-04", "CF-19"})
    void pages_come_from_the_same_origin_alone() {
        try (RunningServer server = start("same_origin: true")) {
            try (WebPeer peer = WebPeer.open(server, "Origin: http://localhost:1\r\n")) {
                peer.until("INFO {");
            }
            for (String origin : List.of("http://localhost:2", "https://localhost:1", "http://other:1")) {
                refused(server, origin, "not same origin");
            }
        }
    }

    private void refused(RunningServer server, String origin, String reason) {
        try (WebPeer peer = WebPeer.dial(server)) {
            peer.raw("GET / HTTP/1.1\r\n" + WebPeer.REST + WebPeer.KEY + "Origin: " + origin + "\r\n\r\n");

            assertThat(peer.head()).as(origin).startsWith("HTTP/1.1 403 Forbidden\r\n");
            awaitLine(server, " - websocket handshake error: origin not allowed: " + reason);
        }
    }

    // ---- WS-05: cookies, addresses, log-ins

    @Test
    @Rows({"WS-05", "CF-19"})
    void cookies_fill_what_connect_leaves_out() {
        try (RunningServer server = start(
                "user_cookie: \"u\", pass_cookie: \"p\"",
                "authorization { users: [{user: ada, password: secret}, {user: bob, password: other}] }\n")) {
            try (WebPeer peer = WebPeer.open(server, "Cookie: u=ada; p=secret\r\n")) {
                peer.send(CONNECT).until("PONG\r\n");
            }
            try (WebPeer peer = WebPeer.open(server, "Cookie: u=ada; p=secret\r\n")) {
                peer.send("CONNECT {\"verbose\":false,\"user\":\"bob\",\"pass\":\"other\"}\r\nPING\r\n")
                        .until("PONG\r\n");
            }
            try (WebPeer peer = WebPeer.open(server, "Cookie: u=ada; p=wrong\r\n")) {
                peer.send(CONNECT).until("-ERR 'Authorization Violation'\r\n");
                assertThat(peer.untilClosed()).isEqualTo(1008);
            }
        }
    }

    @Test
    @Rows({"WS-05", "CF-19"})
    void a_token_cookie_fills_what_connect_leaves_out() {
        try (RunningServer server = start("token_cookie: t", "authorization { token: abc }\n");
                WebPeer peer = WebPeer.open(server, "Cookie: a=b; t=abc\r\n")) {
            peer.send(CONNECT).until("PONG\r\n");
        }
    }

    @Test
    @Rows({"WS-05", "CF-19"})
    void a_jwt_cookie_fills_what_connect_leaves_out() {
        NKey operator = NKey.generate(NKeyKind.OPERATOR);
        NKey account = NKey.generate(NKeyKind.ACCOUNT);
        String jwt = UserClaims.builder(NKey.generate(NKeyKind.USER).publicKey())
                .name("ada")
                .rules(UserRules.builder().bearerToken(true).build())
                .sign(account);
        String config = "operator: "
                + OperatorClaims.builder(operator.publicKey()).name("op").sign(operator)
                + "\nresolver: MEMORY\nresolver_preload: { " + account.publicKey() + ": "
                + AccountClaims.builder(account.publicKey()).name("A").sign(operator) + " }\n";
        try (RunningServer server = start("jwt_cookie: j", config)) {
            try (WebPeer peer = WebPeer.open(server, "Cookie: j=" + jwt + "\r\n")) {
                peer.send(CONNECT).until("PONG\r\n");
            }
            try (WebPeer peer = WebPeer.open(server, "")) {
                peer.send(CONNECT).until("-ERR 'Authorization Violation'\r\n");
            }
        }
    }

    @Test
    @Rows("WS-05")
    void the_log_names_the_address_that_a_proxy_tells_of_and_the_number_as_wid() {
        try (RunningServer server = start("", "authorization { token: abc }\n");
                WebPeer known = WebPeer.open(server, "X-Forwarded-For: 203.0.113.7\r\n");
                WebPeer six = WebPeer.open(server, "X-Forwarded-For: 2001:db8::7\r\n");
                WebPeer listed = WebPeer.open(server, "X-Forwarded-For: 203.0.113.8, 10.0.0.1\r\n")) {
            for (WebPeer each : List.of(known, six, listed)) {
                each.send(CONNECT).untilClosed();
            }

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(server.log())
                            .containsPattern("203\\.0\\.113\\.7/127\\.0\\.0\\.1:\\d+ - wid:\\d+ - authentication error")
                            .containsPattern("\\[2001:db8::7]/127\\.0\\.0\\.1:\\d+ - wid:\\d+ - authentication error")
                            .doesNotContain("203.0.113.8"));
        }
    }

    @Test
    @Rows("CF-19")
    void the_listener_may_have_a_log_in_of_its_own() {
        try (RunningServer server = start("authorization { user: web, password: page }");
                Peer tcp = Peer.login(server)) {
            tcp.fence();
            try (WebPeer peer = WebPeer.open(server, "")) {
                assertThat(peer.until("\r\n")).contains("\"auth_required\":true");
                peer.send("CONNECT {\"verbose\":false,\"user\":\"web\",\"pass\":\"page\"}\r\nPING\r\n")
                        .until("PONG\r\n");
            }
            try (WebPeer peer = WebPeer.open(server, "")) {
                peer.send(CONNECT).until("-ERR 'Authorization Violation'\r\n");
            }
        }
    }

    @Test
    @Rows("CF-19")
    void the_listener_may_have_a_user_of_its_own_for_those_who_name_none() {
        try (RunningServer server = start("no_auth_user: web", """
            authorization { users: [
              {user: web, password: x, permissions { publish: "page.>" }}
              {user: ada, password: y} ] }
            """);
                WebPeer peer = WebPeer.open(server, "")) {
            assertThat(peer.until("\r\n")).contains("\"auth_required\":true");
            peer.send(CONNECT).until("PONG\r\n");
            peer.send("PUB other 0\r\n\r\n").until("-ERR 'Permissions Violation for Publish to \"other\"'\r\n");
        }
    }

    @Test
    @Rows("AU-12")
    void users_may_be_limited_to_the_door_that_they_come_by() {
        try (RunningServer server = start("", """
            authorization { users: [
              {user: web, password: x, allowed_connection_types: ["WEBSOCKET"]}
              {user: tcp, password: x, allowed_connection_types: ["STANDARD"]} ] }
            """)) {
            String login = "CONNECT {\"verbose\":false,\"user\":\"%s\",\"pass\":\"x\"}\r\nPING\r\n";
            try (WebPeer allowed = WebPeer.open(server, "");
                    WebPeer denied = WebPeer.open(server, "")) {
                allowed.send(login.formatted("web")).until("PONG\r\n");
                denied.send(login.formatted("tcp")).until("-ERR 'Authorization Violation'\r\n");
            }
        }
    }

    @Test
    @Rows("CF-19")
    void who_does_not_log_in_in_time_is_closed() {
        try (RunningServer server = start("authorization { token: abc, timeout: 0.5 }");
                WebPeer peer = WebPeer.open(server, "")) {
            peer.until("-ERR 'Authentication Timeout'\r\n");

            assertThat(peer.untilClosed()).isEqualTo(1008);
        }
    }

    // ---- WS-06: INFO

    @Test
    @Rows("WS-06")
    void info_names_the_listener() {
        try (RunningServer server = start("");
                WebPeer peer = WebPeer.open(server, "")) {
            assertThat(peer.until("\r\n"))
                    .contains("\"host\":\"127.0.0.1\",\"port\":" + LoggedPort.WEBSOCKET.of(server) + ",")
                    .doesNotContain("tls_required");
        }
    }

    @Test
    @Rows({"WS-06", "CF-19"})
    void the_listener_has_tls_of_its_own() {
        Certificates own = Certificates.make(folder, "web-" + target.name(), "dns:localhost,ip:127.0.0.1");
        String block = own.block(", timeout: 60").strip();
        try (RunningServer server = target.start("websocket { listen: \"127.0.0.1:-1\"\n" + block + "\n}\n");
                Peer plain = Peer.login(server);
                WebPeer peer = WebPeer.dial(server, own.trusting()).upgraded("")) {
            plain.fence();
            awaitLine(server, "Listening for websocket clients on wss://127.0.0.1:");
            assertThat(peer.until("\r\n")).contains("\"tls_required\":true").contains("\"tls_available\":true");
            peer.send(CONNECT).until("PONG\r\n");
            String payload = "z".repeat(50_000);
            peer.send("SUB a 1\r\nPUB a 50000\r\n" + payload + "\r\n").until(payload + "\r\n");
        }
    }

    @Test
    @Rows({"WS-06", "CF-19"})
    void clients_with_tls_and_compression_may_fill_whole_records() {
        Certificates own = Certificates.make(folder, "full-" + target.name(), "dns:localhost,ip:127.0.0.1");
        String block = own.block(", timeout: 60").strip();
        try (RunningServer server =
                        target.start("websocket { listen: \"127.0.0.1:-1\", compression: true\n" + block + "\n}\n");
                WebPeer peer = WebPeer.dial(server, own.trusting()).upgraded(WebPeer.DEFLATE)) {
            String payload = "z".repeat(50_000);
            peer.send(CONNECT).until("PONG\r\n");
            peer.send("PUB a 50000\r\n" + payload + "\r\nPING\r\n").until("PONG\r\n");
        }
    }

    // ---- both doors, and another client

    @Test
    @Rows("WS-03")
    void clients_of_both_doors_talk_to_each_other() {
        try (RunningServer server = start("");
                Peer tcp = Peer.login(server);
                WebPeer web = WebPeer.open(server, "")) {
            web.send(CONNECT).until("PONG\r\n");
            web.send("SUB to.web 1\r\nPING\r\n").until("PONG\r\n");
            tcp.send("SUB to.tcp 2\r\nPUB to.web 3\r\none\r\n");
            tcp.fence();
            web.until("MSG to.web 1 3\r\none\r\n");
            web.send("PUB to.tcp 3\r\ntwo\r\n");

            assertThat(tcp.line()).startsWith("MSG to.tcp 2 3");
        }
    }

    @Test
    @Rows("WS-03")
    void the_client_of_the_jdk_is_served() throws Exception {
        try (RunningServer server = start("compression: true")) {
            Ear ear = new Ear();
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + LoggedPort.WEBSOCKET.of(server) + "/"), ear)
                    .get(15, TimeUnit.SECONDS);
            String payload = "w".repeat(40_000);
            socket.sendText(CONNECT + "SUB a 1\r\n", true).get(15, TimeUnit.SECONDS);
            socket.sendBinary(ByteBuffer.wrap(bytes("PUB a 40000\r\n" + payload)), false)
                    .get(15, TimeUnit.SECONDS);
            socket.sendBinary(ByteBuffer.wrap(bytes("\r\n")), true).get(15, TimeUnit.SECONDS);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(ear.heard()).endsWith(payload + "\r\n"));
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "done").get(15, TimeUnit.SECONDS);

            await().atMost(PATIENCE).until(() -> ear.closedWith == WebSocket.NORMAL_CLOSURE);
        }
    }

    private static final class Ear implements WebSocket.Listener {
        private final ConcurrentLinkedQueue<String> parts = new ConcurrentLinkedQueue<>();
        private volatile int closedWith;

        String heard() {
            return String.join("", parts);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            parts.add(StandardCharsets.ISO_8859_1.decode(data).toString());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closedWith = status;
            return null;
        }
    }

    // ---- CF-19: what is no configuration

    @Test
    @Rows("CF-19")
    void a_listener_without_tls_has_to_say_so() {
        refusedStart("websocket { port: -1 }", "websocket requires TLS configuration");
    }

    @Test
    @Rows("CF-19")
    void origins_headers_cookies_and_users_are_checked() {
        String head = "websocket { port: -1, no_tls: true, ";
        refusedStart(
                head + "allowed_origins: [\"ftp://a\"] }", "allowed origins must be absolute URLs with http or https");
        refusedStart(head + "allowed_origins: [\"nonsense\"] }", "unable to parse allowed origin: ");
        refusedStart(head + "headers { Upgrade: x } }", "websocket: invalid header \"Upgrade\" not allowed");
        refusedStart(
                head + "headers { Sec-WebSocket-Foo: x } }",
                "websocket: invalid header \"Sec-WebSocket-Foo\", \"Sec-WebSocket-\" prefix not allowed");
        refusedStart(
                head + "jwt_cookie: c }",
                "trusted operators or trusted keys configuration is required for JWT authentication via cookie \"c\"");
        refusedStart(head + "no_auth_user: u }", "no_auth_user: \"u\" present, but users/nkeys are not defined");
        String users = "authorization { users: [{user: a, password: b}] }\n";
        refusedStart(
                users + head + "authorization { user: u } }",
                "websocket authentication username not compatible with presence of users/nkeys");
        refusedStart(
                users + head + "authorization { token: u } }",
                "websocket authentication token not compatible with presence of users/nkeys");
    }

    private void refusedStart(String config, String reason) {
        String said = "";
        try (RunningServer server = target.start(config)) {
            said = "it started: " + server.log();
        } catch (RuntimeException e) {
            said = String.valueOf(e.getMessage());
        }
        assertThat(said).contains(reason);
    }
}
