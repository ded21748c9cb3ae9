// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The messages of one pull, as they come. Ends by itself. For one thread. */
public interface Batch extends Iterable<JetStreamMessage>, AutoCloseable {

    /** The messages; {@code hasNext()} waits, and is false at the end. An error that ended the pull is thrown after the messages before it. */
    @Override
    Iterator<JetStreamMessage> iterator();

    /** Waits for the end and returns all that came and was not taken yet. */
    List<JetStreamMessage> all();

    /** Why it ended; empty while it has not. */
    Optional<ConsumeEnd> end();

    /** Gives it up; messages on their way are delivered again after their ack wait. */
    @Override
    void close();
}
