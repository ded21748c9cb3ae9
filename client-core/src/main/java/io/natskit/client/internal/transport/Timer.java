// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.transport;

/** A timer that has not run yet. Confined to the thread of its wheel. */
public final class Timer {
    final Runnable action;
    final long deadlineNanos;
    int slot = -1;
    Timer previous;
    Timer next;

    Timer(Runnable action, long deadlineNanos) {
        this.action = action;
        this.deadlineNanos = deadlineNanos;
        this.previous = this;
        this.next = this;
    }

    /** Takes it out; without effect once it has run. */
    public void cancel() {
        if (slot >= 0) {
            previous.next = next;
            next.previous = previous;
            slot = -1;
        }
    }

    /** Whether it still waits. */
    public boolean pending() {
        return slot >= 0;
    }
}
