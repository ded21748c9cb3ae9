// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** Lets so many handshakes begin each second, and counts those that it did not. Any thread. */
public final class HandshakeRate {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long perSecond;
    private final AtomicLong refused = new AtomicLong();

    // guarded by lock
    private final ReentrantLock lock = new ReentrantLock();
    private boolean begun;
    private long windowStart;
    private long count;

    /** So many a second. */
    public HandshakeRate(long perSecond) {
        this.perSecond = perSecond;
    }

    /** Whether one more may begin at this time, on the clock of the caller's loop. */
    public boolean tryBegin(long nowNanos) {
        lock.lock();
        try {
            if (!begun || nowNanos - windowStart > WINDOW_NANOS) {
                begun = true;
                windowStart = nowNanos;
                count = 0;
            }
            count++;
            if (count <= perSecond) {
                return true;
            }
        } finally {
            lock.unlock();
        }
        return false;
    }

    /** Counts a refusal; true if it is the first since the last {@link #takeRefused()}, so that somebody should tell of it. */
    public boolean refused() {
        return refused.getAndIncrement() == 0;
    }

    /** How many were refused since the last call. */
    public long takeRefused() {
        return refused.getAndSet(0);
    }
}
