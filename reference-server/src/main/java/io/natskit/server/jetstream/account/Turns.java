// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.account;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/** One thing after another, where each may end later than its call. Confined to the account's home loop. */
public final class Turns {
    private final ArrayDeque<Consumer<Runnable>> waiting = new ArrayDeque<>();
    private boolean busy;

    Turns() {}

    /** Runs a thing now or when those before it have ended; it is given what it has to call, on the home loop, when it has ended. */
    public void take(Consumer<Runnable> thing) {
        waiting.addLast(thing);
        if (!busy) {
            next();
        }
    }

    private void next() {
        Consumer<Runnable> one = waiting.pollFirst();
        busy = one != null;
        if (one != null) {
            boolean[] ended = {false};
            one.accept(() -> {
                if (!ended[0]) {
                    ended[0] = true;
                    next();
                }
            });
        }
    }
}
