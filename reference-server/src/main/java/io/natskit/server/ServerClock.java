// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import java.time.Instant;

/** The time that a server lives by; tests turn their own. Safe on any thread. */
public interface ServerClock {
    /** The machine's clock. */
    static ServerClock system() {
        return SystemClock.INSTANCE;
    }

    /** Nanoseconds, comparable with each other only. */
    long nanos();

    /** The time of day. */
    Instant instant();

    /** Registers something to call after each jump of this clock, so that sleeping timers are looked at. */
    default void onJump(Runnable wake) {}
}
