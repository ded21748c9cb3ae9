// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import java.util.Arrays;

/** One doubly linked list through numbered slots. A slot stands in it once at most; who asks knows whether it does. */
final class Links {
    private int[] previous;
    private int[] next;
    private int first = PendingAcks.NONE;
    private int last = PendingAcks.NONE;
    private int size;

    Links(int slots) {
        previous = new int[slots];
        next = new int[slots];
    }

    void grow(int slots) {
        previous = Arrays.copyOf(previous, slots);
        next = Arrays.copyOf(next, slots);
    }

    int first() {
        return first;
    }

    int last() {
        return last;
    }

    int next(int slot) {
        return next[slot];
    }

    int size() {
        return size;
    }

    void append(int slot) {
        insertAfter(last, slot);
    }

    /** Inserts a slot after another that is in the list, or first if that is none. */
    void insertAfter(int before, int slot) {
        int after = before == PendingAcks.NONE ? first : next[before];
        previous[slot] = before;
        next[slot] = after;
        if (before == PendingAcks.NONE) {
            first = slot;
        } else {
            next[before] = slot;
        }
        if (after == PendingAcks.NONE) {
            last = slot;
        } else {
            previous[after] = slot;
        }
        size++;
    }

    int previous(int slot) {
        return previous[slot];
    }

    void remove(int slot) {
        int before = previous[slot];
        int after = next[slot];
        if (before == PendingAcks.NONE) {
            first = after;
        } else {
            next[before] = after;
        }
        if (after == PendingAcks.NONE) {
            last = before;
        } else {
            previous[after] = before;
        }
        size--;
    }

    void clear() {
        first = PendingAcks.NONE;
        last = PendingAcks.NONE;
        size = 0;
    }
}
