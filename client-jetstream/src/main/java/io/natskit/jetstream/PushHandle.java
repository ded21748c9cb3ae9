// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.wire.jetstream.ConsumerInfo;
import java.util.function.Consumer;

/** A push consumer (ADR-9): the server sends as it likes, within its flow control. What {@link ConsumeSpec} says of pulls means nothing here. */
public interface PushHandle {

    /** The stream's name. */
    String stream();

    /** The consumer's name. */
    String name();

    /** Configuration and state. */
    ConsumerInfo info();

    /** Has messages handled until stopped or drained. */
    Consuming consume(JetStreamHandler handler);

    /** As {@link #consume(JetStreamHandler)}, as {@code spec} says. */
    Consuming consume(JetStreamHandler handler, Consumer<ConsumeSpec> spec);

    /** For callers who take messages themselves. */
    Messages messages(Consumer<ConsumeSpec> spec);

    /** For callers who take messages themselves and must not wait. */
    AsyncMessages asyncMessages(Consumer<ConsumeSpec> spec);

    /** Deletes it. */
    void delete();
}
