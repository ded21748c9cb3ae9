// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import java.nio.charset.StandardCharsets;

/** Writes the reply subject of a delivered message, {@link AckSubject}'s counterpart, into an array of the caller. Immutable. */
final class AckReply {
    /** The most bytes that {@link #write} adds to the prefix: five numbers and four dots. */
    static final int NUMBERS_MAX = 5 * 20 + 4;

    private final byte[] prefix;

    private AckReply(String prefix) {
        this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
    }

    /** The form that every client knows: {@code $JS.ACK.<stream>.<consumer>.…}. */
    static AckReply old(String stream, String consumer) {
        return new AckReply("$JS.ACK." + stream + "." + consumer + ".");
    }

    /** The form with the domain ({@code _} for none) and the hash of the account (ADR-15). */
    static AckReply withAccount(String domain, String accountHash, String stream, String consumer) {
        return new AckReply("$JS.ACK." + domain + "." + accountHash + "." + stream + "." + consumer + ".");
    }

    /** The most bytes that a reply subject takes. */
    int maxLength() {
        return prefix.length + NUMBERS_MAX;
    }

    /** Writes the subject at {@code at}, where {@link #maxLength} bytes must be free, and returns where it ends. */
    int write(
            byte[] out,
            int at,
            long deliveries,
            long streamSequence,
            long consumerSequence,
            long timeNanos,
            long pending) {
        System.arraycopy(prefix, 0, out, at, prefix.length);
        int i = Decimal.write(out, at + prefix.length, deliveries);
        out[i++] = '.';
        i = Decimal.write(out, i, streamSequence);
        out[i++] = '.';
        i = Decimal.write(out, i, consumerSequence);
        out[i++] = '.';
        i = Decimal.write(out, i, timeNanos);
        out[i++] = '.';
        return Decimal.write(out, i, pending);
    }
}
