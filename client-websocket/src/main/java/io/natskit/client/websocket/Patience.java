// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** How long something may still take; the shortest limit counts. Any thread. */
final class Patience {
    private final ScheduledExecutorService timer;
    private final Runnable lost;
    private final ReentrantLock lock = new ReentrantLock();

    // guarded by the lock
    private long endNanos;
    private @Nullable Future<?> waits;
    private boolean done;

    /** Without a limit; {@code lost} runs on the timer's thread when there was one, and it has passed. */
    Patience(ScheduledExecutorService timer, Runnable lost) {
        this.timer = timer;
        this.lost = lost;
    }

    /** From now on no longer than that. */
    void atMost(long nanos) {
        lock.lock();
        try {
            long end = System.nanoTime() + nanos;
            if (done || (waits != null && endNanos - end <= 0)) {
                return;
            }
            forget();
            endNanos = end;
            waits = timer.schedule(lost, nanos, TimeUnit.NANOSECONDS);
        } finally {
            lock.unlock();
        }
    }

    /** It was in time. */
    void done() {
        lock.lock();
        try {
            done = true;
            forget();
        } finally {
            lock.unlock();
        }
    }

    private void forget() {
        if (waits != null) {
            waits.cancel(false);
            waits = null;
        }
    }
}
