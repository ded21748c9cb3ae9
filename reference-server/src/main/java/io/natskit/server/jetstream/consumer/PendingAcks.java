// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import java.util.Arrays;

/**
 * The messages that were delivered and are neither acknowledged nor given up: an open table from the stream sequence to a slot of primitive
 * columns. Four lists run through the slots, so that no question needs a walk over all of them: the order of the stream, the messages that wait for
 * their acknowledgement in the order of their deadlines (one list for each step of the back-off), and those that are queued to be sent again.
 *
 * <p>A slot is a small number that stays the same until its message is removed. Confined to the consumer's loop.
 */
final class PendingAcks {
    /** No slot. */
    static final int NONE = -1;

    private static final int NOT_WAITING = -1;
    private static final int DELAYED = -2;

    private final WaitLists waits;
    private final LongHeap delayed = new LongHeap();

    // the table: 0 is empty, n is slot n-1
    private int[] table = new int[16];
    private int mask = 15;

    // columns
    private long[] sequences = new long[8];
    private long[] deliveries = new long[8];
    private long[] stamps = new long[8];
    private int[] redelivered = new int[8];
    private long[] delayedUntil = new long[8];
    private int[] waitingIn = new int[8];
    private final Links order = new Links(8);
    private final Links redelivery = new Links(8);
    private boolean[] queued = new boolean[8];

    private int used;
    private int free = NONE;
    private int[] nextFree = new int[8];
    private int count;
    private int redeliveredCount;

    /** An empty table whose messages wait {@code waitNanos[min(redeliveries, last)]} for their acknowledgement; at least one wait. */
    PendingAcks(long[] waitNanos) {
        waits = new WaitLists(waitNanos);
    }

    /** How many there are. */
    int size() {
        return count;
    }

    /** How many of them were sent more than once. */
    int redeliveredCount() {
        return redeliveredCount;
    }

    /** The slot of a stream sequence, or {@link #NONE}. */
    int find(long sequence) {
        int i = hash(sequence) & mask;
        while (true) {
            int entry = table[i];
            if (entry == 0) {
                return NONE;
            }
            if (sequences[entry - 1] == sequence) {
                return entry - 1;
            }
            i = i + 1 & mask;
        }
    }

    /** The stream sequence in a slot. */
    long sequence(int slot) {
        return sequences[slot];
    }

    /** The consumer sequence of the first delivery of the message in a slot. */
    long deliverySequence(int slot) {
        return deliveries[slot];
    }

    /** When it was last delivered or kept alive, in the loop's nanoseconds. */
    long stamp(int slot) {
        return stamps[slot];
    }

    /** How often it was sent again. */
    int redeliveries(int slot) {
        return redelivered[slot];
    }

    /** Sets how often it was sent again. */
    void redeliveries(int slot, int times) {
        redeliveredCount += (times > 0 ? 1 : 0) - (redelivered[slot] > 0 ? 1 : 0);
        redelivered[slot] = times;
    }

    /** Adds a message; its stream sequence must be higher than all others. Returns its slot; it waits from {@code nowNanos} on. */
    int add(long sequence, long deliverySequence, int redeliveries, long nowNanos) {
        int slot = newSlot();
        sequences[slot] = sequence;
        deliveries[slot] = deliverySequence;
        redelivered[slot] = redeliveries;
        redeliveredCount += redeliveries > 0 ? 1 : 0;
        queued[slot] = false;
        waitingIn[slot] = NOT_WAITING;
        order.append(slot);
        count++;
        if (count * 2 > table.length) {
            rehash(table.length * 2);
        } else {
            insert(sequence, slot);
        }
        restart(slot, nowNanos);
        return slot;
    }

    /** Lets the wait for an acknowledgement begin anew. */
    void restart(int slot, long nowNanos) {
        unwait(slot);
        stamps[slot] = nowNanos;
        waitingIn[slot] = waits.append(slot, redelivered[slot], stamps);
    }

    /** Lets a message wait until then, whatever the acknowledgement wait is (a negative acknowledgement with a delay). */
    void delay(int slot, long untilNanos, long nowNanos) {
        unwait(slot);
        stamps[slot] = nowNanos;
        delayedUntil[slot] = untilNanos;
        waitingIn[slot] = DELAYED;
        delayed.add(untilNanos, sequences[slot]);
    }

    /** Takes a message out of every list. */
    void remove(int slot) {
        unwait(slot);
        unqueue(slot);
        order.remove(slot);
        redeliveredCount -= redelivered[slot] > 0 ? 1 : 0;
        erase(sequences[slot]);
        nextFree[slot] = free;
        free = slot;
        count--;
    }

    /** Forgets everything. */
    void clear() {
        Arrays.fill(table, 0);
        order.clear();
        redelivery.clear();
        waits.clear();
        delayed.clear();
        used = 0;
        free = NONE;
        count = 0;
        redeliveredCount = 0;
    }

    /** The slot with the lowest stream sequence, or {@link #NONE}. */
    int first() {
        return order.first();
    }

    /** The slot with the highest stream sequence, or {@link #NONE}. */
    int last() {
        return order.last();
    }

    /** The slot that follows in the order of the stream, or {@link #NONE}. */
    int next(int slot) {
        return order.next(slot);
    }

    // what is to be sent again

    /** Queues a message to be sent again, unless it is queued; it does not expire meanwhile. */
    void queue(int slot) {
        if (!queued[slot]) {
            unwait(slot);
            queued[slot] = true;
            redelivery.append(slot);
        }
    }

    /** Whether a message is queued to be sent again. */
    boolean isQueued(int slot) {
        return queued[slot];
    }

