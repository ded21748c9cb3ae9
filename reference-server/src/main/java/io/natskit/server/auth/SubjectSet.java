// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.wire.subject.Subjects;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Patterns of a permission list, each perhaps for certain queue groups only. Immutable. Lists are short, so it looks at each in turn. */
final class SubjectSet {
    static final SubjectSet EMPTY = new SubjectSet(List.of());

    private static final byte[] ANY_QUEUE = {};

    private final byte[][] subjects;
    private final byte[][] queues;

    /** Entries {@code "subject"} or {@code "subject queue"}; those that are malformed are left out, as nats-server does. */
    SubjectSet(List<String> entries) {
        List<byte[]> subjectList = new ArrayList<>();
        List<byte[]> queueList = new ArrayList<>();
        for (String entry : entries) {
            List<String> parts = fields(entry);
            if (isEntry(parts)) {
                subjectList.add(bytes(parts.get(0)));
                queueList.add(parts.size() == 2 ? bytes(parts.get(1)) : ANY_QUEUE);
            }
        }
        subjects = subjectList.toArray(new byte[0][]);
        queues = queueList.toArray(new byte[0][]);
    }

    private SubjectSet(byte[][] subjects, byte[][] queues) {
        this.subjects = subjects;
        this.queues = queues;
    }

    /** These entries and one more. */
    SubjectSet with(String subject) {
        byte[][] more = Arrays.copyOf(subjects, subjects.length + 1);
        byte[][] moreQueues = Arrays.copyOf(queues, queues.length + 1);
        more[subjects.length] = bytes(subject);
        moreQueues[queues.length] = ANY_QUEUE;
        return new SubjectSet(more, moreQueues);
    }

    int size() {
        return subjects.length;
    }

    /** The entries as they were given: a subject, and a queue behind a blank where one is named. */
    List<String> entries() {
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < subjects.length; i++) {
            String subject = new String(subjects[i], StandardCharsets.UTF_8);
            entries.add(
                    queues[i] == ANY_QUEUE ? subject : subject + " " + new String(queues[i], StandardCharsets.UTF_8));
        }
        return entries;
    }

    /** The entries that {@code judge} says yes to, each as a set of its own, in the list's order. */
    List<String> entriesThat(Predicate<SubjectSet> judge) {
        return entries().stream()
                .filter(entry -> judge.test(new SubjectSet(List.of(entry))))
                .toList();
    }

    /** Whether an entry without a queue covers this literal subject. */
    boolean hasLiteral(byte[] bytes, int offset, int length) {
        for (int i = 0; i < subjects.length; i++) {
            if (queues[i] == ANY_QUEUE && covers(i, bytes, offset, length)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an entry covers this literal subject for a member of {@code queue}, whether it names a queue or none. */
    boolean hasLiteral(byte[] bytes, int offset, int length, byte[] queue) {
        for (int i = 0; i < subjects.length; i++) {
            if ((queues[i] == ANY_QUEUE || queueMatches(queue, queues[i])) && covers(i, bytes, offset, length)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an entry without a queue holds every subject of {@code pattern}. */
    boolean containsAll(byte[] pattern) {
        for (int i = 0; i < subjects.length; i++) {
            if (queues[i] == ANY_QUEUE && Subjects.isSubsetOf(pattern, subjects[i])) {
                return true;
            }
        }
        return false;
    }

    /** Whether some entry for queues holds every subject of {@code pattern}, whatever its queue. */
    boolean namesQueuesFor(byte[] pattern) {
        for (int i = 0; i < subjects.length; i++) {
            if (queues[i] != ANY_QUEUE && Subjects.isSubsetOf(pattern, subjects[i])) {
                return true;
            }
        }
        return false;
    }

    /** Whether some entry for {@code queue} holds every subject of {@code pattern}. */
    boolean containsAllForQueue(byte[] pattern, byte[] queue) {
        for (int i = 0; i < subjects.length; i++) {
            if (queues[i] != ANY_QUEUE && Subjects.isSubsetOf(pattern, subjects[i]) && queueMatches(queue, queues[i])) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a subscription to {@code pattern} is refused by this deny list. nats-server reads the pattern as if it were literal, so
     * {@code a.*} refuses {@code a.>}, though it is wider; so do we.
     */
    boolean refuses(byte[] pattern) {
        for (int i = 0; i < subjects.length; i++) {
            if (queues[i] == ANY_QUEUE && Subjects.matches(subjects[i], pattern)) {
                return true;
            }
        }
        return false;
    }

    /** As {@link #refuses}, by the entries for {@code queue}. */
    boolean refusesQueue(byte[] pattern, byte[] queue) {
        for (int i = 0; i < subjects.length; i++) {
            if (queues[i] != ANY_QUEUE && Subjects.matches(subjects[i], pattern) && queueMatches(queue, queues[i])) {
                return true;
            }
        }
        return false;
    }

    /** Whether some subject is both in {@code pattern} and in an entry, whatever its queue. */
    boolean overlaps(byte[] pattern) {
        for (byte[] subject : subjects) {
            if (Subjects.overlaps(subject, pattern)) {
                return true;
            }
        }
        return false;
    }

    private boolean covers(int i, byte[] bytes, int offset, int length) {
        byte[] subject = subjects[i];
        return Subjects.matches(subject, 0, subject.length, bytes, offset, length);
    }

    private static boolean queueMatches(byte[] queue, byte[] entry) {
        return Subjects.isSubsetOf(queue, entry);
    }

    private static boolean isEntry(List<String> parts) {
        return (parts.size() == 1 || parts.size() == 2) && parts.stream().allMatch(Subjects::isValid);
    }

    private static List<String> fields(String entry) {
        List<String> fields = new ArrayList<>();
        int from = -1;
        for (int i = 0; i <= entry.length(); i++) {
            boolean gap = i == entry.length() || Character.isWhitespace(entry.charAt(i));
            if (gap && from >= 0) {
                fields.add(entry.substring(from, i));
                from = -1;
            } else if (!gap && from < 0) {
                from = i;
            }
        }
        return fields;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
