// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import io.natskit.client.service.ServiceError;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/** What an endpoint counts: a request when it is taken up and an error before it is told, so that who has an answer finds it counted. Any thread. */
final class Tally {
    /** A moment of it. */
    record Count(long requests, long answered, long errors, String lastError, long nanos) {
        Duration average() {
            return Duration.ofNanos(answered == 0 ? 0 : nanos / answered);
        }
    }

    private static final Count NOTHING = new Count(0, 0, 0, "", 0);

    private final ReentrantLock lock = new ReentrantLock();
    private Count count = NOTHING;

    void taken() {
        change(was -> new Count(was.requests + 1, was.answered, was.errors, was.lastError, was.nanos));
    }

    void failed(ServiceError error) {
        change(was -> new Count(was.requests, was.answered, was.errors + 1, error.toString(), was.nanos));
    }

    void answered(long nanos) {
        change(was -> new Count(was.requests, was.answered + 1, was.errors, was.lastError, was.nanos + nanos));
    }

    /** Counts anew; of a request under way, what comes later is counted. */
    void reset() {
        change(was -> NOTHING);
    }

    private void change(UnaryOperator<Count> by) {
        lock.lock();
        try {
            count = by.apply(count);
        } finally {
            lock.unlock();
        }
    }

    Count now() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }
}
