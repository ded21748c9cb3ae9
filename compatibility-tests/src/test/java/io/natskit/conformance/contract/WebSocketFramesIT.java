// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static io.natskit.conformance.contract.WebSocketJudged.awaitLine;
import static io.natskit.conformance.contract.WebSocketJudged.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames of WebSocket, compressed or not: NATS in them both ways, their ends, and those that no client may send. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#reachable")
record WebSocketFramesIT(Target target) implements WebSocketJudged {
    @Test
    @Rows("WS-03")
    void operations_come_in_text_and_binary_frames_and_in_pieces_of_them() {
        try (RunningServer server = start();
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
        try (RunningServer server = start();
                WebPeer peer = WebPeer.open(server, "")) {
            peer.expect(WebPeer.BINARY);
            peer.frame(WebPeer.FINAL | WebPeer.PING, bytes("are you there"));

            assertThat(peer.expect(WebPeer.PONG)).isEqualTo(bytes("are you there"));
        }
    }

    @Test
    @Rows("WS-03")
    void a_close_is_answered_with_its_status_behind_all_that_was_asked_for() {
        try (RunningServer server = start();
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
        try (RunningServer server = start();
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
        try (RunningServer server = start()) {
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
        try (RunningServer server = start();
                WebPeer peer = WebPeer.open(server, "")) {
            peer.raw(peer.framed(0x82, Long.MIN_VALUE, new byte[0]));

            assertThat(peer.untilClosed()).isIn(-1, 1002);
            awaitLine(server, " - read error: invalid 64-bit payload length");
        }
    }

    @Test
    @Rows("WS-03")
    void a_frame_of_endless_length_is_read_as_it_comes() {
        try (RunningServer server = start();
                WebPeer peer = WebPeer.open(server, "")) {
            peer.raw(peer.framed(0x82, 1L << 62, bytes(CONNECT))).until("PONG\r\n");
        }
    }

    @Test
    @Rows("WS-03")
    void browsers_get_frames_of_4096_bytes_at_most() {
        try (RunningServer server = start();
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

    @Test
    @Rows("WS-03")
    void what_is_short_goes_as_it_is_and_each_compressed_message_stands_for_itself() {
        try (RunningServer server = start("compression: true");
                WebPeer peer = WebPeer.open(server, WebPeer.DEFLATE)) {
            peer.send(CONNECT + "SUB a 1\r\n").until("PONG\r\n");
            int greetings = peer.packedMessages();
            peer.send("PING\r\n").until("PONG\r\n");
            // behind 12 bytes of a head, before an end of line: 64 bytes
            peer.send("PUB a 50\r\n" + "s".repeat(50) + "\r\n").until("s\r\n");
            assertThat(peer.packedMessages()).isEqualTo(greetings);

            // 65 bytes; each is inflated by an inflater that knows nothing of the other
            for (int i = 1; i <= 2; i++) {
                peer.send("PUB a 51\r\n" + "l".repeat(51) + "\r\n").until("l\r\n");
                assertThat(peer.packedMessages()).isEqualTo(greetings + i);
            }
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
    @Rows({"WS-03", "CP-27"})
    void who_takes_nothing_for_the_write_deadline_is_cut() {
        String payload = "PUB flood 60000\r\n" + "f".repeat(60_000) + "\r\n";
        try (RunningServer server = start("", "write_deadline: \"300ms\"\n");
                Peer tcp = Peer.login(server);
                WebPeer web = WebPeer.open(server, "")) {
            web.send(CONNECT + "SUB flood 1\r\nPING\r\n").until("PONG\r\n");
            web.until("PONG\r\n");
            for (int i = 0; i < 300; i++) {
                tcp.send(payload);
            }
            tcp.fence();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(server.log())
                            .containsPattern(
                                    " - wid:\\d+ - .*Slow Consumer Detected: WriteDeadline of 300ms exceeded"));
        }
    }

    @Test
    @Rows("WS-03")
    void a_server_that_ends_says_that_it_goes_away() {
        RunningServer server = start();
        try (WebPeer peer = WebPeer.open(server, "")) {
            peer.send(CONNECT).until("PONG\r\n");

            server.close();

            assertThat(peer.untilClosed()).isEqualTo(1001);
        }
    }

    /** Blocks of nothing, which inflate to nothing for ever. */
    @Test
    @Rows("WS-07")
    void a_compressed_message_is_bounded_before_it_is_inflated_too() {
        try (RunningServer server = start("compression: true");
                WebPeer peer = WebPeer.open(server, WebPeer.DEFLATE)) {
            peer.send(CONNECT).until("PONG\r\n");
            byte[] nothing = new byte[60_000];
            for (int i = 0; i < nothing.length; i += 5) {
                nothing[i + 3] = -1;
                nothing[i + 4] = -1;
            }
            // 8 times max_payload are 524,288
            peer.frame(WebPeer.PACKED | WebPeer.BINARY, nothing);
            for (int i = 1; i < 8; i++) {
                peer.frame(0, nothing);
            }
            peer.frame(WebPeer.FINAL | WebPeer.PING, bytes("480000")).expect(WebPeer.PONG);

            peer.frame(0, nothing);

            assertThat(peer.untilClosed()).isNotIn(1000, 1005);
            awaitLine(server, " - read error: maximum payload exceeded");
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
        try (RunningServer server = start();
                WebPeer peer = WebPeer.open(server, "")) {
            peer.send(CONNECT).until("PONG\r\n");
            peer.send("PUB a 65537\r\n").until("-ERR 'Maximum Payload Violation'\r\n");

            assertThat(peer.untilClosed()).isEqualTo(1009);
        }
    }
}
