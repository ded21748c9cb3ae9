// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.jetstream.AsyncMessages;
import io.natskit.jetstream.ConsumeSpec;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.JetStreamHandler;
import io.natskit.jetstream.Messages;
import io.natskit.jetstream.PushHandle;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerInfo;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A push consumer as users see it: its name, and what its configuration says of subject, group and heartbeat. */
final class PushConsumer implements PushHandle {
    private final Engine engine;
    private final String stream;
    private final String name;
    private final ConsumerConfig config;

    private PushConsumer(Engine engine, String stream, ConsumerInfo info) {
        this.engine = engine;
        this.stream = stream;
        this.name = info.name();
        this.config = info.config();
    }

    /** Makes it if it is not there; a missing deliver subject is a fresh inbox. */
    static CompletableFuture<PushHandle> make(Engine engine, String stream, ConsumerConfig config) {
        ConsumerConfig whole = config.deliverSubject().isEmpty()
                ? config.toBuilder()
                        .deliverSubject(engine.context().connection().newInbox())
                        .build()
                : config;
        return engine.ensureConsumer(stream, whole).thenApply(info -> new PushConsumer(engine, stream, info));
    }

    @Override
    public String stream() {
        return stream;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ConsumerInfo info() {
        return engine.context().await(engine.ops().consumerInfo(stream, name), "info");
    }

    private Pushing intake(ConsumeSpec spec) {
        Acks acks = new Acks(engine.context(), config.ackPolicy() != AckPolicy.NONE);
        return new Pushing(
                engine.context(), acks, new Target(stream, name), config.idleHeartbeat(), spec.events(), Keeper.NONE);
    }

    private String group() {
        return config.deliverGroup();
    }

    /** For who takes messages. */
    Pushing pulled(Consumer<ConsumeSpec> how) {
        Pushing intake = intake(BlockingConsumer.chosen(how));
        intake.pulled(config.deliverSubject(), group().isEmpty() ? null : group());
        return intake;
    }

    @Override
    public Consuming consume(JetStreamHandler handler) {
        return consume(handler, s -> {});
    }

    @Override
    public Consuming consume(JetStreamHandler handler, Consumer<ConsumeSpec> how) {
        ConsumeSpec spec = BlockingConsumer.chosen(how);
        Pushing intake = intake(spec);
        intake.handled(
                config.deliverSubject(),
                group().isEmpty() ? null : group(),
                spec.dispatch().orElse(null),
                handler);
        return Views.consuming(intake);
    }

    @Override
    public Messages messages(Consumer<ConsumeSpec> how) {
        return Views.messages(pulled(how));
    }

    @Override
    public AsyncMessages asyncMessages(Consumer<ConsumeSpec> how) {
        return Views.asyncMessages(pulled(how));
    }

    @Override
    public void delete() {
        engine.context().await(engine.ops().deleteConsumer(stream, name), "delete");
    }
}
