// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.origin;

import java.util.concurrent.TimeUnit;

/**
 * When a hidden consumer is asked for again: never within two seconds of the last request, and after failures ever later, up to two minutes. A
 * little chance keeps many streams from asking at once. Pure; confined to its owner's thread.
 */
final class Backoff {
    /** The shortest time between two requests. */
    static final long THRESHOLD_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** What each failure adds, twice. */
    static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** The longest that failures make it wait. */
    static final long MOST_NANOS = TimeUnit.MINUTES.toNanos(2);

    /** The least it waits, so that who makes a stream can look at it before anything comes. */
    static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** What chance adds at most. */
    static final long JITTER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private boolean asked;
    private long askedAt;
    private int failures;

    /** A request goes out. */
    void asked(long nowNanos) {
        asked = true;
        askedAt = nowNanos;
    }

    /** Whether a request ever went out. */
    boolean hasAsked() {
        return asked;
    }

    /** It came to nothing. */
    void failed() {
        failures++;
    }

    /** The origin answered, or was heard of. */
    void succeeded() {
        failures = 0;
    }

    /** How long to wait for the next request; {@code chance} is between 0 and 1. */
    long delayNanos(long nowNanos, double chance) {
        long since = asked ? nowNanos - askedAt : THRESHOLD_NANOS;
        long threshold = Math.max(0, THRESHOLD_NANOS - since);
        long penalty = Math.min(MOST_NANOS, 2L * failures * STEP_NANOS);
        return threshold + penalty + LEAST_NANOS + (long) (JITTER_NANOS * chance);
    }
}
