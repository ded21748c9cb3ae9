// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.wire.jetstream.PullRequest;
import io.natskit.wire.json.JsonException;
import org.jspecify.annotations.Nullable;

/** Reads the body of a pull request (PL-01): nothing, a number, or an object. Pure. */
final class PullParser {
    private static final Result ONE = new Result(PullTerms.ONE, null);

    private PullParser() {}

    /**
     * What a body asks for, or why it asks for nothing.
     *
     * @param terms what is asked for, null if the body is malformed
     * @param problem the status and its text if it is
     */
    record Result(@Nullable PullTerms terms, @Nullable String problem) {}

    /** Reads a body. One that is neither a number nor an object asks for one message. */
    static Result read(byte[] bytes, int offset, int length) {
        int from = offset;
        int to = offset + length;
        while (from < to && isSpace(bytes[from])) {
            from++;
        }
        while (from < to && isSpace(bytes[to - 1])) {
            to--;
        }
        if (from == to) {
            return ONE;
        }
        return bytes[from] == '{' ? object(bytes, from, to - from) : number(bytes, from, to);
    }

    private static Result number(byte[] bytes, int from, int to) {
        boolean signed = bytes[from] == '-' || bytes[from] == '+';
        int i = signed ? from + 1 : from;
        long value = 0;
        if (i == to || to - i > 18) {
            return ONE;
        }
        for (; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return ONE;
            }
            value = value * 10 + digit;
        }
        return new Result(PullTerms.ofBatch(narrow(bytes[from] == '-' ? -value : value)), null);
    }

    private static Result object(byte[] bytes, int offset, int length) {
        PullRequest asked;
        try {
            asked = PullRequest.ofRequest(bytes, offset, length);
        } catch (JsonException e) {
            return new Result(null, "400 Bad Request - " + e.getMessage());
        }
        long expires = asked.expires().toNanos();
        long heartbeat = asked.idleHeartbeat().toNanos();
        if (heartbeat > 0 && heartbeat > expires / 2) {
            return new Result(null, "400 Bad Request - heartbeat value too large");
        }
        return new Result(
                new PullTerms(
                        narrow(asked.batch()),
                        expires,
                        narrow(asked.maxBytes()),
                        asked.noWait(),
                        heartbeat,
                        asked.group(),
                        asked.minPending(),
                        asked.minAckPending(),
                        asked.id().isEmpty() ? null : asked.id(),
                        asked.priority()),
                null);
    }

    private static int narrow(long value) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b >= '\t' && b <= '\r';
    }
}
