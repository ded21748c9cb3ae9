// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.wire.jetstream.ConsumerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** A pull consumer by its name. Holds no state of the server: {@link #info()} asks. Errors are as {@link JetStream} says. */
public interface ConsumerHandle {

    /** The stream's name. */
    String stream();

    /** The consumer's name. */
    String name();

    /** Configuration and state. */
    ConsumerInfo info();

    /** Pulls one message, waiting at most {@code timeout} for it; empty when none came. */
    Optional<JetStreamMessage> next(Duration timeout);

    /** Pulls once; the batch ends by itself, and says why. */
    Batch fetch(Consumer<FetchSpec> spec);

    /** Has messages handled until stopped or drained, across reconnects; dispatched as {@link ConsumeSpec#dispatch} says. */
    Consuming consume(JetStreamHandler handler);

    /** As {@link #consume(JetStreamHandler)}, as {@code spec} says. */
    Consuming consume(JetStreamHandler handler, Consumer<ConsumeSpec> spec);

    /** Like {@link #consume(JetStreamHandler, Consumer)}, for callers who take messages themselves. */
    Messages messages(Consumer<ConsumeSpec> spec);

    /** No deliveries until {@code until} (server 2.11). */
    void pause(Instant until);

    /** Deliveries again. */
    void resume();

    /** Goes back to the ack floor, and delivers what is behind it anew (server 2.14). */
    ConsumerInfo reset();

    /** Goes to {@code sequence}: what was delivered and acknowledged from there on is delivered anew (server 2.14). */
    ConsumerInfo reset(long sequence);

    /** Has a priority group choose another pinned client (ADR-42). */
    void unpin(String group);

    /** Has the leader step down. */
    void stepDown();

    /** Deletes it. */
    void delete();

    /** The same consumer for callers that must not wait. */
    AsyncConsumerHandle async();
}
