// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Which messages a stream has: by sequence and by subject, without their contents. Both kinds of store stand on it, and it answers every
 * question about filters. A question about one subject costs its few links; a question about a pattern costs the subjects below its
 * literal prefix, or with its last token; only where a start in the middle cuts through many messages are their subject numbers read, one int each. Confined to
 * one thread.
 */
final class MessageIndex {
    // how many links are followed before reading numbers in a row is cheaper
    private static final int LINKS_MAX = 64;
    // how many names are compared before the matching subjects are looked up
    private static final int COMPARED_MAX = 2_048;

    private final SequenceTable sequences = new SequenceTable();
    private SubjectTable subjects = new SubjectTable();
    private long messages;
    private long bytes;
    private long first;
    private long last;

    SequenceTable sequences() {
        return sequences;
    }

    SubjectTable subjects() {
        return subjects;
    }

    long messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }

    long first() {
        return first;
    }

    long last() {
        return last;
    }

    /** Adds a message above all others. */
    void add(long sequence, byte[] subject, int offset, int length, long place, int size) {
        add(sequence, subjects.findOrAdd(subject, offset, length), place, size);
    }

    /** As above, with a subject that is in the table. */
    void add(long sequence, int id, long place, int size) {
        sequences.add(sequence, id, place, size, subjects.last(id));
        if (subjects.count(id) == 0) {
            subjects.first(id, sequence);
        }
        subjects.last(id, sequence);
        subjects.count(id, subjects.count(id) + 1);
        if (messages == 0) {
            first = sequence;
        }
        messages++;
        bytes += size;
        last = sequence;
    }

    /** Gives up the sequences below {@code next}, which is above {@link #last}. */
    void skipTo(long next) {
        last = next - 1;
        if (messages == 0) {
            first = next;
        }
    }

    /** Removes a message that is there. Answers what it counted. */
    int remove(long sequence) {
        int id = sequences.subject(sequence);
        int size = sequences.size(sequence);
        long before = sequence == subjects.first(id) ? 0 : sequences.previousOfSubject(sequence);
        long after = sequence == subjects.last(id) ? 0 : sequences.nextOfSubject(sequence);
        sequences.remove(sequence, before, after);
        long count = subjects.count(id) - 1;
        if (count == 0) {
            subjects.remove(id);
        } else {
            subjects.count(id, count);
            if (before == 0) {
                subjects.first(id, after);
            }
            if (after == 0) {
                subjects.last(id, before);
            }
        }
        messages--;
        bytes -= size;
        if (messages == 0) {
            first = last + 1;
        } else if (sequence == first) {
            first = sequences.next(sequence + 1);
        }
        return size;
    }

    /** Removes everything; sequences go on. */
    void clear() {
        sequences.clear();
        subjects = new SubjectTable();
        messages = 0;
        bytes = 0;
        first = last + 1;
    }

    /** Removes everything, as if nothing had ever been here. */
    void reset() {
        clear();
        first = 0;
        last = 0;
    }

    // ---- questions

    long next(SubjectFilter filter, long from) {
        long start = Math.max(from, first);
        if (start > last || messages == 0) {
            return 0;
        }
        if (filter.isAll()) {
            return sequences.next(start);
        }
        byte[] literal = filter.literal();
        if (literal != null) {
            int id = subjects.find(literal, 0, literal.length);
            return id == SubjectTable.NONE ? 0 : nextOf(id, start);
        }
        int[] left = {COMPARED_MAX};
        long found = sequences.next(start, id -> left[0]-- == 0 || subjects.matches(filter, id));
        if (found == 0 || left[0] >= 0) {
            return found;
        }
        BitSet matching = new BitSet();
        subjects.each(filter, id -> {
            if (subjects.last(id) >= found) {
                matching.set(id);
            }
            return true;
        });
        return matching.isEmpty() ? 0 : sequences.next(found, matching::get);
    }

    long last(SubjectFilter filter, long upTo) {
        long end = Math.min(upTo, last);
        if (filter.isAll()) {
            return sequences.previous(end);
        }
        byte[] literal = filter.literal();
        if (literal != null) {
            int id = subjects.find(literal, 0, literal.length);
            return id == SubjectTable.NONE ? 0 : lastOf(id, end);
        }
        int[] left = {COMPARED_MAX};
        long found = sequences.previous(end, id -> left[0]-- == 0 || subjects.matches(filter, id));
        if (found == 0 || left[0] >= 0) {
            return found;
        }
        BitSet matching = new BitSet();
        subjects.each(filter, id -> {
            if (subjects.first(id) <= found) {
                matching.set(id);
            }
            return true;
        });
        return matching.isEmpty() ? 0 : sequences.previous(found, matching::get);
    }

    long[] lastPerSubject(SubjectFilter filter, long upTo, int max) {
        long[][] found = {new long[16]};
        int[] count = {0};
        subjects.each(filter, id -> {
            long at = lastOf(id, upTo);
            if (at != 0) {
                if (count[0] == found[0].length) {
                    found[0] = Arrays.copyOf(found[0], count[0] * 2);
                }
                found[0][count[0]++] = at;
            }
            return count[0] <= max;
        });
        long[] sorted = Arrays.copyOf(found[0], count[0]);
        Arrays.sort(sorted);
        return sorted;
    }

    long count(SubjectFilter filter, long from) {
        if (from > last || messages == 0) {
            return 0;
        }
        if (filter.isAll()) {
            return from <= first ? messages : sequences.countFrom(from);
        }
        long[] whole = {0};
        long[] partial = {0};
        BitSet cut = new BitSet();
        subjects.each(filter, id -> {
            long count = subjects.count(id);
            if (subjects.first(id) >= from) {
                whole[0] += count;
            } else if (subjects.last(id) >= from) {
                partial[0] += count;
                cut.set(id);
            }
            return true;
        });
        if (cut.isEmpty()) {
            return whole[0];
        }
        if (partial[0] == messages) {
            return sequences.countFrom(from);
        }
        if (partial[0] * 16 <= last - from) {
            long counted = whole[0];
            for (int id = cut.nextSetBit(0); id >= 0; id = cut.nextSetBit(id + 1)) {
                for (long at = subjects.last(id); at >= from; at = sequences.previousOfSubject(at)) {
                    counted++;
                }
            }
            return counted;
        }
        return whole[0] + sequences.countFrom(from, cut::get);
    }

    long countSubjects(SubjectFilter filter, long from) {
        if (filter.isAll() && from <= first) {
            return subjects.size();
        }
        long[] count = {0};
        subjects.each(filter, id -> {
            count[0] += subjects.last(id) >= from ? 1 : 0;
            return true;
        });
        return count[0];
    }

    void visitSubjects(SubjectFilter filter, SubjectVisitor visitor) {
        ByteRange name = new ByteRange();
        subjects.matching(filter, id -> {
            subjects.name(id, name);
            return visitor.visit(name, subjects.count(id), subjects.first(id), subjects.last(id));
        });
    }

    void visitDeleted(RangeVisitor visitor) {
        if (messages == 0) {
            return;
        }
        long expected = first;
        for (long at = first; at != 0; at = sequences.next(at + 1)) {
            if (at != expected) {
                visitor.visit(expected, at - 1);
            }
            expected = at + 1;
        }
        if (expected <= last) {
            visitor.visit(expected, last);
        }
    }

    /** The matching messages below {@code before}, oldest first, as many as {@code max}; none of them may be removed meanwhile. */
    long[] oldest(SubjectFilter filter, long before, long max) {
        long[] found = new long[16];
        int count = 0;
        BitSet matching = new BitSet();
        long[] start = {Long.MAX_VALUE};
        subjects.each(filter, id -> {
            matching.set(id);
            start[0] = Math.min(start[0], subjects.first(id));
            return true;
        });
        boolean one = matching.cardinality() == 1;
        int only = one ? matching.nextSetBit(0) : 0;
        long at = matching.isEmpty() ? 0 : start[0];
        while (at != 0 && at < before && count < max) {
            if (count == found.length) {
                found = Arrays.copyOf(found, count * 2);
            }
            found[count++] = at;
            if (one) {
                at = at == subjects.last(only) ? 0 : sequences.nextOfSubject(at);
            } else {
                at = sequences.next(at + 1, matching::get);
            }
        }
        return Arrays.copyOf(found, count);
    }

    private long nextOf(int id, long from) {
        if (from > subjects.last(id)) {
            return 0;
        }
        if (from <= subjects.first(id)) {
            return subjects.first(id);
        }
        if (subjects.count(id) > LINKS_MAX) {
            return sequences.next(from, other -> other == id);
        }
        long at = subjects.first(id);
        while (at < from) {
            at = sequences.nextOfSubject(at);
        }
        return at;
    }

    private long lastOf(int id, long upTo) {
        if (upTo < subjects.first(id)) {
            return 0;
        }
        if (upTo >= subjects.last(id)) {
            return subjects.last(id);
        }
        if (subjects.count(id) > LINKS_MAX) {
            return sequences.previous(upTo, other -> other == id);
        }
        long at = subjects.last(id);
        while (at > upTo) {
            at = sequences.previousOfSubject(at);
        }
        return at;
    }
}
