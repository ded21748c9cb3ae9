// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.client.OutgoingMessage;
import io.natskit.wire.jetstream.PubAck;
import java.util.function.Consumer;

/**
 * Publishes many messages to one stream as fast as the server allows. Not atomic: what was added is stored as it comes. Messages are acknowledged by the hundred, so
 * {@link #acknowledged()} trails behind. Safe for use by many threads; their messages are in the order of the calls.
 */
public interface IngestPublisher extends AutoCloseable {

    /**
     * Adds a message; waits while the server's flow says so.
     *
     * @return its place in the batch, from 1
     * @throws JetStreamApiException when the batch was ended by a refusal
     * @throws io.natskit.client.InDoubtException when the server fell silent
     */
    long add(OutgoingMessage message);

    /** Adds a message with expectations, an id, ...; otherwise as {@link #add(OutgoingMessage)}. */
    long add(OutgoingMessage message, Consumer<PublishSpec> spec);

    /** Adds a payload; otherwise as {@link #add(OutgoingMessage)}. */
    long add(String subject, byte[] payload);

    /** All up to this place in the batch are stored (with gaps allowed: those that were not told of as lost). */
    long acknowledged();

    /** Ends it and waits until all is stored. The ack holds the last sequence and the number of messages. */
    PubAck commit();

    /** Adds a last message and ends it. */
    PubAck commit(OutgoingMessage last);

    /** Ends it without waiting, unless committed: what was added is stored or lost. */
    @Override
    void close();
}
