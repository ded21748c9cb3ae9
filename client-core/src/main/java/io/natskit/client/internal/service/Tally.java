// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import io.natskit.client.service.ServiceError;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What an endpoint counts. Any thread. */
final class Tally {
    /** A moment of it. */
    record Count(long requests, long errors, String lastError, long nanos) {}

    private final ReentrantLock lock = new ReentrantLock();
    private Count count = new Count(0, 0, "", 0);

    void add(long nanos, @Nullable ServiceError error) {
        lock.lock();
        try {
            count = new Count(
                    count.requests() + 1,
                    count.errors() + (error == null ? 0 : 1),
                    error == null ? count.lastError() : error.toString(),
                    count.nanos() + nanos);
        } finally {
            lock.unlock();
        }
    }

    void reset() {
        lock.lock();
        try {
            count = new Count(0, 0, "", 0);
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
