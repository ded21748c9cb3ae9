// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.delivery;

/** What runs for each message of a subscription: the user's handler, with what it throws caught and reported. */
@FunctionalInterface
public interface Handling {
    /** Handles a message; throws nothing. */
    void handle(ReceivedMessage message);

    /** All messages of a batch that {@link #handle} was given are handled now: a batch handler runs what it has gathered. */
    default void endOfBatch() {}
}
