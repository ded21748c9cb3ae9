// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes between two calls of {@code awaitAcks}; done when the last of them has ended after it was closed. */
final class Epoch {
    private final AtomicInteger open = new AtomicInteger(1);
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    /** One publish more; false when the epoch is over. */
    boolean enter() {
        int now = open.get();
        while (now > 0) {
            if (open.compareAndSet(now, now + 1)) {
                return true;
            }
            now = open.get();
        }
        return false;
    }

    /** One publish less, or the epoch closed. */
    void leave() {
        if (open.decrementAndGet() == 0) {
            done.complete(null);
        }
    }

    CompletableFuture<Void> done() {
        return done;
    }
}
