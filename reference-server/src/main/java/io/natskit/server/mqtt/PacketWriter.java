// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import java.util.Arrays;

/** Packets of a server, as bytes. Pure. */
final class PacketWriter {
    static final int ACCEPTED = 0;
    static final int FAILURE = 0x80;

    /** The longest that a packet's length may be. */
    static final int LENGTH_MAX = 0xFFFFFFF;

    private static final int FIXED_MAX = 5;

    private PacketWriter() {}

    static byte[] connectionAnswer(int code, boolean sessionPresent) {
        return new byte[] {
            (byte) PacketType.CONNACK, 2, (byte) (code == ACCEPTED && sessionPresent ? 1 : 0), (byte) code
        };
    }

    /** PUBACK, PUBREC, PUBREL or PUBCOMP. */
    static byte[] acknowledgement(int type, int identifier) {
        int first = type == PacketType.PUBREL ? type | 2 : type;
        return new byte[] {(byte) first, 2, (byte) (identifier >> 8), (byte) identifier};
    }

    static byte[] subscribed(int identifier, int[] codes) {
        byte[] packet = new byte[FIXED_MAX + 2 + codes.length];
        packet[0] = (byte) PacketType.SUBACK;
        int at = number(packet, 1, 2 + codes.length);
        packet[at++] = (byte) (identifier >> 8);
        packet[at++] = (byte) identifier;
        for (int code : codes) {
            packet[at++] = (byte) code;
        }
        return Arrays.copyOf(packet, at);
    }

    static byte[] unsubscribed(int identifier) {
        return new byte[] {(byte) PacketType.UNSUBACK, 2, (byte) (identifier >> 8), (byte) identifier};
    }

    static byte[] pong() {
        return new byte[] {(byte) PacketType.PINGRESP, 0};
    }

    /** The most that the part of a PUBLISH takes that stands before its payload. */
    static int headMax(int topicLength) {
        return FIXED_MAX + 2 + topicLength + 2;
    }

    /** Writes the part of a PUBLISH that stands before its payload; answers its length. The identifier counts above QoS 0 only. */
    static int head(byte[] out, int flags, byte[] topic, int identifier, int payloadLength) {
        boolean identified = PublishPacket.qos(flags) > 0;
        out[0] = (byte) (PacketType.PUBLISH | flags);
        int at = number(out, 1, 2 + topic.length + (identified ? 2 : 0) + payloadLength);
        out[at++] = (byte) (topic.length >> 8);
        out[at++] = (byte) topic.length;
        System.arraycopy(topic, 0, out, at, topic.length);
        at += topic.length;
        if (identified) {
            out[at++] = (byte) (identifier >> 8);
            out[at++] = (byte) identifier;
        }
        return at;
    }

    private static int number(byte[] out, int from, int value) {
        int at = from;
        int rest = value;
        do {
            int octet = rest & 0x7f;
            rest >>>= 7;
            out[at++] = (byte) (rest > 0 ? octet | 0x80 : octet);
        } while (rest > 0);
        return at;
    }
}
