// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a subject looks like, in literal pieces: between two of them is one token, whatever it says, and behind the last one nothing, or
 * anything if the shape is open. {@code a.*.b.>} is {@code "a."}, {@code ".b."} and open. Immutable.
 */
final class SubjectShape {
    private final byte[][] literals;
    private final boolean open;

    private SubjectShape(List<byte[]> literals, boolean open) {
        this.literals = literals.toArray(new byte[0][]);
        this.open = open;
    }

    /** The shape of the subjects that match a valid pattern. */
    static SubjectShape of(byte[] pattern) {
        List<byte[]> literals = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < pattern.length; i++) {
            boolean alone = (i == 0 || pattern[i - 1] == '.') && (i + 1 == pattern.length || pattern[i + 1] == '.');
            if (alone && (pattern[i] == '*' || pattern[i] == '>')) {
                literals.add(Arrays.copyOfRange(pattern, start, i));
                start = i + 1;
            }
        }
        boolean open = pattern.length > 0 && start == pattern.length && pattern[start - 1] == '>';
        if (!open) {
            literals.add(Arrays.copyOfRange(pattern, start, pattern.length));
        }
        return new SubjectShape(literals, open);
    }

    /** The shape of all subjects that begin so. */
    static SubjectShape beginningWith(byte[] prefix) {
        return new SubjectShape(List.of(prefix), true);
    }

    byte[] literal(int piece) {
        return literals[piece];
    }

    boolean isLast(int piece) {
        return piece == literals.length - 1;
    }

    boolean isOpen() {
        return open;
    }

    /** What every subject of this shape begins with. */
    byte[] prefix() {
        return literals[0];
    }
}
