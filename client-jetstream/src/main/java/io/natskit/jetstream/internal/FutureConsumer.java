// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.jetstream.AsyncConsumerHandle;
import io.natskit.jetstream.AsyncMessages;
import io.natskit.jetstream.ConsumeSpec;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.FetchSpec;
import io.natskit.jetstream.JetStreamHandler;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.wire.jetstream.ConsumerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A pull consumer for callers who must not wait. No state but its name. */
final class FutureConsumer implements AsyncConsumerHandle {
    private final Engine engine;
    private final Target target;

    FutureConsumer(Engine engine, Target target) {
        this.engine = engine;
        this.target = target;
    }

    private StreamOps ops() {
        return engine.ops();
    }

    private <T> CompletableFuture<T> hop(CompletableFuture<T> future) {
        return engine.context().hop(future);
    }

    @Override
    public String stream() {
        return target.stream();
    }

    @Override
    public String name() {
        return target.consumer();
    }

    @Override
    public CompletableFuture<ConsumerInfo> info() {
        return hop(ops().consumerInfo(target.stream(), target.consumer()));
    }

    @Override
    public CompletableFuture<Optional<JetStreamMessage>> next(Duration timeout) {
        FetchSpec spec = new FetchSpec().messages(1).expires(timeout);
        CompletableFuture<List<JetStreamMessage>> gathering = gathering(spec);
        return engine.context()
                .hop(
                        gathering.thenApply(all -> all.stream().findFirst()),
                        first -> first.ifPresent(engine.context().inside()::taken));
    }

    @Override
    public CompletableFuture<List<JetStreamMessage>> fetch(Consumer<FetchSpec> spec) {
        return engine.context()
                .hop(
                        gathering(BlockingConsumer.fetched(spec)),
                        all -> all.forEach(engine.context().inside()::taken));
    }

    private CompletableFuture<List<JetStreamMessage>> gathering(FetchSpec spec) {
        return Fetch.gathering(engine.context(), engine.acks(), target, spec);
    }

    @Override
    public Consuming consume(JetStreamHandler handler) {
        return consume(handler, s -> {});
    }

    @Override
    public Consuming consume(JetStreamHandler handler, Consumer<ConsumeSpec> spec) {
        return Views.consuming(BlockingConsumer.handled(engine, target, handler, spec));
    }

    @Override
    public AsyncMessages messages(Consumer<ConsumeSpec> spec) {
        return Views.asyncMessages(BlockingConsumer.pulled(engine, target, spec));
    }

    @Override
    public CompletableFuture<Void> pause(Instant until) {
        return hop(ops().pause(target.stream(), target.consumer(), until));
    }

    @Override
    public CompletableFuture<Void> resume() {
        return hop(ops().pause(target.stream(), target.consumer(), null));
    }

    @Override
    public CompletableFuture<ConsumerInfo> reset() {
        return reset(0);
    }

    @Override
    public CompletableFuture<ConsumerInfo> reset(long sequence) {
        return hop(ops().reset(target.stream(), target.consumer(), sequence));
    }

    @Override
    public CompletableFuture<Void> unpin(String group) {
        return hop(ops().unpin(target.stream(), target.consumer(), group));
    }

    @Override
    public CompletableFuture<Void> stepDown() {
        return hop(ops().stepDownConsumer(target.stream(), target.consumer()));
    }

    @Override
    public CompletableFuture<Void> delete() {
        return hop(ops().deleteConsumer(target.stream(), target.consumer()));
    }

    @Override
    public ConsumerHandle blocking() {
        return new BlockingConsumer(engine, target);
    }

    @Override
    public String toString() {
        return "Consumer[" + target.stream() + " > " + target.consumer() + "]";
    }
}
