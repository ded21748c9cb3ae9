// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.group;

import io.natskit.wire.subject.Subjects;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which messages an elastic group takes, and what their key is.
 *
 * @param filter a subject with wildcards; the messages it matches are taken
 * @param wildcards which of its {@code *}, counted from 1, are the key; empty for the whole subject
 */
public record PartitionFilter(String filter, List<Integer> wildcards) {

    /** Checks and copies. */
    public PartitionFilter {
        if (!Subjects.isValid(filter) || Subjects.isLiteral(filter)) {
            throw new IllegalArgumentException(
                    "filter: \"" + filter + "\" (expected: a subject with a * or a > at its end)");
        }
        wildcards = List.copyOf(wildcards);
        int stars = stars(filter);
        Set<Integer> seen = new HashSet<>();
        for (int wildcard : wildcards) {
            if (wildcard < 1 || wildcard > stars || !seen.add(wildcard)) {
                throw new IllegalArgumentException("wildcards: " + wildcards + " (expected: each once, of 1 to " + stars
                        + " in \"" + filter + "\")");
            }
        }
    }

    private static int stars(String filter) {
        int stars = 0;
        for (int i = 0; i < filter.length(); i++) {
            if (filter.charAt(i) == '*') {
                stars++;
            }
        }
        return stars;
    }
}
