// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.jetstream.AsyncConsumerHandle;
import io.natskit.jetstream.Batch;
import io.natskit.jetstream.ConsumeSpec;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.FetchSpec;
import io.natskit.jetstream.JetStreamHandler;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.Messages;
import io.natskit.wire.jetstream.ConsumerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;

/** A pull consumer for callers who wait. No state but its name. */
final class BlockingConsumer implements ConsumerHandle {
    private final Engine engine;
    private final Target target;

    BlockingConsumer(Engine engine, Target target) {
        this.engine = engine;
        this.target = target;
    }

    static ConsumeSpec chosen(Consumer<ConsumeSpec> spec) {
        ConsumeSpec chosen = new ConsumeSpec();
        spec.accept(chosen);
        return chosen;
    }

    static FetchSpec fetched(Consumer<FetchSpec> spec) {
        FetchSpec chosen = new FetchSpec();
        spec.accept(chosen);
        return chosen;
    }

    /** An intake whose messages a handler takes. */
    static Intake handled(Engine engine, Target target, JetStreamHandler handler, Consumer<ConsumeSpec> how) {
        ConsumeSpec spec = chosen(how);
        Pulling intake = new Pulling(engine.context(), engine.acks(), target, spec, Keeper.NONE);
        intake.handled(intake.wildcard(), null, spec.dispatch().orElse(null), handler);
        return intake;
    }

    /** An intake whose messages wait to be taken. */
    static Intake pulled(Engine engine, Target target, Consumer<ConsumeSpec> how) {
        Pulling intake = new Pulling(engine.context(), engine.acks(), target, chosen(how), Keeper.NONE);
        intake.pulled(intake.wildcard(), null);
        return intake;
    }

    Target target() {
        return target;
    }

    private StreamOps ops() {
        return engine.ops();
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
    public ConsumerInfo info() {
        return engine.context().await(ops().consumerInfo(target.stream(), target.consumer()), "info");
    }

    @Override
    public Optional<JetStreamMessage> next(Duration timeout) {
        try (Batch batch = fetch(f -> f.messages(1).expires(timeout))) {
            Iterator<JetStreamMessage> messages = batch.iterator();
            return messages.hasNext() ? Optional.of(messages.next()) : Optional.empty();
        }
    }

    @Override
    public Batch fetch(Consumer<FetchSpec> spec) {
        return Fetch.blocking(engine.context(), engine.acks(), target, fetched(spec));
    }

    @Override
    public Consuming consume(JetStreamHandler handler) {
        return consume(handler, s -> {});
    }

    @Override
    public Consuming consume(JetStreamHandler handler, Consumer<ConsumeSpec> spec) {
        return Views.consuming(handled(engine, target, handler, spec));
    }

    @Override
    public Messages messages(Consumer<ConsumeSpec> spec) {
        return Views.messages(pulled(engine, target, spec));
    }

    @Override
    public void pause(Instant until) {
        engine.context().await(ops().pause(target.stream(), target.consumer(), until), "pause");
    }

    @Override
    public void resume() {
        engine.context().await(ops().pause(target.stream(), target.consumer(), null), "resume");
    }

    @Override
    public ConsumerInfo reset() {
        return reset(0);
    }

    @Override
    public ConsumerInfo reset(long sequence) {
        return engine.context().await(ops().reset(target.stream(), target.consumer(), sequence), "reset");
    }

    @Override
    public void unpin(String group) {
        engine.context().await(ops().unpin(target.stream(), target.consumer(), group), "unpin");
    }

    @Override
    public void stepDown() {
        engine.context().await(ops().stepDownConsumer(target.stream(), target.consumer()), "stepDown");
    }

    @Override
    public void delete() {
        engine.context().await(ops().deleteConsumer(target.stream(), target.consumer()), "delete");
    }

    @Override
    public AsyncConsumerHandle async() {
        return new FutureConsumer(engine, target);
    }

    @Override
    public String toString() {
        return "Consumer[" + target.stream() + " > " + target.consumer() + "]";
    }
}
