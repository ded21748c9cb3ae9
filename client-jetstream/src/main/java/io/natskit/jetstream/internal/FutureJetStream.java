// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.AsyncAtomicBatch;
import io.natskit.jetstream.AsyncCounters;
import io.natskit.jetstream.AsyncIngestPublisher;
import io.natskit.jetstream.AsyncJetStream;
import io.natskit.jetstream.AsyncSchedules;
import io.natskit.jetstream.AsyncStreamHandle;
import io.natskit.jetstream.BatchSpec;
import io.natskit.jetstream.EnsureSpec;
import io.natskit.jetstream.Ensured;
import io.natskit.jetstream.IngestSpec;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.Pages;
import io.natskit.jetstream.PublishSpec;
import io.natskit.jetstream.internal.store.Sending;
import io.natskit.wire.jetstream.AccountInfo;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** JetStream for callers who must not wait. No state of its own. */
final class FutureJetStream implements AsyncJetStream, Sending {
    private final Engine engine;

    FutureJetStream(Engine engine) {
        this.engine = engine;
    }

    @Override
    public CompletableFuture<PubAck> publish(String subject, byte[] payload) {
        return engine.publishing().publishAsync(subject, payload);
    }

    @Override
    public CompletableFuture<PubAck> publish(OutgoingMessage message) {
        return engine.publishing().publishAsync(message, new PublishSpec());
    }

    @Override
    public CompletableFuture<PubAck> publish(OutgoingMessage message, Consumer<PublishSpec> spec) {
        return engine.publishing().publishAsync(message, BlockingJetStream.chosen(spec));
    }

    @Override
    public CompletableFuture<PubAck> publishOnce(OutgoingMessage message, Duration timeout, Runnable copied) {
        return engine.publishing().publishOnce(message, timeout, copied);
    }

    @Override
    public CompletableFuture<Void> publishNoAck(OutgoingMessage message, Consumer<PublishSpec> spec) {
        return engine.context()
                .connection()
                .async()
                .publish(BlockingJetStream.withHeaders(message, BlockingJetStream.chosen(spec)));
    }

    @Override
    public CompletableFuture<Void> awaitAcks(Duration timeout) {
        return engine.context().timed(engine.publishing().acked(), "awaitAcks", timeout);
    }

    @Override
    public CompletableFuture<Void> writable() {
        return engine.publishing().room();
    }

    @Override
    public int unacknowledged() {
        return engine.publishing().unacknowledged();
    }

    @Override
    public AsyncAtomicBatch atomicBatch(Consumer<BatchSpec> spec) {
        BatchSpec chosen = new BatchSpec();
        spec.accept(chosen);
        return new Batching(engine.publishing(), chosen).async();
    }

    @Override
    public CompletableFuture<AsyncIngestPublisher> ingest(String stream, Consumer<IngestSpec> spec) {
        IngestSpec chosen = new IngestSpec();
        spec.accept(chosen);
        return engine.context()
                .hop(IngestViews.choose(engine, stream, chosen)
                        .thenApply(ingest -> IngestViews.async(engine.context(), ingest)));
    }

    @Override
    public AsyncSchedules schedules(String stream) {
        return new Scheduling(engine, Names.checked("stream", stream)).async();
    }

    @Override
    public AsyncCounters counters(String stream) {
        return new Counting(engine, Names.checked("stream", stream)).async();
    }

    @Override
    public CompletableFuture<AsyncStreamHandle> createStream(StreamConfig config) {
        return engine.context().hop(engine.ops().create(config, false).thenApply(info -> stream(config.name())));
    }

    @Override
    public CompletableFuture<AsyncStreamHandle> ensureStream(StreamConfig config) {
        return engine.context().hop(engine.ensureStream(config).thenApply(done -> stream(config.name())));
    }

    @Override
    public CompletableFuture<Ensured> ensureStream(StreamConfig config, Consumer<EnsureSpec> spec) {
        return engine.context().hop(engine.ensureStream(config, ensuring(spec)));
    }

    static EnsureSpec ensuring(Consumer<EnsureSpec> spec) {
        EnsureSpec chosen = new EnsureSpec();
        spec.accept(chosen);
        return chosen;
    }

    @Override
    public AsyncStreamHandle stream(String name) {
        return new FutureStream(engine, Names.checked("stream", name), false);
    }

    @Override
    public CompletableFuture<Optional<AsyncStreamHandle>> findStream(String name) {
        Names.checked("stream", name);
        return engine.context()
                .hop(Api.ifFound(engine.ops().info(name)).thenApply(found -> found.map(info -> stream(name))));
    }

    @Override
    public CompletableFuture<Optional<String>> streamNameOf(String subject) {
        return engine.context().hop(engine.ops().streamNameOf(subject));
    }

    @Override
    public CompletableFuture<Void> deleteStream(String name) {
        return engine.context().hop(engine.ops().delete(Names.checked("stream", name)));
    }

    @Override
    public Pages<StreamInfo> streams() {
        return new PagedList<>(engine.context(), engine.ops().streams(null));
    }

    @Override
    public Pages<StreamInfo> streams(String filter) {
        return new PagedList<>(engine.context(), engine.ops().streams(filter));
    }

    @Override
    public Pages<String> streamNames(String filter) {
        return new PagedList<>(engine.context(), engine.ops().streamNames(filter));
    }

    @Override
    public CompletableFuture<AccountInfo> account() {
        return engine.context().hop(engine.ops().account());
    }

    @Override
    public JetStream blocking() {
        return new BlockingJetStream(engine);
    }
}
