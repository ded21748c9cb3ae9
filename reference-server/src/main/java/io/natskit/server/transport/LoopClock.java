// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

/** The time that loops live by. Nanoseconds from an arbitrary origin; may be turned by hand in tests. Safe on any thread. */
public interface LoopClock {
    /** The clock of the machine. */
    LoopClock SYSTEM = System::nanoTime;

    /** Nanoseconds, comparable with each other only. */
    long nanos();

    /** Registers something to call when the time jumped, so that a sleeping loop looks at its timers. The machine's clock never jumps. */
    default void onJump(Runnable wake) {}
}
