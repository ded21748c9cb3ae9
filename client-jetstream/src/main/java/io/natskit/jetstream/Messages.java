// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;

/** Consuming for callers that take messages themselves, one at a time. */
public interface Messages extends Consuming, Iterable<JetStreamMessage> {

    /**
     * Takes the next message, waiting at most {@code timeout}; zero does not wait.
     *
     * @return empty when none came in time, or when consuming has ended well and nothing is left
     * @throws PullRefusedException when the consumer was deleted or refused the pull
     */
    Optional<JetStreamMessage> next(Duration timeout);

    /** The messages as they come; {@code hasNext()} waits, and is false once consuming has ended and nothing is left. */
    @Override
    Iterator<JetStreamMessage> iterator();
}
