// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What is under way for one client and uses its MQTT session: the session is left, and handed on to another connection, only when the client has ended and all of it
 * is over. Confined to the client's loop.
 */
final class Undertakings {
    private final Runnable leaving;
    private final Deque<Runnable> whenLeft = new ArrayDeque<>();
    private int ongoing;
    private boolean ended;

    /** {@code leaving} is run when the client has ended and nothing is under way any more. */
    Undertakings(Runnable leaving) {
        this.leaving = leaving;
    }

    /** Something begins, and comes to its {@link #end}. */
    void begin() {
        ongoing++;
    }

    void end() {
        if (--ongoing == 0 && ended) {
            leave();
        }
    }

    /** The client has ended. */
    void clientEnded() {
        ended = true;
        if (ongoing == 0) {
            leave();
        }
    }

    /** Runs something once the session has been left: now, if it has. */
    void whenLeft(Runnable then) {
        if (ended && ongoing == 0) {
            then.run();
        } else {
            whenLeft.add(then);
        }
    }

    private void leave() {
        leaving.run();
        whenLeft.forEach(Runnable::run);
        whenLeft.clear();
    }
}
