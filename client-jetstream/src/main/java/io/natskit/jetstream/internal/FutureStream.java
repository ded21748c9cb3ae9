// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.jetstream.AsyncConsumerHandle;
import io.natskit.jetstream.AsyncStreamHandle;
import io.natskit.jetstream.EnsureSpec;
import io.natskit.jetstream.Ensured;
import io.natskit.jetstream.InfoSpec;
import io.natskit.jetstream.OrderedHandle;
import io.natskit.jetstream.OrderedSpec;
import io.natskit.jetstream.Pages;
import io.natskit.jetstream.PurgeSpec;
import io.natskit.jetstream.PushHandle;
import io.natskit.jetstream.ReadSpec;
import io.natskit.jetstream.StoredMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.jetstream.group.AsyncConsumerGroup;
import io.natskit.jetstream.group.GroupKind;
import io.natskit.wire.jetstream.ConsumerAction;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamInfo;
import io.natskit.wire.json.JsonWriter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A stream for callers who must not wait. No state but its name. */
final class FutureStream implements AsyncStreamHandle {
    private final Engine engine;
    private final String name;
    private final boolean direct;

    FutureStream(Engine engine, String name, boolean direct) {
        this.engine = engine;
        this.name = name;
        this.direct = direct;
    }

    /** A configuration of this stream; throws for one of another. */
    static StreamConfig own(String name, StreamConfig config) {
        if (!config.name().equals(name)) {
            throw new IllegalArgumentException("name: \"" + config.name() + "\" (expected: \"" + name + "\")");
        }
        return config;
    }

    static OrderedSpec chosen(Consumer<OrderedSpec> spec) {
        OrderedSpec chosen = new OrderedSpec();
        spec.accept(chosen);
        return chosen;
    }

    private StreamOps ops() {
        return engine.ops();
    }

    private <T> CompletableFuture<T> hop(CompletableFuture<T> future) {
        return engine.context().hop(future);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CompletableFuture<StreamInfo> info() {
        return hop(ops().info(name));
    }

    @Override
    public CompletableFuture<StreamInfo> info(Consumer<InfoSpec> spec) {
        InfoSpec chosen = new InfoSpec();
        spec.accept(chosen);
        return hop(ops().info(name, chosen));
    }

    @Override
    public CompletableFuture<AsyncStreamHandle> update(StreamConfig config) {
        return hop(ops().update(own(name, config), false).thenApply(info -> this));
    }

    @Override
    public CompletableFuture<Void> seal() {
        return hop(ops().seal(name));
    }

    @Override
    public CompletableFuture<Void> delete() {
        return hop(ops().delete(name));
    }

    @Override
    public CompletableFuture<Long> purge(Consumer<PurgeSpec> spec) {
        PurgeSpec chosen = new PurgeSpec();
        spec.accept(chosen);
        return hop(ops().purge(name, chosen));
    }

    @Override
    public CompletableFuture<Optional<StoredMessage>> message(long sequence) {
        return hop(ops().message(name, direct, new JsonWriter().field("seq", sequence)));
    }

    @Override
    public CompletableFuture<Optional<StoredMessage>> last(String subject) {
        return hop(ops().last(name, direct, subject));
    }

    @Override
    public CompletableFuture<Optional<StoredMessage>> next(long from, String subject) {
        return hop(
                ops().message(name, direct, new JsonWriter().field("seq", from).field("next_by_subj", subject)));
    }

    @Override
    public AsyncStreamHandle direct() {
        return new FutureStream(engine, name, true);
    }

    @Override
    public Pages<StoredMessage> read(Consumer<ReadSpec> spec) {
        ReadSpec chosen = new ReadSpec();
        spec.accept(chosen);
        return new PagedList<>(engine.context(), new BatchGet(engine.context(), name, chosen));
    }

    @Override
    public CompletableFuture<Boolean> delete(long sequence, boolean erase) {
        return hop(ops().deleteMessage(name, sequence, erase));
    }

    private CompletableFuture<AsyncConsumerHandle> handle(CompletableFuture<ConsumerInfo> info) {
        return hop(info.thenApply(made -> new FutureConsumer(engine, new Target(name, made.name()))));
    }

    @Override
    public CompletableFuture<AsyncConsumerHandle> createConsumer(ConsumerConfig config) {
        return handle(ops().consumer(name, config, ConsumerAction.CREATE, false));
    }

    @Override
    public CompletableFuture<AsyncConsumerHandle> updateConsumer(ConsumerConfig config) {
        return handle(ops().consumer(name, config, ConsumerAction.UPDATE, false));
    }

    @Override
    public CompletableFuture<AsyncConsumerHandle> ensureConsumer(ConsumerConfig config) {
        return handle(engine.ensureConsumer(name, config));
    }

    @Override
    public CompletableFuture<Ensured> ensureConsumer(ConsumerConfig config, Consumer<EnsureSpec> spec) {
        return hop(engine.ensureConsumer(name, config, FutureJetStream.ensuring(spec)));
    }

    @Override
    public AsyncConsumerHandle consumer(String consumer) {
        return new FutureConsumer(engine, new Target(name, Names.checked("consumer", consumer)));
    }

    @Override
    public CompletableFuture<Optional<AsyncConsumerHandle>> findConsumer(String consumer) {
        Names.checked("consumer", consumer);
        return hop(Api.ifFound(ops().consumerInfo(name, consumer))
                .thenApply(found -> found.map(info -> consumer(info.name()))));
    }

    @Override
    public OrderedHandle ordered(Consumer<OrderedSpec> spec) {
        return new OrderedConsumer(ops(), name, chosen(spec), false);
    }

    @Override
    public OrderedHandle orderedPush(Consumer<OrderedSpec> spec) {
        return new OrderedConsumer(ops(), name, chosen(spec), true);
    }

    @Override
    public CompletableFuture<PushHandle> push(ConsumerConfig config) {
        return hop(PushConsumer.make(engine, name, config));
    }

    @Override
    public AsyncConsumerGroup staticGroup(String group) {
        return new FutureGroup(Groups.of(engine, GroupKind.STATIC, name, group));
    }

    @Override
    public AsyncConsumerGroup elasticGroup(String group) {
        return new FutureGroup(Groups.of(engine, GroupKind.ELASTIC, name, group));
    }

    @Override
    public Pages<String> groupNames(GroupKind kind) {
        return new PagedList<>(engine.context(), Groups.names(engine, kind, name));
    }

    @Override
    public CompletableFuture<Void> deleteConsumer(String consumer) {
        return hop(ops().deleteConsumer(name, Names.checked("consumer", consumer)));
    }

    @Override
    public Pages<ConsumerInfo> consumers() {
        return new PagedList<>(engine.context(), ops().consumers(name));
    }

    @Override
    public Pages<String> consumerNames() {
        return new PagedList<>(engine.context(), ops().consumerNames(name));
    }

    @Override
    public CompletableFuture<Void> stepDown() {
        return hop(ops().stepDown(name));
    }

    @Override
    public StreamHandle blocking() {
        return new BlockingStream(engine, name, direct);
    }

    @Override
    public String toString() {
        return "Stream[" + name + "]";
    }
}
