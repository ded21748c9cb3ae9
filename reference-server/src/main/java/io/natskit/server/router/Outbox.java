// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.router;

import org.jspecify.annotations.Nullable;

/** Where a message can go: a client today, and whatever else takes messages later. Offered messages by every loop. */
public interface Outbox {
    /**
     * Takes a message for one of its subscriptions, copying what it needs, and never blocks. Answers false if it did not take it: closed,
     * not meant for its own publisher, or fallen behind.
     */
    boolean offer(Publication message, Subscription subscription);

    /** Whether a message on this literal subject may go out to a subscription that asked for {@link Subscription#isFiltered()}. */
    boolean admits(byte[] bytes, int offset, int length, Subscription subscription);

    /** A subscription has had its last message; called by the loop that delivered it. */
    void expired(Subscription subscription);

    /** Who publishes through this connection, for those who keep a record of it; null for the server's own. Called on the publisher's loop. */
    default @Nullable PublisherInfo publisher() {
        return null;
    }
}
