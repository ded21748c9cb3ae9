// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.server.jetstream.storage.SubjectFilter;
import io.natskit.wire.jetstream.StreamConfig;

/** A change of a stream's state. Everything that changes one is said as such a value, so that several servers could agree on it first. */
public sealed interface Command {
    /**
     * Keeps a message.
     *
     * @param message the message; filled anew by whoever proposed it once this was carried out
     * @param sequence the sequence that it is to have, 0 for the next one
     */
    record Store(StoredMessage message, long sequence) implements Command {}

    /**
     * Gives up sequences: a message that nobody wanted, a mirror that passes over what its origin deleted.
     *
     * @param next the sequence that the next message has at least
     * @param timestampNanos when, 0 if that does not matter
     */
    record Skip(long next, long timestampNanos) implements Command {}

    /**
     * Removes a message.
     *
     * @param sequence which
     * @param erase whether its content is to be overwritten
     */
    record Delete(long sequence, boolean erase) implements Command {}

    /**
     * Removes a message that nobody needs any more: each consumer that it was kept for has acknowledged it.
     *
     * @param sequence which
     */
    record Acknowledged(long sequence) implements Command {}

    /**
     * Removes many.
     *
     * @param filter of these subjects
     * @param before only those with a lower sequence, 0 for no bound
     * @param keep how many of the newest stay
     */
    record Purge(SubjectFilter filter, long before, long keep) implements Command {}

    /**
     * Changes the configuration.
     *
     * @param config the new one
     */
    record Update(StreamConfig config) implements Command {}
}
