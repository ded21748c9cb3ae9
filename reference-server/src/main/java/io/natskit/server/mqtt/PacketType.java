// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

/** The control packets of MQTT: the upper half of a packet's first byte. */
final class PacketType {
    static final int CONNECT = 0x10;
    static final int CONNACK = 0x20;
    static final int PUBLISH = 0x30;
    static final int PUBACK = 0x40;
    static final int PUBREC = 0x50;
    static final int PUBREL = 0x60;
    static final int PUBCOMP = 0x70;
    static final int SUBSCRIBE = 0x80;
    static final int SUBACK = 0x90;
    static final int UNSUBSCRIBE = 0xa0;
    static final int UNSUBACK = 0xb0;
    static final int PINGREQ = 0xc0;
    static final int PINGRESP = 0xd0;
    static final int DISCONNECT = 0xe0;

    static final int MASK = 0xf0;
    static final int FLAGS = 0x0f;

    private PacketType() {}

    /** What the flags of a packet must be; -1 where they say something. */
    static int flags(int type) {
        return switch (type) {
            case CONNECT, PUBACK, PUBREC, PUBCOMP, PINGREQ, DISCONNECT -> 0;
            case PUBREL, SUBSCRIBE, UNSUBSCRIBE -> 2;
            default -> -1;
        };
    }

    /** How long the rest of a packet must be; -1 where it says so itself. */
    static int length(int type) {
        return switch (type) {
            case PUBACK, PUBREC, PUBREL, PUBCOMP -> 2;
            case PINGREQ, DISCONNECT -> 0;
            default -> -1;
        };
    }

    /** The name as MQTT writes it. */
    static String name(int type) {
        return switch (type) {
            case CONNECT -> "CONNECT";
            case CONNACK -> "CONNACK";
            case PUBLISH -> "PUBLISH";
            case PUBACK -> "PUBACK";
            case PUBREC -> "PUBREC";
            case PUBREL -> "PUBREL";
            case PUBCOMP -> "PUBCOMP";
            case SUBSCRIBE -> "SUBSCRIBE";
            case SUBACK -> "SUBACK";
            case UNSUBSCRIBE -> "UNSUBSCRIBE";
            case UNSUBACK -> "UNSUBACK";
            case PINGREQ -> "PINGREQ";
            case PINGRESP -> "PINGRESP";
            case DISCONNECT -> "DISCONNECT";
            default -> "(???)";
        };
    }
}
