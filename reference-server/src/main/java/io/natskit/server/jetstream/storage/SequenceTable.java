// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is known of each message by its sequence, 24 bytes each, in pages. Pages are added at the end, vanish when they are empty, and may
 * leave gaps of any width. The messages of a subject are linked both ways. Confined to one thread.
 */
final class SequenceTable {
    private SequencePage[] pages = new SequencePage[4];
    private int head;
    private int size;
    private @Nullable SequencePage recent;

    boolean contains(long sequence) {
        return subject(sequence) != SubjectTable.NONE;
    }

    /** The subject of a message, or {@link SubjectTable#NONE}. */
    int subject(long sequence) {
        SequencePage page = page(sequence);
        int slot = slot(sequence);
        return page == null || slot >= page.subjects.length ? SubjectTable.NONE : page.subjects[slot] - 1;
    }

    /** Where the content of a message is; it must be there. */
    long place(long sequence) {
        return known(sequence).places[slot(sequence)];
    }

    void place(long sequence, long place) {
        known(sequence).places[slot(sequence)] = place;
    }

    /** What a message counts; it must be there. */
    int size(long sequence) {
        return known(sequence).sizes[slot(sequence)];
    }

    /** Adds a message at the end. {@code previous} is the last of the same subject, 0 for none. */
    void add(long sequence, int subject, long place, int bytes, long previous) {
        SequencePage page = page(sequence);
        int slot = slot(sequence);
        if (page == null) {
            page = append(new SequencePage(sequence >>> SequencePage.BITS, slot));
        }
        page.ensure(slot);
        page.subjects[slot] = subject + 1;
        page.places[slot] = place;
        page.sizes[slot] = bytes;
        page.next[slot] = 0;
        page.previous[slot] = 0;
        page.live++;
        if (previous != 0) {
            link(previous, sequence);
        }
    }

    /** Removes a message; its neighbours of the same subject become each other's. */
    void remove(long sequence, long previous, long next) {
        SequencePage page = known(sequence);
        page.subjects[slot(sequence)] = 0;
        if (previous != 0 && next != 0) {
            link(previous, next);
        } else if (previous != 0) {
            known(previous).next[slot(previous)] = 0;
        } else if (next != 0) {
            known(next).previous[slot(next)] = 0;
        }
        if (--page.live == 0) {
            drop(page);
        }
    }

    /** The message of the same subject before this one, 0 for none. */
    long previousOfSubject(long sequence) {
        int delta = known(sequence).previous[slot(sequence)];
        if (delta != SequencePage.FAR) {
            return delta == 0 ? 0 : sequence - delta;
        }
        int subject = subject(sequence);
        long at = previous(sequence - 1);
        while (subject(at) != subject) {
            at = previous(at - 1);
        }
        return at;
    }

    /** The message of the same subject after this one, 0 for none. */
    long nextOfSubject(long sequence) {
        int delta = known(sequence).next[slot(sequence)];
        if (delta != SequencePage.FAR) {
            return delta == 0 ? 0 : sequence + delta;
        }
        int subject = subject(sequence);
        long at = next(sequence + 1);
        while (subject(at) != subject) {
            at = next(at + 1);
        }
        return at;
    }

    /** The first message at or after a sequence, 0 for none. */
    long next(long from) {
        long at = Math.max(from, 0);
        for (int i = indexAtOrAfter(at >>> SequencePage.BITS); i < size; i++) {
            SequencePage page = pages[head + i];
            int slot = page.base() >= at ? 0 : slot(at);
            for (; slot < page.subjects.length; slot++) {
                if (page.subjects[slot] != 0) {
                    return page.base() + slot;
                }
            }
        }
        return 0;
    }

    /** The last message at or before a sequence, 0 for none. */
    long previous(long upTo) {
        if (upTo <= 0) {
            return 0;
        }
        long key = upTo >>> SequencePage.BITS;
        int i = indexAtOrAfter(key);
        if (i == size || pages[head + i].key != key) {
            i--;
        }
        for (; i >= 0; i--) {
            SequencePage page = pages[head + i];
            int slot = page.key == key ? slot(upTo) : SequencePage.SLOTS - 1;
            for (slot = Math.min(slot, page.subjects.length - 1); slot >= 0; slot--) {
                if (page.subjects[slot] != 0) {
                    return page.base() + slot;
                }
            }
        }
        return 0;
    }

