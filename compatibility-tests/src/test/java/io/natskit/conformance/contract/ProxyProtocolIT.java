// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.target.RunningServer;
import io.natskit.conformance.target.Target;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The PROXY protocol in front of NATS. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.SuiteTargets#configurable")
record ProxyProtocolIT(Target target) implements Judged {
    private static final byte[] SIGNATURE = {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};

    private RunningServer start() {
        return target.start("proxy_protocol: true\n");
    }

    @Test
    @Rows("CP-34")
    void a_header_of_version_1_says_where_the_client_is() {
        try (RunningServer server = start()) {
            for (String[] each : List.of(
                    new String[] {"PROXY TCP4 203.0.113.7 198.51.100.1 5555 4222\r\n", "203.0.113.7"},
                    new String[] {"PROXY TCP6 2001:db8::7 2001:db8::1 5555 4222\r\n", "2001:db8::7"})) {
                try (Peer peer = Peer.dial(server)) {
                    peer.send(each[0]);

                    assertThat(address(peer)).isEqualTo(each[1]);
                }
            }
        }
    }

    @Test
    @Rows("CP-34")
    void a_header_of_version_1_may_leave_the_address_unknown() {
        try (RunningServer server = start();
                Peer peer = Peer.dial(server)) {
            peer.send("PROXY UNKNOWN\r\n");

            assertThat(address(peer)).isEqualTo("127.0.0.1");
        }
    }

    @Test
    @Rows("CP-34")
    void a_header_of_version_2_says_where_the_client_is() {
        try (RunningServer server = start();
                Peer peer = Peer.dial(server)) {
            peer.send(version2(
                    0x21, 0x11, new byte[] {(byte) 203, 0, 113, 9, (byte) 198, 51, 100, 1, 0x15, (byte) 0xb3, 16, 126
                    }));

            assertThat(address(peer)).isEqualTo("203.0.113.9");
        }
    }

    @Test
    @Rows("CP-34")
    void a_local_header_of_version_2_keeps_the_sockets_address() {
        try (RunningServer server = start();
                Peer peer = Peer.dial(server)) {
            peer.send(version2(0x20, 0x00, new byte[0]));

            assertThat(address(peer)).isEqualTo("127.0.0.1");
        }
    }

    @Test
    @Rows("CP-34")
    void a_header_in_pieces_is_read_all_the_same() {
        try (RunningServer server = start();
                Peer peer = Peer.dial(server)) {
            for (byte b : "PROXY TCP4 203.0.113.8 198.51.100.1 5555 4222\r\n".getBytes(StandardCharsets.US_ASCII)) {
                peer.send(new byte[] {b});
            }

            assertThat(address(peer)).isEqualTo("203.0.113.8");
        }
    }

    @Test
    @Rows("CP-34")
    void a_malformed_header_closes() {
        try (RunningServer server = start()) {
            for (byte[] bad : List.of(
                    "PROXY TCP4 not-an-address 1.1.1.1 1 2\r\n".getBytes(StandardCharsets.US_ASCII),
                    "PROXY TCP4 1.1.1.1\r\n".getBytes(StandardCharsets.US_ASCII),
                    "PROXY TCP9 1.1.1.1 1.1.1.1 1 2\r\n".getBytes(StandardCharsets.US_ASCII),
                    version2(0x31, 0x11, new byte[12]),
                    version2(0x21, 0x11, new byte[2]))) {
                try (Peer peer = Peer.dial(server)) {
                    assertThat(peer.info()).doesNotContainKey("client_ip");
                    peer.send(bad);

                    assertThat(peer.line()).isNull();
                }
            }
        }
    }

    @Test
    @Rows("CP-34")
    void without_a_header_it_is_a_plain_connection() {
        try (RunningServer server = start();
                Peer peer = Peer.dial(server)) {
            assertThat(address(peer)).isEqualTo("127.0.0.1");
        }
    }

    /** The greeting comes before the header can be known, and has no address; the INFO behind the first PONG has it. */
    private static Object address(Peer peer) {
        assertThat(peer.info()).doesNotContainKey("client_ip");
        peer.send("CONNECT {\"verbose\":false,\"protocol\":1}\r\nPING\r\n");
        assertThat(peer.line()).isEqualTo("PONG");
        return String.valueOf(peer.info().get("client_ip"));
    }

    private static byte[] version2(int command, int family, byte[] address) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        out.write(command);
        out.write(family);
        out.write(0);
        out.write(address.length);
        out.writeBytes(address);
        return out.toByteArray();
    }
}
