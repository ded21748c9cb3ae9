// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.util.Arrays;

/** What is known of 1,024 sequences in a row: subject, place, size, and the neighbours of the same subject. */
final class SequencePage {
    static final int BITS = 10;
    static final int SLOTS = 1 << BITS;

    /** A neighbour too far away for an int; it is searched. */
    static final int FAR = -1;

    final long key;
    int live;

    // by slot; subject plus one, 0 for no message
    int[] subjects;
    long[] places;
    int[] sizes;
    int[] previous;
    int[] next;

    SequencePage(long key, int firstSlot) {
        this.key = key;
        int room = Math.min(SLOTS, Math.max(16, firstSlot + 1));
        subjects = new int[room];
        places = new long[room];
        sizes = new int[room];
        previous = new int[room];
        next = new int[room];
    }

    void ensure(int slot) {
        if (slot >= subjects.length) {
            int room = Math.min(SLOTS, Math.max(subjects.length * 2, slot + 1));
            subjects = Arrays.copyOf(subjects, room);
            places = Arrays.copyOf(places, room);
            sizes = Arrays.copyOf(sizes, room);
            previous = Arrays.copyOf(previous, room);
            next = Arrays.copyOf(next, room);
        }
    }

    long base() {
        return key << BITS;
    }
}
