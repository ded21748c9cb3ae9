// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit.traffic;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.opentest4j.AssertionFailedError;

/** The entries of one server, the newest of them: bounded by number and bytes, the oldest go first. Safe on any thread. */
final class Recorder {
    private final int entriesMax;
    private final long bytesMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private long heldBytes;
    private long last;

    Recorder(int entriesMax, long bytesMax) {
        if (entriesMax < 1 || bytesMax < 1) {
            throw new IllegalArgumentException(
                    "journal: " + entriesMax + " entries, " + bytesMax + " bytes (expected: at least 1 of each)");
        }
        this.entriesMax = entriesMax;
        this.bytesMax = bytesMax;
    }

    /** Entries after a position, and how many of those are gone already. */
    record View(List<Entry> entries, long forgotten) {}

    void add(LongFunction<Entry> numbered) {
        lock.lock();
        try {
            Entry entry = numbered.apply(++last);
            entries.add(entry);
            heldBytes += entry.heldBytes();
            while (entries.size() > entriesMax || heldBytes > bytesMax) {
                heldBytes -= entries.remove().heldBytes();
            }
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    long last() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    View after(long position) {
        lock.lock();
        try {
            Entry oldest = entries.peek();
            long oldestNumber = oldest == null ? last + 1 : oldest.number();
            List<Entry> view = new ArrayList<>();
            for (Entry entry : entries) {
                if (entry.number() > position) {
                    view.add(entry);
                }
            }
            return new View(List.copyOf(view), Math.max(0, oldestNumber - 1 - position));
        } finally {
            lock.unlock();
        }
    }

    /** Looks again after each new entry until {@code enough} or the time is over; answers the last look. */
    View await(LongSupplier position, Predicate<View> enough, Duration timeout) {
        long left = timeout.toNanos();
        lock.lock();
        try {
            View view = after(position.getAsLong());
            while (!enough.test(view) && left > 0) {
                left = grown.awaitNanos(left);
                view = after(position.getAsLong());
            }
            return view;
        } catch (InterruptedException e) {
            // the present look must not pass for the last one: "never" would hold at once
            Thread.currentThread().interrupt();
            throw new AssertionFailedError("interrupted while waiting up to " + timeout + " for the journal", e);
        } finally {
            lock.unlock();
        }
    }
}
