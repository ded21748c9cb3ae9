// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.wire.checks.Checks;
import org.jspecify.annotations.Nullable;

/** How to pull as a member of a priority group (ADR-42); {@code s.group("jobs", g -> g.minPending(100))}. */
public final class GroupSpec {
    private long minPending;
    private long minAckPending;
    private int priority = -1;

    /** No choices. */
    public GroupSpec() {}

    /** Overflow: messages come only while at least so many are pending; default 0, no condition. */
    public GroupSpec minPending(long messages) {
        this.minPending = Checks.atLeast("minPending", messages, 0);
        return this;
    }

    /** Overflow: messages come only while at least so many acks are pending; default 0, no condition. Either condition suffices. */
    public GroupSpec minAckPending(long messages) {
        this.minAckPending = Checks.atLeast("minAckPending", messages, 0);
        return this;
    }

    /** Prioritized: 0 to 9, lower ones first (server 2.12); default none. */
    public GroupSpec priority(int priority) {
        if (priority < 0 || priority > 9) {
            throw new IllegalArgumentException("priority: " + priority + " (expected: 0 to 9)");
        }
        this.priority = priority;
        return this;
    }

    /** See {@link #minPending(long)}. */
    public long minPending() {
        return minPending;
    }

    /** See {@link #minAckPending(long)}. */
    public long minAckPending() {
        return minAckPending;
    }

    /** The priority; -1 when none was chosen. */
    public int priority() {
        return priority;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GroupSpec g
                && g.minPending == minPending
                && g.minAckPending == minAckPending
                && g.priority == priority;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(minPending * 31 + minAckPending) * 31 + priority;
    }
}
