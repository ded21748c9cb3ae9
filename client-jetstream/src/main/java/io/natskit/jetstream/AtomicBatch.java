// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.client.OutgoingMessage;
import io.natskit.wire.jetstream.PubAck;
import java.util.function.Consumer;

/**
 * Messages for one stream that are stored all together, or not at all (ADR-50). At most 1,000, with no more than 10 s between two. Message ids and expectations are
 * looked at when the batch is committed. For one thread at a time.
 */
public interface AtomicBatch extends AutoCloseable {

    /** The batch's id. */
    String id();

    /** How many messages were added. */
    int size();

    /** Adds a message. Throws {@link JetStreamApiException} when the stream refuses the batch; it is abandoned then. */
    void add(OutgoingMessage message);

    /** Adds a message with expectations, an id, ... */
    void add(OutgoingMessage message, Consumer<PublishSpec> spec);

    /** Stores what was added (server 2.14). The ack holds the last sequence, the id and the number of messages. */
    PubAck commit();

    /** Adds a last message and stores all. */
    PubAck commit(OutgoingMessage last);

    /** Adds a last message with expectations, an id, ... and stores all. */
    PubAck commit(OutgoingMessage last, Consumer<PublishSpec> spec);

    /** Abandons it, unless committed: nothing of it is stored. */
    @Override
    void close();
}
