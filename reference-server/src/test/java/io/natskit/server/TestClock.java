// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is turned. */
public final class TestClock implements ServerClock {
    private final AtomicLong nanos = new AtomicLong();
    private final CopyOnWriteArrayList<Runnable> wakes = new CopyOnWriteArrayList<>();

    public void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
        wakes.forEach(Runnable::run);
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochSecond(0, nanos.get());
    }

    @Override
    public void onJump(Runnable wake) {
        wakes.add(wake);
    }
}
