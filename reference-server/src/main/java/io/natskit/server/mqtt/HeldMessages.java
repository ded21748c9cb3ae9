// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages of QoS 2 that a client has sent and not released, as far as they are known here without asking the stream that holds them. Bounded;
 * confined to the client's loop.
 */
final class HeldMessages {
    private static final int MOST = 1_024;
    private static final int BYTES_MOST = 4 * 1024 * 1024;

    private final Map<Integer, Held> held = new HashMap<>();
    private final BitSet released = new BitSet();
    private int bytes;

    /** What is known of one: whether the stream has it, and as which message. */
    static final class Held {
        final Outgoing message;
        /** Its sequence; 0 while it is on its way there, -1 if the stream had one before, which counts. */
        long sequence;

        Held(Outgoing message) {
            this.message = message;
        }
    }

    @Nullable
    Held find(int identifier) {
        return held.get(identifier);
    }

    /** Whether the message with that identifier has been released, and nothing new has come with it. */
    boolean isReleased(int identifier) {
        return released.get(identifier);
    }

    /**
     * Remembers a message that goes to the stream; null if it is not worth it, or if what is sent again may be there from an earlier connection:
     * the stream knows.
     */
    @Nullable
    Held remember(int identifier, Outgoing message, boolean again) {
        boolean fresh = released.get(identifier);
        released.clear(identifier);
        if (again && !fresh || held.size() >= MOST || bytes + message.size() > BYTES_MOST) {
            return null;
        }
        Held one = new Held(message);
        bytes += message.size();
        held.put(identifier, one);
        return one;
    }

    /** It is forgotten here. */
    void drop(int identifier) {
        Held one = held.remove(identifier);
        if (one != null) {
            bytes -= one.message.size();
        }
    }

    /** It is released. */
    void release(int identifier) {
        drop(identifier);
        released.set(identifier);
    }
}
