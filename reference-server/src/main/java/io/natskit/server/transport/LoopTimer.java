// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

/** Something to run at a time on an event loop. Confined to that loop; may be scheduled again after it ran or was cancelled. */
public final class LoopTimer {
    final Runnable action;
    long deadlineNanos;
    int slot = -1;

    /** A timer that runs {@code action} on the loop that it is scheduled on. */
    public LoopTimer(Runnable action) {
        this.action = action;
    }

    /** Whether the timer is waiting to run. */
    public boolean isScheduled() {
        return slot >= 0;
    }
}
