// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PacketDecoderTest {
    private static final String CONNECT = "10 0e 00 04 4d 51 54 54 04 02 00 3c 00 02 6d 65 ";
    private static final String ALL = CONNECT
            + "30 06 00 03 61 2f 62 78 34 06 00 01 61 00 07 79 "
            + "62 02 00 07 82 0b 00 09 00 01 61 01 00 02 62 2b 00 c0 00 a2 05 00 0a 00 01 61 e0 00";

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @Test
    void each_packet_is_told_with_its_fields() {
        assertThat(RecordedPackets.of(bytes(ALL), 1024))
                .containsExactly(
                        "connect clientID=me keepAlive=60 clean",
                        "publish a/b = a.b flags=0 id=0 x",
                        "publish a = a flags=4 id=7 y",
                        "PUBREL 7",
                        "subscribe 9 a:1 b*:0",
                        "ping",
                        "unsubscribe 10 a:0",
                        "disconnect");
    }

    @Test
    void input_split_anywhere_is_told_the_same() {
        byte[] bytes = bytes(ALL);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                assertThat(RecordedPackets.of(bytes, 1024, first, second))
                        .as("split at %d and %d", first, second)
                        .isEqualTo(RecordedPackets.of(bytes, 1024));
            }
        }
    }

    @Test
    void a_whole_packet_is_wanted_once_its_length_is_known() {
        PacketDecoder decoder = new PacketDecoder(new RecordedPackets(), 1024, false);
        byte[] bytes = bytes(CONNECT);

        assertThat(decoder.decode(bytes, 0, 1)).isZero();
        assertThat(decoder.wanted()).isZero();
        assertThat(decoder.decode(bytes, 0, 2)).isZero();
        assertThat(decoder.wanted()).isEqualTo(bytes.length);
    }

    @Test
    void what_is_longer_than_allowed_is_refused_by_its_length_alone() {
        assertThat(RecordedPackets.of(bytes("10 81 80 04"), -1)).containsExactly("too long 65541");
        assertThat(RecordedPackets.of(bytes(CONNECT + "30 80 80 80 01"), 1024))
                .containsExactly("connect clientID=me keepAlive=60 clean", "too long 2097157");
    }

    @Test
    void behind_a_malformed_packet_nothing_is_told() {
        assertThat(RecordedPackets.of(bytes("c0 00 " + CONNECT), 1024))
                .containsExactly("malformed 0 the first packet should be a CONNECT (16), got 192");
        assertThat(RecordedPackets.of(bytes(CONNECT + "c0 80 80 80 80 01 c0 00"), 1024))
                .endsWith("malformed 0 malformed variable int");
    }

    @Test
    void no_field_reaches_beyond_its_packet() {
        assertThat(RecordedPackets.of(bytes(CONNECT + "30 03 00 05 61 62 63 64 65 c0 00"), 1024))
                .endsWith("malformed 0 error reading topic: unexpected EOF");
        assertThat(RecordedPackets.of(bytes("10 0f 00 04 4d 51 54 54 04 02 00 3c 00 02 6d 65 00"), 1024))
                .containsExactly("malformed 0 CONNECT has 1 bytes behind its last field (expected: 0)");
    }

    @Test
    void a_text_that_is_no_utf_8_is_refused() {
        assertThat(RecordedPackets.of(bytes(CONNECT + "30 04 00 02 c3 28"), 1024))
                .endsWith("malformed 0 invalid utf8 for topic");
        assertThat(RecordedPackets.of(bytes(CONNECT + "30 04 00 02 61 00"), 1024))
                .endsWith("malformed 0 invalid null character in topic");
        assertThat(RecordedPackets.of(bytes("10 0e 00 04 4d 51 54 54 04 02 00 3c 00 02 c3 28"), 1024))
                .containsExactly("malformed 2 invalid utf8 for client ID");
    }

    @Test
    void a_connect_packet_prints_no_password() {
        byte[] packet = bytes("10 14 00 04 4d 51 54 54 04 c2 00 00 00 01 61 00 01 75 00 02 70 77");

        assertThat(RecordedPackets.of(packet, 1024))
                .containsExactly("connect clientID=a clean username=u password=****");
    }
}
