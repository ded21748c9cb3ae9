// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.account;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One thing after another, where each may end later than its call. Confined to the account's home loop. */
public final class Turns {
    private final ArrayDeque<Turn> waiting = new ArrayDeque<>();
    private boolean busy;

    private record Turn(Consumer<Runnable> thing, @Nullable Runnable dropped) {}

    Turns() {}

    /** Runs a thing now or when those before it have ended; it is given what it has to call, on the home loop, when it has ended. */
    public void take(Consumer<Runnable> thing) {
        take(new Turn(thing, null));
    }

    /** As {@link #take(Consumer)}, for a thing that {@link #drop} may drop, which is told to {@code dropped}. */
    public void take(Consumer<Runnable> thing, Runnable dropped) {
        take(new Turn(thing, dropped));
    }

    private void take(Turn turn) {
        waiting.addLast(turn);
        if (!busy) {
            next();
        }
    }

    /** How many things wait for those before them. */
    public int waiting() {
        return waiting.size();
    }

    /** Drops those that wait and may be dropped; answers how many. */
    public int drop() {
        int before = waiting.size();
        waiting.removeIf(turn -> {
            if (turn.dropped != null) {
                turn.dropped.run();
            }
            return turn.dropped != null;
        });
        return before - waiting.size();
    }

    private void next() {
        Turn one = waiting.pollFirst();
        busy = one != null;
        if (one != null) {
            boolean[] ended = {false};
            one.thing.accept(() -> {
                if (!ended[0]) {
                    ended[0] = true;
                    next();
                }
            });
        }
    }
}
