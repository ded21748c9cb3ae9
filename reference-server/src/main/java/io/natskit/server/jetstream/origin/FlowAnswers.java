// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.origin;

import io.natskit.server.jetstream.stream.HeaderBlock;
import io.natskit.server.jetstream.stream.Stream;
import io.natskit.server.local.LocalMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The answers to flow control of a hidden consumer (ADR-9, ADR-60). An answer says what has been stored, and leaves once that is safe: an origin
 * that keeps its messages only until they are acknowledged may let them go then. Confined to the stream's loop.
 */
final class FlowAnswers {
    private static final byte[] CONTROL = "NATS/1.0 100 ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST_CONSUMER = "Nats-Last-Consumer".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STALLED = "Nats-Consumer-Stalled".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};
    private static final int STALLED_MOST = 3;

    private final Stream stream;
    private byte @Nullable [] awaited;
    private @Nullable String stalledOn;
    private int stalls;

    FlowAnswers(Stream stream) {
        this.stream = stream;
    }

    /** Whether a message is a heartbeat or a request for flow control. */
    static boolean isControl(LocalMessage message) {
        int from = message.header();
        return message.payloadLength() == 0
                && message.headerLength() > CONTROL.length
                && Arrays.equals(message.bytes(), from, from + CONTROL.length, CONTROL, 0, CONTROL.length);
    }

    /** Another consumer begins. */
    void begin() {
        awaited = null;
        moved();
    }

    /** Messages come: nothing is stalled. */
    void moved() {
        stalledOn = null;
        stalls = 0;
    }

    /** Whether answers seem not to arrive. */
    boolean isStalled() {
        return stalls >= STALLED_MOST;
    }

    /** Takes a heartbeat or a request; false if a delivery was missed. */
    boolean control(LocalMessage message, Position position) {
        if (message.replyLength() > 0) {
            answer(message.replyBytes(), position);
            return true;
        }
        if (position.misses(number(header(message, LAST_CONSUMER)))) {
            return false;
        }
        String waits = header(message, STALLED);
        if (waits == null || waits.isEmpty()) {
            moved();
        } else {
            stalled(waits);
        }
        return true;
    }

    private void answer(byte[] reply, Position position) {
        String text = "NATS/1.0\r\nNats-Last-Consumer: " + position.consumer() + "\r\nNats-Last-Stream: "
                + position.stream() + "\r\n\r\n";
        byte[] headers = text.getBytes(StandardCharsets.US_ASCII);
        awaited = reply;
        stream.changes().whenCommitted(problem -> {
            if (Arrays.equals(reply, awaited)) {
                awaited = null;
                if (problem == null) {
                    stream.publisher().publish(stream.account(), reply, NOTHING, headers, NOTHING);
                }
            }
        });
    }

    private void stalled(String waits) {
        byte[] reply = waits.getBytes(StandardCharsets.UTF_8);
        if (Arrays.equals(reply, awaited)) {
            // the disk takes its time
            return;
        }
        if (!waits.equals(stalledOn)) {
            stalledOn = waits;
            stalls = 0;
        }
        stalls++;
        if (stalls == STALLED_MOST) {
            stream.host()
                    .warn("JetStream stream '" + stream.account().name() + " > " + stream.name()
                            + "' is stalled on flow control, replies are not reaching the consumer");
        }
        stream.publisher().publish(stream.account(), reply, NOTHING);
    }

    private static @Nullable String header(LocalMessage message, byte[] name) {
        return HeaderBlock.text(message.bytes(), message.header(), message.headerLength(), name);
    }

    private static long number(@Nullable String text) {
        try {
            return text == null || text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
