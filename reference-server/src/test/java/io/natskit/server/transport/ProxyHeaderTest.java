// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.transport.ProxyHeader.State;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {
    private static ProxyHeader read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return ProxyHeader.read(bytes, 0, bytes.length);
    }

    private static byte[] version2(int command, int family, byte[] addresses) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x0d, 0x0a, 0x0d, 0x0a, 0, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a});
        out.write(0x20 | command);
        out.write(family);
        out.write(addresses.length >> 8);
        out.write(addresses.length);
        out.writeBytes(addresses);
        return out.toByteArray();
    }

    @Test
    void version_1_names_the_source() {
        ProxyHeader header = read("PROXY TCP4 10.1.2.3 10.0.0.1 5678 4222\r\nPING\r\n");
        assertThat(header.state()).isEqualTo(State.PRESENT);
        assertThat(header.host()).isEqualTo("10.1.2.3");
        assertThat(header.port()).isEqualTo(5678);
        assertThat(header.length()).isEqualTo("PROXY TCP4 10.1.2.3 10.0.0.1 5678 4222\r\n".length());
        assertThat(read("PROXY TCP6 ::1 ::2 1 2\r\n").host()).isEqualTo("::1");
        assertThat(read("PROXY UNKNOWN\r\n").state()).isEqualTo(State.PRESENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 10.1.2.3 10.0.0.1 5678\r\n",
                "PROXY TCP4 ::1 ::2 1 2\r\n",
                "PROXY TCP6 1.2.3.4 1.2.3.4 1 2\r\n",
                "PROXY TCP4 a.example.org 1.2.3.4 1 2\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.4 70000 2\r\n",
                "PROXY UDP4 1.2.3.4 1.2.3.4 1 2\r\n",
                "PROXY TCP4 999.1.1.1 1.2.3.4 1 2\r\n",
                "PROXY TCP4 1.1.1. 1.2.3.4 1 2\r\n",
                "PROXY TCP4 ... 1.2.3.4 1 2\r\n",
                "PROXY TCP4 1.2.3.4.5 1.2.3.4 1 2\r\n",
                "PROXY TCP4 1.2.3 1.2.3.4 1 2\r\n",
                "PROXY TCP4 01.2.3.4 1.2.3.4 1 2\r\n",
                "PROXY TCP4 1.2.3.4 1.2.3.256 1 2\r\n",
                "PROXY TCP6 .::1 ::2 1 2\r\n",
                "PROXY TCP6 :::: ::2 1 2\r\n",
                "PROXY \r\n"
            })
    void a_wrong_version_1_header_is_refused(String header) {
        assertThat(read(header).state()).isEqualTo(State.MALFORMED);
    }

    @Test
    void a_line_without_an_end_is_refused_at_its_limit() {
        assertThat(read("PROXY TCP4 " + "1".repeat(90)).state()).isEqualTo(State.INCOMPLETE);
        assertThat(read("PROXY TCP4 " + "1".repeat(100)).state()).isEqualTo(State.MALFORMED);
    }

    @Test
    void version_2_names_the_source() {
        byte[] header = version2(1, 0x11, new byte[] {10, 1, 2, 3, 10, 0, 0, 1, 0x16, 0x2e, 0x10, 0x7e});
        ProxyHeader read = ProxyHeader.read(header, 0, header.length);
        assertThat(read.state()).isEqualTo(State.PRESENT);
        assertThat(read.host()).isEqualTo("10.1.2.3");
        assertThat(read.port()).isEqualTo(0x162e);
        assertThat(read.length()).isEqualTo(header.length);
        for (int end = 0; end < header.length; end++) {
            assertThat(ProxyHeader.read(header, 0, end).state()).isEqualTo(State.INCOMPLETE);
        }
    }

    @Test
    void version_2_health_checks_name_nobody() {
        byte[] header = version2(0, 0, new byte[3]);
        ProxyHeader read = ProxyHeader.read(header, 0, header.length);
        assertThat(read.state()).isEqualTo(State.PRESENT);
        assertThat(read.host()).isNull();
        assertThat(read.length()).isEqualTo(19);
    }

    @Test
    void a_wrong_version_2_header_is_refused() {
        byte[] datagram = version2(1, 0x12, new byte[12]);
        byte[] shortAddress = version2(1, 0x11, new byte[8]);
        byte[] unix = version2(1, 0x31, new byte[216]);
        byte[] command = version2(5, 0x11, new byte[12]);
        for (byte[] wrong : new byte[][] {datagram, shortAddress, unix, command}) {
            assertThat(ProxyHeader.read(wrong, 0, wrong.length).state()).isEqualTo(State.MALFORMED);
        }
    }

    @Test
    void anything_else_is_no_header() {
        assertThat(read("CONNECT {}\r\n").state()).isEqualTo(State.ABSENT);
        assertThat(read("PING\r\n").state()).isEqualTo(State.ABSENT);
        assertThat(read("PROX").state()).isEqualTo(State.INCOMPLETE);
    }
}
