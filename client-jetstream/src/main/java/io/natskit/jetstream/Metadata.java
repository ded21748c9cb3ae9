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
        String[] tokens = new String[12];
        int count = 0;
        int from = 0;
        while (from <= replySubject.length() && count < tokens.length) {
            int dot = replySubject.indexOf('.', from);
            int end = dot < 0 ? replySubject.length() : dot;
            tokens[count++] = replySubject.substring(from, end);
            from = end + 1;
        }
        if (count != 9 && count < 11) {
            throw not(replySubject);
        }
        int at = count == 9 ? 2 : 4;
        String domain = count == 9 || tokens[2].equals("_") ? null : tokens[2];
        try {
            return new Metadata(
                    tokens[at],
                    tokens[at + 1],
                    domain,
                    Long.parseUnsignedLong(tokens[at + 3]),
                    Long.parseUnsignedLong(tokens[at + 4]),
                    Long.parseLong(tokens[at + 2]),
                    Long.parseUnsignedLong(tokens[at + 6]),
                    Long.parseLong(tokens[at + 5]));
        } catch (NumberFormatException e) {
            throw not(replySubject);
        }
    }

    private static IllegalArgumentException not(String replySubject) {
        return new IllegalArgumentException(
                "reply subject: \"" + replySubject + "\" (expected: $JS.ACK. and 7, or 9 and more, tokens)");
    }
}
