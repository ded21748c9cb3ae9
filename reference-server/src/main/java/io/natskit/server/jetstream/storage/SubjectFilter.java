// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import io.natskit.wire.subject.Subjects;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One or several subject patterns; a subject matches when one of them does. Immutable. */
public final class SubjectFilter {
    /** Matches every subject. */
    public static final SubjectFilter ALL = new SubjectFilter(List.of(bytes(">")));

    private final byte[][] patterns;
    private final boolean all;

    private SubjectFilter(List<byte[]> patterns) {
        this.patterns = patterns.toArray(new byte[0][]);
        boolean everything = false;
        for (byte[] pattern : patterns) {
            everything |= pattern.length == 1 && pattern[0] == '>';
        }
        all = everything;
    }

    /**
     * A filter of valid patterns; none means every subject. A pattern that another one contains is left out, so that each subject is found
     * once.
     */
    public static SubjectFilter of(List<byte[]> patterns) {
        List<byte[]> kept = new ArrayList<>();
        for (byte[] pattern : patterns) {
            if (kept.stream().noneMatch(other -> Subjects.isSubsetOf(pattern, other))) {
                kept.removeIf(other -> Subjects.isSubsetOf(other, pattern));
                kept.add(pattern.clone());
            }
        }
        SubjectFilter filter = kept.isEmpty() ? ALL : new SubjectFilter(kept);
        return filter.all ? ALL : filter;
    }

    /** As {@link #of(List)}. */
    public static SubjectFilter of(String... patterns) {
        List<byte[]> all = new ArrayList<>();
        for (String pattern : patterns) {
            all.add(bytes(pattern));
        }
        return of(all);
    }

    /** Whether every subject matches. */
    public boolean isAll() {
        return all;
    }

    /** Whether the subject matches. */
    public boolean matches(byte[] subject, int offset, int length) {
        if (all) {
            return true;
        }
        for (byte[] pattern : patterns) {
            if (Subjects.matches(pattern, 0, pattern.length, subject, offset, length)) {
                return true;
            }
        }
        return false;
    }

    /** As {@link #matches(byte[], int, int)}. */
    public boolean matches(ByteRange subject) {
        return matches(subject.array(), subject.offset(), subject.length());
    }

    byte[][] patterns() {
        return patterns;
    }

    // the one literal subject that this matches, or null
    byte @Nullable [] literal() {
        return patterns.length == 1 && Subjects.isLiteral(patterns[0]) ? patterns[0] : null;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (byte[] pattern : patterns) {
            text.append(text.length() == 0 ? "" : ",").append(new String(pattern, StandardCharsets.UTF_8));
        }
        return text.toString();
    }
}
