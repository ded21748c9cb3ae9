// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.router;

import io.natskit.server.tracing.MessageTrace;
import io.natskit.server.tracing.Undelivered;
import org.jspecify.annotations.Nullable;

/** Where a message can go: a client today, and whatever else takes messages later. Offered messages by every loop. */
public interface Outbox {
    /**
     * Takes a message for one of its subscriptions, copying what it needs, and never blocks. Answers false if it did not take it: closed,
     * not meant for its own publisher, or fallen behind.
     */
    boolean offer(Publication message, Subscription subscription);

    /**
     * As {@link #offer}, for a message whose way is traced: notes what becomes of it, and if that is all that was asked, takes nothing. True if it
     * took it, or would have. On the loop of the message's lane.
     */
    default boolean offerTraced(Publication message, Subscription subscription, MessageTrace trace) {
        return !trace.isOnly() && RouterLane.deliver(message, subscription) > 0;
    }

    /** Notes that a subscription does not get a message that is traced. On the loop of the message's lane. */
    default void undelivered(Subscription subscription, MessageTrace trace, Undelivered reason) {}

    /** Whether a message on this literal subject may go out to a subscription that asked for {@link Subscription#isFiltered()}. */
    boolean admits(byte[] bytes, int offset, int length, Subscription subscription);

    /** A subscription has had its last message; called by the loop that delivered it. */
    void expired(Subscription subscription);

    /** The number of the client whose it is, 0 for the server's own. Any thread. */
    default long clientId() {
        return 0;
    }

    /** Who publishes through this connection, for those who keep a record of it; null for the server's own. Called on the publisher's loop. */
    default @Nullable PublisherInfo publisher() {
        return null;
    }
}
