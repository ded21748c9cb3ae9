// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.outbox;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who waits for a PONG, and what each PONG settles: the publishes that were accepted before its PING. Guarded by the outbox's lock. */
final class Pings {
    private final ArrayDeque<PongWaiter> waiters = new ArrayDeque<>();
    private final ArrayDeque<Long> marks = new ArrayDeque<>();
    private long settled; // publishes confirmed by a PONG or reported in doubt

    /** A PING was added behind {@code accepted} publishes. */
    void add(PongWaiter waiter, long accepted) {
        waiters.add(waiter);
        marks.add(accepted);
    }

    /** A PONG came: settles, and returns who waited for it; null: nobody. */
    @Nullable
    PongWaiter pong() {
        PongWaiter waiter = waiters.poll();
        Long mark = marks.poll();
        if (waiter == null || mark == null) {
            return null;
        }
        settled = Math.max(settled, mark);
        return waiter;
    }

    int out() {
        return waiters.size();
    }

    /** The link has gone: what it left, of {@code accepted} publishes. */
    Leftover end(long accepted, Unsent unsent) {
        long sent = accepted - unsent.publishes();
        long inDoubt = Math.max(0, sent - settled);
        settled = Math.max(settled, sent);
        List<PongWaiter> left = List.copyOf(waiters);
        waiters.clear();
        marks.clear();
        return new Leftover(sent, inDoubt, left, Math.max(0, left.size() - unsent.pings()), unsent.rest());
    }
}
