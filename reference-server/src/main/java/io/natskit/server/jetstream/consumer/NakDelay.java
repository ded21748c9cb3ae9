// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.wire.GoDuration;
import io.natskit.wire.json.JsonException;
import io.natskit.wire.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** The delay that a negative acknowledgement may carry: a duration as Go writes it, or {@code {"delay": nanoseconds}}. Pure. */
final class NakDelay {
    /** No delay was given. */
    static final long NONE = Long.MIN_VALUE;
    /** What was given is no delay. */
    static final long MALFORMED = Long.MIN_VALUE + 1;

    // no delay needs more, and long numbers cost more than they are worth
    private static final int LENGTH_MAX = 64;

    private NakDelay() {}

    /** Reads what follows {@code -NAK}: nanoseconds, {@link #NONE} or {@link #MALFORMED}. */
    static long read(byte[] bytes, int offset, int length) {
        int from = offset;
        int to = offset + length;
        while (from < to && isSpace(bytes[from])) {
            from++;
        }
        while (from < to && isSpace(bytes[to - 1])) {
            to--;
        }
        if (from == to) {
            return NONE;
        }
        return bytes[from] == '{' ? json(bytes, from, to - from) : duration(bytes, from, to);
    }

    private static long json(byte[] bytes, int offset, int length) {
        try {
            return JsonObject.parse(bytes, offset, length).ignoringCase().integer("delay", 0);
        } catch (JsonException e) {
            return MALFORMED;
        }
    }

    private static long duration(byte[] bytes, int from, int to) {
        if (to - from > LENGTH_MAX) {
            return MALFORMED;
        }
        try {
            return GoDuration.parse(new String(bytes, from, to - from, StandardCharsets.UTF_8))
                    .toNanos();
        } catch (IllegalArgumentException e) {
            return MALFORMED;
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b >= '\t' && b <= '\r';
    }
}
