// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit.proxy;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * One direction of the traffic, and what is to go wrong in it. Faults may be set and lifted at any time, from any thread, and
 * hold for bytes that pass from then on; several may be set at once.
 *
 * <p>A lane of a {@link FaultProxy} holds for every connection, those that are open and those to come; a lane of a
 * {@link ProxiedConnection} for that one alone. Positions count the bytes of one connection in this direction, from 0; a
 * position that has already passed takes effect at the next byte.
 */
public final class Lane {
    private final AtomicReference<Faults> faults = new AtomicReference<>(Faults.NONE);
    private final AtomicLong bytes = new AtomicLong();
    private final Runnable changed;

    Lane(Runnable changed) {
        this.changed = changed;
    }

    /** Each byte arrives {@code delay} later (≥ 0; zero lifts it), in order. */
    public Lane delay(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay: " + delay + " (expected: >= 0)");
        }
        return change(f -> f.withDelay(delay.toNanos()));
    }

    /** No more than {@code bytesPerSecond} pass (≥ 0; zero lifts it). */
    public Lane throttle(long bytesPerSecond) {
        return change(f -> f.withBytesPerSecond(notNegative("bytesPerSecond", bytesPerSecond)));
    }

    /** Both sides of a connection are closed as soon as {@code n} bytes (≥ 0) have passed in this direction. */
    public Lane cutAfter(long n) {
        return change(f -> f.withCutAt(notNegative("n", n)));
    }

    /** This direction ends (the receiver reads end of stream) after {@code n} bytes (≥ 0); the other direction goes on. */
    public Lane halfCloseAfter(long n) {
        return change(f -> f.withHalfCloseAt(notNegative("n", n)));
    }

    /** The bytes before and after position {@code n} (> 0) arrive in two reads. */
    public Lane splitAt(long n) {
        if (n <= 0) {
            throw new IllegalArgumentException("n: " + n + " (expected: > 0)");
        }
        return change(f -> f.withSplitAt(n));
    }

    /** The bits of {@code mask} (not 0) are flipped in the byte at position {@code n} (≥ 0). */
    public Lane corrupt(long n, int mask) {
        if ((mask & 0xff) == 0) {
            throw new IllegalArgumentException("mask: " + mask + " (expected: a bit of the lowest eight)");
        }
        return change(f -> f.withCorruption(notNegative("n", n), (byte) mask));
    }

    /** From now on bytes are taken from the sender and go nowhere; the connection stays open. */
    public Lane blackHole() {
        return change(f -> f.withBlackHole(true));
    }

    /** Lifts every fault of this lane. What a black hole has swallowed stays lost. */
    public Lane heal() {
        return change(f -> Faults.NONE);
    }

    /** How many bytes have left this lane toward the receiver, over all its connections. */
    public long bytesPassed() {
        return bytes.get();
    }

    Faults faults() {
        return Objects.requireNonNull(faults.get());
    }

    void passed(int count) {
        bytes.addAndGet(count);
    }

    private Lane change(UnaryOperator<Faults> change) {
        faults.updateAndGet(change);
        changed.run();
        return this;
    }

    private static long notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 0)");
        }
        return value;
    }
}
