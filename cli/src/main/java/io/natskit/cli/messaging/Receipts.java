// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.messaging;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Counts what comes, and knows when it is enough: after a number, or a while without anything. Any thread may count; one waits. */
final class Receipts {
    private final long most;
    private final AtomicLong count = new AtomicLong();
    private final CountDownLatch enough = new CountDownLatch(1);
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private volatile long lastNanos = System.nanoTime();

    /** Enough after {@code most}; never for 0. */
    Receipts(long most) {
        this.most = most;
    }

    /** The number of the one that has come now; 0 for one too many, which is not to be shown. */
    long next() {
        long number = count.incrementAndGet();
        lastNanos = System.nanoTime();
        return most > 0 && number > most ? 0 : number;
    }

    /** The one with this number has been dealt with. */
    void done(long number) {
        if (number == most) {
            enough.countDown();
        }
    }

    /** Nothing more is wanted. */
    void end() {
        enough.countDown();
    }

    /** Nothing more can be done: whoever waits gets this, unless it was enough before. */
    void fail(RuntimeException why) {
        failure.compareAndSet(null, why);
        enough.countDown();
    }

    /** Whether it is enough, for whatever reason. */
    boolean isOver() {
        return enough.getCount() == 0;
    }

    /** How many have come. */
    long count() {
        return count.get();
    }

    /** Waits until it is enough, calling {@code everySecond} meanwhile; for {@code quiet} without anything at most, unless that is null. Throws what {@link #fail} was told. */
    void await(@Nullable Duration quiet, Runnable everySecond) throws InterruptedException {
        long second = System.nanoTime() + 1_000_000_000L;
        long step =
                quiet == null ? 1_000_000_000L : Math.min(1_000_000_000L, Math.max(1_000_000L, quiet.toNanos() / 4));
        while (!enough.await(Math.min(step, Math.max(1, second - System.nanoTime())), TimeUnit.NANOSECONDS)) {
            if (System.nanoTime() >= second) {
                second += 1_000_000_000L;
                everySecond.run();
            }
            if (quiet != null && System.nanoTime() - lastNanos > quiet.toNanos()) {
                return;
            }
        }
        RuntimeException why = failure.get();
        if (why != null) {
            throw why;
        }
    }
}
