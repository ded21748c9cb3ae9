// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples.orders;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/** Times, kept one by one. For use by several threads. */
final class Latencies {

    private final ReentrantLock lock = new ReentrantLock();
    private long[] nanos = new long[1024];
    private int size;

    void add(long value) {
        lock.lock();
        try {
            if (size == nanos.length) {
                nanos = Arrays.copyOf(nanos, size * 2);
            }
            nanos[size++] = value;
        } finally {
            lock.unlock();
        }
    }

    void addAll(Latencies other) {
        for (long value : other.all()) {
            add(value);
        }
    }

    int size() {
        return all().length;
    }

    private long[] all() {
        lock.lock();
        try {
            return Arrays.copyOf(nanos, size);
        } finally {
            lock.unlock();
        }
    }

    /** The value that {@code part} of all do not exceed, in milliseconds; 0 when there is none. */
    double millis(double part) {
        long[] sorted = all();
        if (sorted.length == 0) {
            return 0;
        }
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(part * sorted.length))] / 1e6;
    }
}
