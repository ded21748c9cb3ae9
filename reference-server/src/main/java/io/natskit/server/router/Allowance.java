// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.router;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many more messages a subscription may get. A message is reserved before it is offered and then either settled or given back, so
 * that loops that deliver at the same time neither exceed the number nor lose a part of it. Safe on any thread.
 */
final class Allowance {
    private final AtomicLong free;
    private final AtomicLong unsettled;

    Allowance(long messages) {
        this.free = new AtomicLong(messages);
        this.unsettled = new AtomicLong(messages);
    }

    /** Takes one message out, to be settled or given back; false if all are taken. */
    boolean tryReserve() {
        long now = free.get();
        while (now > 0) {
            if (free.compareAndSet(now, now - 1)) {
                return true;
            }
            now = free.get();
        }
        return false;
    }

    /** The reserved message was refused. */
    void giveBack() {
        free.incrementAndGet();
    }

    /** The reserved message was delivered; true if it was the last. */
    boolean settle() {
        return unsettled.decrementAndGet() == 0;
    }
}