    /** Takes a message out of the queue; it waits for nothing then. */
    void unqueue(int slot) {
        if (queued[slot]) {
            queued[slot] = false;
            redelivery.remove(slot);
        }
    }

    /** The next message to be sent again, or {@link #NONE}. */
    int firstQueued() {
        return redelivery.first();
    }

    /** How many are queued. */
    int queuedCount() {
        return redelivery.size();
    }

    // deadlines

    /** When the first wait ends, or {@link Long#MAX_VALUE}. */
    long nextDeadline() {
        settleDelayed();
        return Math.min(waits.nextDeadline(stamps), delayed.isEmpty() ? Long.MAX_VALUE : delayed.key());
    }

    /** Ends the waits that are over and returns their stream sequences in ascending order; they wait for nothing then. */
    long[] expire(long nowNanos) {
        long[] over = new long[8];
        int n = 0;
        int slot;
        while ((slot = waits.pollExpired(nowNanos, stamps)) != NONE || (slot = pollDelayed(nowNanos)) != NONE) {
            waitingIn[slot] = NOT_WAITING;
            if (n == over.length) {
                over = Arrays.copyOf(over, n * 2);
            }
            over[n++] = sequences[slot];
        }
        over = Arrays.copyOf(over, n);
        Arrays.sort(over);
        return over;
    }

    /** Changes how long messages wait, those that wait already too. */
    void waitNanos(long[] waitNanos) {
        waits.change(waitNanos);
        for (int slot = order.first(); slot != NONE; slot = order.next(slot)) {
            if (waitingIn[slot] >= 0) {
                waitingIn[slot] = NOT_WAITING;
            }
        }
        // in the order of their stamps, as the lists want them
        long[] byStamp = new long[count];
        int n = 0;
        for (int slot = order.first(); slot != NONE; slot = order.next(slot)) {
            if (waitingIn[slot] == NOT_WAITING && !queued[slot]) {
                byStamp[n++] = slot;
            }
        }
        Long[] sorted = new Long[n];
        for (int i = 0; i < n; i++) {
            sorted[i] = byStamp[i];
        }
        Arrays.sort(sorted, (a, b) -> Long.compare(stamps[a.intValue()], stamps[b.intValue()]));
        for (Long slot : sorted) {
            int s = slot.intValue();
            waitingIn[s] = waits.append(s, redelivered[s], stamps);
        }
    }

    /** The last moment at which a message that is pending now still waits for its acknowledgement, or {@link Long#MIN_VALUE}. */
    long lastDeadline() {
        long last = Long.MIN_VALUE;
        for (int slot = order.first(); slot != NONE; slot = order.next(slot)) {
            last = Math.max(last, stamps[slot] + waits.waitNanos(redelivered[slot]));
        }
        return last;
    }

    private void unwait(int slot) {
        if (waitingIn[slot] >= 0) {
            waits.remove(slot, waitingIn[slot]);
        }
        // what stands in the heap is recognised as stale when it comes up
        waitingIn[slot] = NOT_WAITING;
    }

    private int pollDelayed(long nowNanos) {
        settleDelayed();
        if (delayed.isEmpty() || delayed.key() > nowNanos) {
            return NONE;
        }
        int slot = find(delayed.value());
        delayed.poll();
        return slot;
    }

    /** Drops heap entries whose message is gone or waits for something else. */
    private void settleDelayed() {
        while (!delayed.isEmpty()) {
            int slot = find(delayed.value());
            if (slot != NONE && waitingIn[slot] == DELAYED && delayedUntil[slot] == delayed.key()) {
                return;
            }
            delayed.poll();
        }
    }

    // slots and table

    private int newSlot() {
        if (free != NONE) {
            int slot = free;
            free = nextFree[slot];
            return slot;
        }
        if (used == sequences.length) {
            grow(used * 2);
        }
        return used++;
    }

    private void grow(int size) {
        sequences = Arrays.copyOf(sequences, size);
        deliveries = Arrays.copyOf(deliveries, size);
        stamps = Arrays.copyOf(stamps, size);
        redelivered = Arrays.copyOf(redelivered, size);
        delayedUntil = Arrays.copyOf(delayedUntil, size);
        waitingIn = Arrays.copyOf(waitingIn, size);
        queued = Arrays.copyOf(queued, size);
        nextFree = Arrays.copyOf(nextFree, size);
        order.grow(size);
        redelivery.grow(size);
        waits.grow(size);
    }

    private void rehash(int size) {
        table = new int[size];
        mask = size - 1;
        for (int slot = order.first(); slot != NONE; slot = order.next(slot)) {
            insert(sequences[slot], slot);
        }
    }

    private void insert(long sequence, int slot) {
        int i = hash(sequence) & mask;
        while (table[i] != 0) {
            i = i + 1 & mask;
        }
        table[i] = slot + 1;
    }

    /** Empties a place and moves what follows it up, so that no search ends too early. */
    private void erase(long sequence) {
        int hole = hash(sequence) & mask;
        while (sequences[table[hole] - 1] != sequence) {
            hole = hole + 1 & mask;
        }
        int i = hole;
        while (true) {
            i = i + 1 & mask;
            int entry = table[i];
            if (entry == 0) {
                table[hole] = 0;
                return;
            }
            int home = hash(sequences[entry - 1]) & mask;
            if ((i - home & mask) >= (i - hole & mask)) {
                table[hole] = entry;
                hole = i;
            }
        }
    }

    // neighbours stay neighbours: sequences come and go in runs
    private static int hash(long sequence) {
        return (int) (sequence ^ sequence >>> 32);
    }
}
