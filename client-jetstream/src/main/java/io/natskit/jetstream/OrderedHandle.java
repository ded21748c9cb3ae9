// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads a stream in order, without a gap and without answers (ADR-17). Each use makes a consumer of its own on the server, and makes it anew after a gap, silence or a
 * reconnect, going on after the last message. Messages need no ack.
 */
public interface OrderedHandle {

    /** The stream's name. */
    String stream();

    /** The first message, waiting at most {@code timeout}; empty when none came. */
    Optional<JetStreamMessage> next(Duration timeout);

    /** Has messages handled, one at a time unless {@code spec} says otherwise. */
    Consuming consume(JetStreamHandler handler);

    /** As {@link #consume(JetStreamHandler)}, as {@code spec} says; what it says of pulls means nothing to a push consumer. */
    Consuming consume(JetStreamHandler handler, Consumer<ConsumeSpec> spec);

    /** For callers who take messages themselves. */
    Messages messages(Consumer<ConsumeSpec> spec);

    /** For callers who take messages themselves and must not wait. */
    AsyncMessages asyncMessages(Consumer<ConsumeSpec> spec);
}
