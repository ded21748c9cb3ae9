// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit;

import io.natskit.server.ServerClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server's clock that stands still until it is turned: pings, log-in timeouts, write deadlines and delayed messages happen when the test says so. Safe on
 * any thread.
 */
public final class TestClock implements ServerClock {
    private final Instant start;
    private final AtomicLong nanos = new AtomicLong();
    private final List<Runnable> wakes = new CopyOnWriteArrayList<>();

    /** A clock that stands at the time of day at which it was made. */
    public TestClock() {
        this(Instant.now());
    }

    /** A clock that stands at {@code start}. */
    public TestClock(Instant start) {
        this.start = start;
    }

    /** Turns the clock forward (zero or more); the server's timers that are due fire on its own threads soon after. */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time: " + time + " (expected: >= 0)");
        }
        nanos.addAndGet(time.toNanos());
        wakes.forEach(Runnable::run);
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos.get());
    }

    @Override
    public void onJump(Runnable wake) {
        wakes.add(wake);
    }

    @Override
    public String toString() {
        return "TestClock[" + instant() + "]";
    }
}
