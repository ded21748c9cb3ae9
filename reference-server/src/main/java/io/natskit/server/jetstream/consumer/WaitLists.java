// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

/**
 * Who waits how long: one list for each wait (the acknowledgement wait, or the steps of the back-off), each in the order in which its waits began,
 * so that the one that ends first is always in front. Slots belong to {@link PendingAcks}.
 */
final class WaitLists {
    private long[] waitNanos;
    private Links[] lists;
    private int slots = 8;

    WaitLists(long[] waitNanos) {
        this.waitNanos = waitNanos.clone();
        this.lists = newLists(waitNanos.length, slots);
    }

    private static Links[] newLists(int count, int slots) {
        Links[] made = new Links[count];
        for (int i = 0; i < count; i++) {
            made[i] = new Links(slots);
        }
        return made;
    }

    void grow(int size) {
        slots = size;
        for (Links list : lists) {
            list.grow(size);
        }
    }

    void clear() {
        for (Links list : lists) {
            list.clear();
        }
    }

    /** Other waits; all lists are empty afterwards. */
    void change(long[] nanos) {
        waitNanos = nanos.clone();
        lists = newLists(nanos.length, slots);
    }

    /** How long a message that was sent again so many times waits. */
    long waitNanos(int redeliveries) {
        return waitNanos[Math.min(redeliveries, waitNanos.length - 1)];
    }

    /** Adds a slot whose wait begins at its stamp; returns the list that it stands in. */
    int append(int slot, int redeliveries, long[] stamps) {
        int list = Math.min(redeliveries, waitNanos.length - 1);
        Links links = lists[list];
        int before = links.last();
        // stamps come from a clock that does not go back; what was restored may be older
        while (before != PendingAcks.NONE && stamps[before] > stamps[slot]) {
            before = links.previous(before);
        }
        links.insertAfter(before, slot);
        return list;
    }

    void remove(int slot, int list) {
        lists[list].remove(slot);
    }

    long nextDeadline(long[] stamps) {
        long next = Long.MAX_VALUE;
        for (int i = 0; i < lists.length; i++) {
            int slot = lists[i].first();
            if (slot != PendingAcks.NONE && waitNanos[i] > 0) {
                next = Math.min(next, stamps[slot] + waitNanos[i]);
            }
        }
        return next;
    }

    /** Takes out a slot whose wait is over, or answers {@link PendingAcks#NONE}. A wait of zero never ends. */
    int pollExpired(long nowNanos, long[] stamps) {
        for (int i = 0; i < lists.length; i++) {
            int slot = lists[i].first();
            if (slot != PendingAcks.NONE && waitNanos[i] > 0 && stamps[slot] + waitNanos[i] <= nowNanos) {
                lists[i].remove(slot);
                return slot;
            }
        }
        return PendingAcks.NONE;
    }
}
