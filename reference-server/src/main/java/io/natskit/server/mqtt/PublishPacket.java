// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

/**
 * A PUBLISH as ranges of the array that it came in. One object a decoder, filled anew for each packet; whoever keeps something of it copies.
 */
final class PublishPacket {
    static final int RETAIN = 0x01;
    static final int DUP = 0x08;

    byte[] bytes = {};
    int flags;
    int topic;
    int topicLength;
    /** The packet identifier, 0 for QoS 0. */
    int identifier;

    int payload;
    int payloadLength;

    int qos() {
        return qos(flags);
    }

    static int qos(int flags) {
        return flags >> 1 & 3;
    }

    boolean isRetained() {
        return (flags & RETAIN) != 0;
    }

    boolean isDuplicate() {
        return (flags & DUP) != 0;
    }
}
