// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.subject.SubjectTokens;

/**
 * What the subject of an acknowledgement says: {@code $JS.ACK.<stream>.<consumer>.<deliveries>.<stream seq>.<consumer seq>.<time>.<pending>}, or
 * with {@code <domain>.<account hash>} after {@code ACK} and perhaps more tokens at the end (ADR-15). One object, filled anew for each
 * acknowledgement. Pure.
 */
final class AckSubject {
    private static final int OLD_TOKENS = 9;
    private static final int NEW_TOKENS = 11;

    private long streamSequence;
    private long consumerSequence;
    private long deliveries;

    /** Reads a subject; false if it is none of the two forms or a sequence in it is no number. */
    boolean read(byte[] bytes, int offset, int length) {
        streamSequence = 0;
        consumerSequence = 0;
        deliveries = 0;
        int end = offset + length;
        int tokens = SubjectTokens.count(bytes, offset, end);
        if (tokens != OLD_TOKENS && tokens < NEW_TOKENS) {
            return false;
        }
        int at = SubjectTokens.skip(bytes, offset, end, tokens == OLD_TOKENS ? 4 : 6);
        deliveries = SubjectTokens.number(bytes, at, end);
        at = SubjectTokens.skip(bytes, at, end, 1);
        streamSequence = SubjectTokens.number(bytes, at, end);
        at = SubjectTokens.skip(bytes, at, end, 1);
        consumerSequence = SubjectTokens.number(bytes, at, end);
        return streamSequence > 0 && consumerSequence >= 0 && deliveries >= 0;
    }

    /** The stream sequence of the message. */
    long streamSequence() {
        return streamSequence;
    }

    /** The consumer sequence of that delivery. */
    long consumerSequence() {
        return consumerSequence;
    }

    /** The how many-th delivery of the message it was. */
    long deliveries() {
        return deliveries;
    }
}
