// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.Connection;
import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.Advisory;
import io.natskit.jetstream.AsyncJetStream;
import io.natskit.jetstream.AtomicBatch;
import io.natskit.jetstream.BatchSpec;
import io.natskit.jetstream.Counters;
import io.natskit.jetstream.EnsureSpec;
import io.natskit.jetstream.Ensured;
import io.natskit.jetstream.FlowJetStream;
import io.natskit.jetstream.IngestPublisher;
import io.natskit.jetstream.IngestSpec;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.JetStreamOptions;
import io.natskit.jetstream.Listening;
import io.natskit.jetstream.PublishSpec;
import io.natskit.jetstream.Schedules;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.AccountInfo;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamInfo;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** JetStream for callers who wait. No state of its own. */
final class BlockingJetStream implements JetStream {
    private final Engine engine;

    BlockingJetStream(Engine engine) {
        this.engine = engine;
    }

    static PublishSpec chosen(Consumer<PublishSpec> spec) {
        PublishSpec chosen = new PublishSpec();
        spec.accept(chosen);
        return chosen;
    }

    static OutgoingMessage withHeaders(OutgoingMessage message, PublishSpec spec) {
        return OutgoingMessage.to(message.subject())
                .headers(spec.applyTo(message.headers()))
                .payload(message.payload())
                .build();
    }

    @Override
    public PubAck publish(String subject, byte[] payload) {
        return engine.publishing().publish(subject, payload);
    }

    @Override
    public PubAck publish(OutgoingMessage message) {
        return engine.publishing().publish(message, new PublishSpec());
    }

    @Override
    public PubAck publish(OutgoingMessage message, Consumer<PublishSpec> spec) {
        return engine.publishing().publish(message, chosen(spec));
    }

    @Override
    public void publishNoAck(OutgoingMessage message, Consumer<PublishSpec> spec) {
        engine.context().connection().publish(withHeaders(message, chosen(spec)));
    }

    @Override
    public void awaitAcks(Duration timeout) {
        engine.context().await(engine.publishing().acked(), "awaitAcks", timeout);
    }

    @Override
    public AtomicBatch atomicBatch(Consumer<BatchSpec> spec) {
        BatchSpec chosen = new BatchSpec();
        spec.accept(chosen);
        return new Batching(engine.publishing(), chosen).blocking();
    }

    @Override
    public IngestPublisher ingest(String stream, Consumer<IngestSpec> spec) {
        IngestSpec chosen = new IngestSpec();
        spec.accept(chosen);
        Ingest ingest = engine.context().await(IngestViews.choose(engine, stream, chosen), "ingest");
        return IngestViews.blocking(engine.context(), ingest);
    }

    @Override
    public Schedules schedules(String stream) {
        return new Scheduling(engine, Names.checked("stream", stream)).blocking();
    }

    @Override
    public Counters counters(String stream) {
        return new Counting(engine, Names.checked("stream", stream)).blocking();
    }

    @Override
    public StreamHandle createStream(StreamConfig config) {
        engine.context().await(engine.ops().create(config, false), "createStream");
        return stream(config.name());
    }

    @Override
    public StreamHandle ensureStream(StreamConfig config) {
        engine.context().await(engine.ensureStream(config), "ensureStream");
        return stream(config.name());
    }

    @Override
    public Ensured ensureStream(StreamConfig config, Consumer<EnsureSpec> spec) {
        return engine.context().await(engine.ensureStream(config, FutureJetStream.ensuring(spec)), "ensureStream");
    }

    @Override
    public StreamHandle stream(String name) {
        return new BlockingStream(engine, Names.checked("stream", name), false);
    }

    @Override
    public Optional<StreamHandle> findStream(String name) {
        Names.checked("stream", name);
        return engine.context()
                .await(Api.ifFound(engine.ops().info(name)), "findStream")
                .map(info -> stream(name));
    }

    @Override
    public Optional<String> streamNameOf(String subject) {
        return engine.context().await(engine.ops().streamNameOf(subject), "streamNameOf");
    }

    @Override
    public void deleteStream(String name) {
        engine.context().await(engine.ops().delete(Names.checked("stream", name)), "deleteStream");
    }

    @Override
    public Iterable<StreamInfo> streams() {
        return PagedList.blocking(
                engine.context(), "streams", () -> engine.ops().streams(null));
    }

    @Override
    public Iterable<StreamInfo> streams(String filter) {
        return PagedList.blocking(
                engine.context(), "streams", () -> engine.ops().streams(filter));
    }

    @Override
    public Iterable<String> streamNames(String filter) {
        return PagedList.blocking(
                engine.context(), "stream names", () -> engine.ops().streamNames(filter));
    }

    @Override
    public StreamHandle restore(Path folder) {
        return stream(new Backups(engine.api()).restore(folder));
    }

    @Override
    public StreamHandle restore(StreamConfig config, ReadableByteChannel channel) {
        return stream(new Backups(engine.api()).restore(config, channel));
    }

    @Override
    public Listening advisories(String filter, Consumer<? super Advisory> listener) {
        return Advisories.listen(engine.context(), filter, listener);
    }

    @Override
    public FlowJetStream flow() {
        return new Flows(engine);
    }

    @Override
    public AccountInfo account() {
        return engine.context().await(engine.ops().account(), "account");
    }

    @Override
    public AsyncJetStream async() {
        return new FutureJetStream(engine);
    }

    @Override
    public Connection connection() {
        return engine.context().connection();
    }

    @Override
    public JetStreamOptions options() {
        return engine.context().options();
    }

    @Override
    public String toString() {
        return "JetStream[" + options().prefix() + " on " + connection() + "]";
    }
}
