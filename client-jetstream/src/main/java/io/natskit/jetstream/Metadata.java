// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the reply subject of a delivered message says (ADR-15).
 *
 * @param stream the stream
 * @param consumer the consumer
 * @param domainOrNull the JetStream domain, or null when the server names none
 * @param streamSequence its place in the stream
 * @param consumerSequence the how-manieth delivery of the consumer it is
 * @param delivered the how-manieth delivery of this message it is, from 1
 * @param pending how many messages the consumer had not delivered yet
 * @param timestampNanos when it was stored, in nanoseconds since 1970
 */
public record Metadata(
        String stream,
        String consumer,
        @Nullable String domainOrNull,
        long streamSequence,
        long consumerSequence,
        long delivered,
        long pending,
        long timestampNanos) {

    private static final String PREFIX = "$JS.ACK.";
    private static final int TOKENS_MAX = 12;

    /** The domain, if the server names one. */
    public Optional<String> domain() {
        return Optional.ofNullable(domainOrNull);
    }

    /** When it was stored. */
    public Instant time() {
        return Instant.ofEpochSecond(
                Math.floorDiv(timestampNanos, 1_000_000_000L), Math.floorMod(timestampNanos, 1_000_000_000L));
    }

    /**
     * Reads {@code $JS.ACK.<stream>.<consumer>.<delivered>.<stream seq>.<consumer seq>.<time>.<pending>}, or the form with domain and account before the stream and perhaps
     * tokens behind it. Throws {@link IllegalArgumentException} for anything else.
     */
    public static Metadata parse(String replySubject) {
        if (!replySubject.startsWith(PREFIX)) {
            throw not(replySubject);
        }
        int[] starts = new int[TOKENS_MAX + 1];
        int count = 0;
        int from = 0;
        while (from <= replySubject.length() && count < TOKENS_MAX) {
            starts[count++] = from;
            int dot = replySubject.indexOf('.', from);
            from = (dot < 0 ? replySubject.length() : dot) + 1;
        }
        starts[count] = from;
        if (count != 9 && count < 11) {
            throw not(replySubject);
        }
        int at = count == 9 ? 2 : 4;
        String domain = count == 9 ? "_" : token(replySubject, starts, 2);
        try {
            return new Metadata(
                    token(replySubject, starts, at),
                    token(replySubject, starts, at + 1),
                    domain.equals("_") ? null : domain,
                    unsigned(replySubject, starts, at + 3),
                    unsigned(replySubject, starts, at + 4),
                    Long.parseLong(replySubject, starts[at + 2], starts[at + 3] - 1, 10),
                    unsigned(replySubject, starts, at + 6),
                    Long.parseLong(replySubject, starts[at + 5], starts[at + 6] - 1, 10));
        } catch (NumberFormatException e) {
            throw not(replySubject);
        }
    }

    private static String token(String subject, int[] starts, int token) {
        return subject.substring(starts[token], starts[token + 1] - 1);
    }

    /** In place: a consumer's messages are many. */
    private static long unsigned(String subject, int[] starts, int token) {
        return Long.parseUnsignedLong(subject, starts[token], starts[token + 1] - 1, 10);
    }

    private static IllegalArgumentException not(String replySubject) {
        return new IllegalArgumentException(
                "reply subject: \"" + replySubject + "\" (expected: $JS.ACK. and 7, or 9 and more, tokens)");
    }
}
