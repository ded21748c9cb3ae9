// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Actions that wait for room in an {@link Outbox}, each for a message of its own size. Guarded by the outbox's lock, but for {@link #isEmpty}. */
final class RoomWaiters {
    private final List<Waiting> waiting = new ArrayList<>();
    private volatile boolean empty = true;

    private record Waiting(int bytes, Runnable action) {}

    /** Whether nobody waits. Any thread. */
    boolean isEmpty() {
        return empty;
    }

    /** Has {@code action} wait for room for {@code bytes}, and for nothing else it may have waited for. */
    void add(int bytes, Runnable action) {
        waiting.removeIf(one -> one.action() == action);
        waiting.add(new Waiting(bytes, action));
        empty = false;
    }

    /** Takes out those whose bytes fit; to be run without the lock. */
    List<Runnable> takeIf(IntPredicate fits) {
        if (empty) {
            return List.of();
        }
        List<Runnable> taken = new ArrayList<>();
        waiting.removeIf(one -> {
            boolean ready = fits.test(one.bytes());
            if (ready) {
                taken.add(one.action());
            }
            return ready;
        });
        empty = waiting.isEmpty();
        return taken;
    }
}
