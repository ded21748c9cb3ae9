// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.subject.Subjects;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A subject to publish to, checked (strictly) and encoded once: what a hot loop keeps in a constant. Immutable. */
public final class Subject {

    private final String text;
    private final byte[] encoded;

    private Subject(String text, byte[] encoded) {
        this.text = text;
        this.encoded = encoded;
    }

    /**
     * Prepares a subject.
     *
     * @throws IllegalArgumentException when it is malformed, holds whitespace or a wildcard token
     */
    public static Subject of(String subject) {
        byte[] encoded = subject.getBytes(StandardCharsets.UTF_8);
        if (!Subjects.isValid(encoded) || !Subjects.isLiteral(encoded) || Subjects.hasWhitespace(encoded)) {
            throw new IllegalArgumentException(
                    "subject: \"" + subject + "\" (expected: tokens between dots, no wildcard, no whitespace)");
        }
        return new Subject(subject, encoded);
    }

    /** Its length in bytes. */
    public int encodedLength() {
        return encoded.length;
    }

    /** Copies its bytes into {@code target} from {@code offset}, and returns the offset behind them. */
    public int writeTo(byte[] target, int offset) {
        System.arraycopy(encoded, 0, target, offset, encoded.length);
        return offset + encoded.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Subject s && text.equals(s.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The subject as it was given. */
    @Override
    public String toString() {
        return text;
    }
}
