// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.OutgoingMessage;
import io.natskit.client.internal.flow.Delivery;
import io.natskit.client.internal.flow.Pull;
import io.natskit.jetstream.Advisory;
import io.natskit.jetstream.AsyncJetStream;
import io.natskit.jetstream.ConsumeSpec;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.Counter;
import io.natskit.jetstream.FlowJetStream;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.OrderedSpec;
import io.natskit.jetstream.PushHandle;
import io.natskit.jetstream.ReadSpec;
import io.natskit.jetstream.StoredMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.jetstream.group.ConsumerGroup;
import io.natskit.jetstream.group.JoinSpec;
import io.natskit.jetstream.internal.store.PagesPull;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.jetstream.StreamInfo;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** JetStream with demand. No state of its own. */
final class Flows implements FlowJetStream {
    private final Engine engine;

    Flows(Engine engine) {
        this.engine = engine;
    }

    private <T> Flow.Publisher<T> publisher(Supplier<Pull<T>> source) {
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber (rule 1.9)");
            new Delivery<T>(
                            subscriber,
                            source,
                            engine.context().inside().callbacks(),
                            engine.context().inside()::failed)
                    .start();
        };
    }

    @Override
    public Flow.Processor<OutgoingMessage, PubAck> publisher(int window) {
        return new AckProcessor(engine.publishing(), window);
    }

    @Override
    public Flow.Publisher<StreamInfo> streams(String filter) {
        return publisher(() ->
                new PagesPull<>(new PagedList<>(engine.context(), engine.ops().streams(filter))));
    }

    @Override
    public Flow.Publisher<String> streamNames(String filter) {
        return publisher(() -> new PagesPull<>(async().streamNames(filter)));
    }

    @Override
    public Flow.Publisher<ConsumerInfo> consumers(StreamHandle stream) {
        return publisher(() -> new PagesPull<>(async().stream(stream.name()).consumers()));
    }

    @Override
    public Flow.Publisher<String> consumerNames(StreamHandle stream) {
        return publisher(() -> new PagesPull<>(async().stream(stream.name()).consumerNames()));
    }

    @Override
    public Flow.Publisher<Counter> counters(String stream, String filter) {
        return publisher(() -> new PagesPull<>(async().counters(stream).counters(filter)));
    }

    private AsyncJetStream async() {
        return new FutureJetStream(engine);
    }

    @Override
    public Flow.Publisher<JetStreamMessage> consume(ConsumerHandle consumer, Consumer<ConsumeSpec> spec) {
        ConsumeSpec chosen = BlockingConsumer.chosen(spec);
        Target target = new Target(consumer.stream(), consumer.name());
        return publisher(() -> {
            Pulling intake = new Pulling(engine.context(), engine.acks(), target, chosen, Keeper.NONE).onDemand();
            intake.pulled(intake.wildcard(), null);
            return new IntakePull(intake);
        });
    }

    @Override
    public Flow.Publisher<JetStreamMessage> join(ConsumerGroup group, String member, Consumer<JoinSpec> spec) {
        JoinSpec chosen = FutureGroup.chosen(spec);
        Groups known = Groups.of(engine, group.kind(), group.stream(), group.name());
        return publisher(() -> {
            Joined joined = new Joined(known, member, chosen).onDemand();
            joined.begin();
            return new IntakePull(joined.intake());
        });
    }

    @Override
    public Flow.Publisher<JetStreamMessage> ordered(StreamHandle stream, Consumer<OrderedSpec> spec) {
        OrderedSpec chosen = FutureStream.chosen(spec);
        return publisher(
                () -> new IntakePull(new OrderedConsumer(engine.ops(), stream.name(), chosen, false).onDemand()));
    }

    @Override
    public Flow.Publisher<JetStreamMessage> orderedPush(StreamHandle stream, Consumer<OrderedSpec> spec) {
        OrderedSpec chosen = FutureStream.chosen(spec);
        return publisher(() -> new IntakePull(
                new OrderedConsumer(engine.ops(), stream.name(), chosen, true).pulled(new ConsumeSpec())));
    }

    @Override
    public Flow.Publisher<JetStreamMessage> push(PushHandle consumer, Consumer<ConsumeSpec> spec) {
        if (!(consumer instanceof PushConsumer own)) {
            throw new IllegalArgumentException(
                    "consumer: " + consumer.getClass().getName() + " (expected: one that StreamHandle.push gave)");
        }
        return publisher(() -> new IntakePull(own.pulled(spec)));
    }

    @Override
    public Flow.Publisher<StoredMessage> read(StreamHandle stream, Consumer<ReadSpec> spec) {
        ReadSpec chosen = new ReadSpec();
        spec.accept(chosen);
        return publisher(() -> new PagesPull<>(
                new PagedList<>(engine.context(), new BatchGet(engine.context(), stream.name(), chosen))));
    }

    @Override
    public Flow.Publisher<Advisory> advisories(String filter) {
        return publisher(() -> new AdvisoryPull(
                engine.context(),
                engine.context().connection().async().subscribe(Advisories.subject(engine.context(), filter))));
    }

    @Override
    public JetStream blocking() {
        return new BlockingJetStream(engine);
    }
}
