// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The header blocks of messages that carry a status and no payload: the ends of pull requests, heartbeats, flow control. Pure. */
final class Statuses {
    /** The request that a push consumer's client has to answer. */
    static final byte[] FLOW_CONTROL = of(100, "FlowControl Request");

    private Statuses() {}

    /** A status alone. */
    static byte[] of(int code, String description) {
        return bytes("NATS/1.0 " + code + " " + description + "\r\n\r\n");
    }

    /** A status with what a pull request did not get. */
    static byte[] left(int code, String description, int messages, int bytes) {
        return bytes("NATS/1.0 " + code + " " + description + "\r\nNats-Pending-Messages: " + messages
                + "\r\nNats-Pending-Bytes: " + bytes + "\r\n\r\n");
    }

    /** A heartbeat; {@code stalled} is the subject of the flow control request that is out, or null. */
    static byte[] heartbeat(long lastConsumer, long lastStream, byte @Nullable [] stalled) {
        String more =
                stalled == null ? "" : "Nats-Consumer-Stalled: " + new String(stalled, StandardCharsets.UTF_8) + "\r\n";
        return bytes("NATS/1.0 100 Idle Heartbeat\r\nNats-Last-Consumer: " + lastConsumer + "\r\nNats-Last-Stream: "
                + lastStream + "\r\n" + more + "\r\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