    /** The first message at or after {@code from} whose subject passes, 0 for none. */
    long next(long from, Subjects wanted) {
        for (int i = indexAtOrAfter(from >>> SequencePage.BITS); i < size; i++) {
            SequencePage page = pages[head + i];
            int[] subjects = page.subjects;
            for (int slot = page.base() >= from ? 0 : slot(from); slot < subjects.length; slot++) {
                if (subjects[slot] != 0 && wanted.passes(subjects[slot] - 1)) {
                    return page.base() + slot;
                }
            }
        }
        return 0;
    }

    /** The last message at or before {@code upTo} whose subject passes, 0 for none. */
    long previous(long upTo, Subjects wanted) {
        for (long at = previous(upTo); at != 0; at = previous(at - 1)) {
            if (wanted.passes(subject(at))) {
                return at;
            }
        }
        return 0;
    }

    /** How many messages there are at or after a sequence. */
    long countFrom(long from) {
        long count = 0;
        for (int i = indexAtOrAfter(from >>> SequencePage.BITS); i < size; i++) {
            SequencePage page = pages[head + i];
            if (page.base() >= from) {
                count += page.live;
            } else {
                for (int slot = slot(from); slot < page.subjects.length; slot++) {
                    count += page.subjects[slot] != 0 ? 1 : 0;
                }
            }
        }
        return count;
    }

    /** How many messages at or after a sequence have a subject that passes. */
    long countFrom(long from, Subjects wanted) {
        long count = 0;
        for (int i = indexAtOrAfter(from >>> SequencePage.BITS); i < size; i++) {
            SequencePage page = pages[head + i];
            int[] subjects = page.subjects;
            for (int slot = page.base() >= from ? 0 : slot(from); slot < subjects.length; slot++) {
                if (subjects[slot] != 0 && wanted.passes(subjects[slot] - 1)) {
                    count++;
                }
            }
        }
        return count;
    }

    /** Forgets everything. */
    void clear() {
        pages = new SequencePage[4];
        head = 0;
        size = 0;
        recent = null;
    }

    /** Picks subjects by id. */
    @FunctionalInterface
    interface Subjects {
        boolean passes(int subject);
    }

    private void link(long previous, long next) {
        long delta = next - previous;
        int stored = delta > Integer.MAX_VALUE ? SequencePage.FAR : (int) delta;
        known(previous).next[slot(previous)] = stored;
        known(next).previous[slot(next)] = stored;
    }

    private static int slot(long sequence) {
        return (int) sequence & (SequencePage.SLOTS - 1);
    }

    private SequencePage known(long sequence) {
        SequencePage page = page(sequence);
        if (page == null) {
            throw new IllegalStateException("sequence " + sequence + " is not here");
        }
        return page;
    }

    private @Nullable SequencePage page(long sequence) {
        long key = sequence >>> SequencePage.BITS;
        SequencePage last = recent;
        if (last != null && last.key == key) {
            return last;
        }
        int i = indexAtOrAfter(key);
        if (i == size || pages[head + i].key != key) {
            return null;
        }
        recent = pages[head + i];
        return recent;
    }

    // pages mostly follow one another, so the first guess is mostly right
    private int indexAtOrAfter(long key) {
        if (size == 0 || key <= pages[head].key) {
            return 0;
        }
        long guess = key - pages[head].key;
        if (guess < size && pages[head + (int) guess].key == key) {
            return (int) guess;
        }
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pages[head + middle].key < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private SequencePage append(SequencePage page) {
        if (head + size == pages.length) {
            int room = size < pages.length / 2 ? pages.length : pages.length * 2;
            SequencePage[] moved = new SequencePage[room];
            System.arraycopy(pages, head, moved, 0, size);
            pages = moved;
            head = 0;
        }
        pages[head + size++] = page;
        recent = page;
        return page;
    }

    @SuppressWarnings("NullAway") // a free slot holds nothing
    private void drop(SequencePage page) {
        int i = indexAtOrAfter(page.key);
        if (i == 0) {
            pages[head++] = null;
        } else {
            System.arraycopy(pages, head + i + 1, pages, head + i, size - i - 1);
            pages[head + size - 1] = null;
        }
        size--;
        if (size == 0) {
            head = 0;
        }
        if (recent == page) {
            recent = null;
        }
        if (pages.length > 64 && size < pages.length / 4) {
            pages = Arrays.copyOfRange(pages, head, head + Math.max(4, size * 2));
            head = 0;
        }
    }
}
