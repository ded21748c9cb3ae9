// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import io.natskit.jetstream.group.AsyncConsumerGroup;
import io.natskit.jetstream.group.GroupKind;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamInfo;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** {@link StreamHandle} for callers that must not wait; each method means what its namesake there says. */
public interface AsyncStreamHandle {

    /** See {@link StreamHandle#name()}. */
    String name();

    /** See {@link StreamHandle#info()}. */
    CompletableFuture<StreamInfo> info();

    /** See {@link StreamHandle#info(Consumer)}. */
    CompletableFuture<StreamInfo> info(Consumer<InfoSpec> spec);

    /** See {@link StreamHandle#update(StreamConfig)}. */
    CompletableFuture<AsyncStreamHandle> update(StreamConfig config);

    /** See {@link StreamHandle#seal()}. */
    CompletableFuture<Void> seal();

    /** See {@link StreamHandle#delete()}. */
    CompletableFuture<Void> delete();

    /** See {@link StreamHandle#purge(Consumer)}. */
    CompletableFuture<Long> purge(Consumer<PurgeSpec> spec);

    /** See {@link StreamHandle#message(long)}. */
    CompletableFuture<Optional<StoredMessage>> message(long sequence);

    /** See {@link StreamHandle#last(String)}. */
    CompletableFuture<Optional<StoredMessage>> last(String subject);

    /** See {@link StreamHandle#next(long, String)}. */
    CompletableFuture<Optional<StoredMessage>> next(long from, String subject);

    /** See {@link StreamHandle#direct()}. */
    AsyncStreamHandle direct();

    /** See {@link StreamHandle#read(Consumer)}. */
    Pages<StoredMessage> read(Consumer<ReadSpec> spec);

    /** See {@link StreamHandle#delete(long, boolean)}. */
    CompletableFuture<Boolean> delete(long sequence, boolean erase);

    /** See {@link StreamHandle#createConsumer(ConsumerConfig)}. */
    CompletableFuture<AsyncConsumerHandle> createConsumer(ConsumerConfig config);

    /** See {@link StreamHandle#updateConsumer(ConsumerConfig)}. */
    CompletableFuture<AsyncConsumerHandle> updateConsumer(ConsumerConfig config);

    /** See {@link StreamHandle#ensureConsumer(ConsumerConfig)}. */
    CompletableFuture<AsyncConsumerHandle> ensureConsumer(ConsumerConfig config);

    /** See {@link StreamHandle#ensureConsumer(ConsumerConfig, Consumer)}. */
    CompletableFuture<Ensured> ensureConsumer(ConsumerConfig config, Consumer<EnsureSpec> spec);

    /** See {@link StreamHandle#consumer(String)}. */
    AsyncConsumerHandle consumer(String name);

    /** See {@link StreamHandle#findConsumer(String)}. */
    CompletableFuture<Optional<AsyncConsumerHandle>> findConsumer(String name);

    /** See {@link StreamHandle#ordered(Consumer)}; its {@code asyncMessages} does not wait. */
    OrderedHandle ordered(Consumer<OrderedSpec> spec);

    /** See {@link StreamHandle#orderedPush(Consumer)}. */
    OrderedHandle orderedPush(Consumer<OrderedSpec> spec);

    /** See {@link StreamHandle#push(ConsumerConfig)}. */
    CompletableFuture<PushHandle> push(ConsumerConfig config);

    /** See {@link StreamHandle#staticGroup(String)}. */
    AsyncConsumerGroup staticGroup(String name);

    /** See {@link StreamHandle#elasticGroup(String)}. */
    AsyncConsumerGroup elasticGroup(String name);

    /** See {@link StreamHandle#groupNames(GroupKind)}. */
    Pages<String> groupNames(GroupKind kind);

    /** See {@link StreamHandle#deleteConsumer(String)}. */
    CompletableFuture<Void> deleteConsumer(String name);

    /** See {@link StreamHandle#consumers()}. */
    Pages<ConsumerInfo> consumers();

    /** See {@link StreamHandle#consumerNames()}. */
    Pages<String> consumerNames();

    /** See {@link StreamHandle#stepDown()}. */
    CompletableFuture<Void> stepDown();

    /** The same stream, blocking. */
    StreamHandle blocking();
}
