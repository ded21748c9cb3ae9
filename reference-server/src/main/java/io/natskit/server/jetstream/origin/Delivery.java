// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.origin;

import io.natskit.server.subject.SubjectTokens;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the reply subject of a delivered message says: {@code $JS.ACK.<stream>.<consumer>.<deliveries>.<stream seq>.<consumer seq>.<time>.<pending>}, or
 * with {@code <domain>.<account hash>} behind {@code ACK} and perhaps more tokens at the end (ADR-15). One object, filled anew for each
 * message. Pure.
 */
final class Delivery {
    private static final byte[] PREFIX = "$JS.ACK.".getBytes(StandardCharsets.US_ASCII);
    private static final int OLD_TOKENS = 9;
    private static final int NEW_TOKENS = 11;

    private byte[] bytes = {};
    private int consumerFrom;
    private int consumerTo;
    private long deliveries;
    private long streamSequence;
    private long consumerSequence;
    private long timestampNanos;
    private long pending;

    /** Reads a subject; false if it is none of the two forms. */
    boolean read(byte[] from, int offset, int length) {
        int end = offset + length;
        if (length < PREFIX.length || !Arrays.equals(from, offset, offset + PREFIX.length, PREFIX, 0, PREFIX.length)) {
            return false;
        }
        int tokens = SubjectTokens.count(from, offset, end);
        if (tokens != OLD_TOKENS && tokens < NEW_TOKENS) {
            return false;
        }
        bytes = from;
        consumerFrom = SubjectTokens.skip(bytes, offset, end, tokens == OLD_TOKENS ? 3 : 5);
        int at = SubjectTokens.skip(bytes, consumerFrom, end, 1);
        consumerTo = at - 1;
        deliveries = SubjectTokens.number(bytes, at, end);
        at = SubjectTokens.skip(bytes, at, end, 1);
        streamSequence = SubjectTokens.number(bytes, at, end);
        at = SubjectTokens.skip(bytes, at, end, 1);
        consumerSequence = SubjectTokens.number(bytes, at, end);
        at = SubjectTokens.skip(bytes, at, end, 1);
        timestampNanos = SubjectTokens.number(bytes, at, end);
        pending = SubjectTokens.number(bytes, SubjectTokens.skip(bytes, at, end, 1), end);
        return deliveries > 0 && streamSequence > 0 && consumerSequence > 0 && timestampNanos >= 0 && pending >= 0;
    }

    /** Whether the consumer of that name delivered it. */
    boolean isFrom(byte[] consumer) {
        return Arrays.equals(bytes, consumerFrom, consumerTo, consumer, 0, consumer.length);
    }

    /** The how many-th delivery of the message it is. */
    long deliveries() {
        return deliveries;
    }

    /** The origin's sequence. */
    long streamSequence() {
        return streamSequence;
    }

    /** The consumer's sequence. */
    long consumerSequence() {
        return consumerSequence;
    }

    /** When the origin stored it: nanoseconds since 1970. */
    long timestampNanos() {
        return timestampNanos;
    }

    /** How many more the consumer had, this one left out. */
    long pending() {
        return pending;
    }
}
