// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.wire.jetstream.ConsumerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** {@link ConsumerHandle} for callers that must not wait; each method means what its namesake there says. */
public interface AsyncConsumerHandle {

    /** See {@link ConsumerHandle#stream()}. */
    String stream();

    /** See {@link ConsumerHandle#name()}. */
    String name();

    /** See {@link ConsumerHandle#info()}. */
    CompletableFuture<ConsumerInfo> info();

    /** See {@link ConsumerHandle#next(Duration)}. */
    CompletableFuture<Optional<JetStreamMessage>> next(Duration timeout);

    /** See {@link ConsumerHandle#fetch(Consumer)}; completes with all that came. */
    CompletableFuture<List<JetStreamMessage>> fetch(Consumer<FetchSpec> spec);

    /** See {@link ConsumerHandle#consume(JetStreamHandler)}. */
    Consuming consume(JetStreamHandler handler);

    /** See {@link ConsumerHandle#consume(JetStreamHandler, Consumer)}. */
    Consuming consume(JetStreamHandler handler, Consumer<ConsumeSpec> spec);

    /** See {@link ConsumerHandle#messages(Consumer)}. */
    AsyncMessages messages(Consumer<ConsumeSpec> spec);

    /** See {@link ConsumerHandle#pause(Instant)}. */
    CompletableFuture<Void> pause(Instant until);

    /** See {@link ConsumerHandle#resume()}. */
    CompletableFuture<Void> resume();

    /** See {@link ConsumerHandle#reset()}. */
    CompletableFuture<ConsumerInfo> reset();

    /** See {@link ConsumerHandle#reset(long)}. */
    CompletableFuture<ConsumerInfo> reset(long sequence);

    /** See {@link ConsumerHandle#unpin(String)}. */
    CompletableFuture<Void> unpin(String group);

    /** See {@link ConsumerHandle#stepDown()}. */
    CompletableFuture<Void> stepDown();

    /** See {@link ConsumerHandle#delete()}. */
    CompletableFuture<Void> delete();

    /** The same consumer, blocking. */
    ConsumerHandle blocking();
}
