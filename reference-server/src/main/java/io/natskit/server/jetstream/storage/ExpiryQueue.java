// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * Messages with a TTL of their own, the next to expire first: a binary heap of two longs a message. A message that is removed before its
 * time stays in the heap until then, or until the heap has doubled and is swept. Confined to one thread.
 */
final class ExpiryQueue {
    private final LongPredicate present;
    private long[] times = new long[16];
    private long[] sequences = new long[16];
    private int size;
    private int sweepAt = 1_024;

    /** {@code present} says whether a sequence has a message still. */
    ExpiryQueue(LongPredicate present) {
        this.present = present;
    }

    void add(long expiresNanos, long sequence) {
        if (size >= sweepAt) {
            sweep();
            sweepAt = Math.max(1_024, size * 2);
        }
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            sequences = Arrays.copyOf(sequences, size * 2);
        }
        up(size++, expiresNanos, sequence);
    }

    /** When the next message expires; {@link Long#MAX_VALUE} for never. */
    long nextNanos() {
        dropRemoved();
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    /** The message that expires next; there must be one. */
    long nextSequence() {
        return sequences[0];
    }

    /** How many messages are in the queue, those that are removed left out. */
    int size() {
        sweep();
        return size;
    }

    /** The message of a place in the queue, which is below {@link #size}. */
    long sequence(int place) {
        return sequences[place];
    }

    /** When that message expires. */
    long nanos(int place) {
        return times[place];
    }

    void clear() {
        size = 0;
    }

    private void dropRemoved() {
        while (size > 0 && !present.test(sequences[0])) {
            size--;
            if (size > 0) {
                down(0, times[size], sequences[size]);
            }
        }
    }

    private void sweep() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (present.test(sequences[i])) {
                times[kept] = times[i];
                sequences[kept++] = sequences[i];
            }
        }
        size = kept;
        for (int i = size / 2 - 1; i >= 0; i--) {
            down(i, times[i], sequences[i]);
        }
    }

    private void up(int start, long time, long sequence) {
        int i = start;
        while (i > 0 && before(time, sequence, (i - 1) >>> 1)) {
            int parent = (i - 1) >>> 1;
            times[i] = times[parent];
            sequences[i] = sequences[parent];
            i = parent;
        }
        times[i] = time;
        sequences[i] = sequence;
    }

    private void down(int start, long time, long sequence) {
        int i = start;
        while (2 * i + 1 < size) {
            int child = 2 * i + 1;
            if (child + 1 < size && before(times[child + 1], sequences[child + 1], child)) {
                child++;
            }
            if (before(time, sequence, child)) {
                break;
            }
            times[i] = times[child];
            sequences[i] = sequences[child];
            i = child;
        }
        times[i] = time;
        sequences[i] = sequence;
    }

    private boolean before(long time, long sequence, int other) {
        return time < times[other] || (time == times[other] && sequence < sequences[other]);
    }
}
