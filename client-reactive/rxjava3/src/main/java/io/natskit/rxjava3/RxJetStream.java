// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3;

import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.Advisory;
import io.natskit.jetstream.AsyncJetStream;
import io.natskit.jetstream.BatchSpec;
import io.natskit.jetstream.EnsureSpec;
import io.natskit.jetstream.Ensured;
import io.natskit.jetstream.IngestSpec;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.PublishSpec;
import io.natskit.reactive.ReactiveJetStream;
import io.natskit.wire.jetstream.AccountInfo;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamInfo;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.reactivestreams.Processor;
import org.reactivestreams.Publisher;

/** JetStream in the shapes of RxJava; each method means what its namesake in {@link AsyncJetStream} says. All are cold; disposing gives up. No state of its own. */
public final class RxJetStream {
    private final AsyncJetStream async;

    private RxJetStream(AsyncJetStream async) {
        this.async = async;
    }

    /** A view of {@code js}. */
    public static RxJetStream of(JetStream js) {
        return new RxJetStream(js.async());
    }

    private ReactiveJetStream reactive() {
        return ReactiveJetStream.of(async.blocking());
    }

    /** See {@link AsyncJetStream#publish(String, byte[])}. */
    public Single<PubAck> publish(String subject, byte[] payload) {
        return Futures.single(() -> async.publish(subject, payload));
    }

    /** See {@link AsyncJetStream#publish(OutgoingMessage)}. */
    public Single<PubAck> publish(OutgoingMessage message) {
        return Futures.single(() -> async.publish(message));
    }

    /** See {@link AsyncJetStream#publish(OutgoingMessage, Consumer)}. */
    public Single<PubAck> publish(OutgoingMessage message, Consumer<PublishSpec> spec) {
        return Futures.single(() -> async.publish(message, spec));
    }

    /** See {@link AsyncJetStream#publishNoAck(OutgoingMessage, Consumer)}. */
    public Completable publishNoAck(OutgoingMessage message, Consumer<PublishSpec> spec) {
        return Futures.completable(() -> async.publishNoAck(message, spec));
    }

    /** See {@link AsyncJetStream#awaitAcks(Duration)}. */
    public Completable awaitAcks(Duration timeout) {
        return Futures.completable(() -> async.awaitAcks(timeout));
    }

    /** See {@link AsyncJetStream#writable()}. */
    public Completable writable() {
        return Futures.completable(() -> async.writable());
    }

    /** See {@link AsyncJetStream#unacknowledged()}. */
    public int unacknowledged() {
        return async.unacknowledged();
    }

    /** See {@link AsyncJetStream#atomicBatch(Consumer)}. */
    public RxAtomicBatch atomicBatch(Consumer<BatchSpec> spec) {
        return new RxAtomicBatch(async.atomicBatch(spec));
    }

    /** See {@link AsyncJetStream#ingest(String, Consumer)}. */
    public Single<RxIngestPublisher> ingest(String stream, Consumer<IngestSpec> spec) {
        return Futures.single(() -> async.ingest(stream, spec)).map(RxIngestPublisher::new);
    }

    /** See {@link AsyncJetStream#schedules(String)}. */
    public RxSchedules schedules(String stream) {
        return new RxSchedules(async.schedules(stream));
    }

    /** See {@link AsyncJetStream#counters(String)}. */
    public RxCounters counters(String stream) {
        return new RxCounters(async.counters(stream), stream, reactive());
    }

    /** See {@link AsyncJetStream#createStream(StreamConfig)}. */
    public Single<RxStream> createStream(StreamConfig config) {
        return Futures.single(() -> async.createStream(config)).map(handle -> new RxStream(handle, reactive()));
    }

    /** See {@link AsyncJetStream#ensureStream(StreamConfig)}. */
    public Single<RxStream> ensureStream(StreamConfig config) {
        return Futures.single(() -> async.ensureStream(config)).map(handle -> new RxStream(handle, reactive()));
    }

    /** See {@link AsyncJetStream#ensureStream(StreamConfig, Consumer)}. */
    public Single<Ensured> ensureStream(StreamConfig config, Consumer<EnsureSpec> spec) {
        return Futures.single(() -> async.ensureStream(config, spec));
    }

    /** See {@link AsyncJetStream#stream(String)}. */
    public RxStream stream(String name) {
        return new RxStream(async.stream(name), reactive());
    }

    /** See {@link AsyncJetStream#findStream(String)}. */
    public Maybe<RxStream> findStream(String name) {
        return Futures.maybe(() -> async.findStream(name)).map(handle -> new RxStream(handle, reactive()));
    }

    /** See {@link AsyncJetStream#streamNameOf(String)}. */
    public Maybe<String> streamNameOf(String subject) {
        return Futures.maybe(() -> async.streamNameOf(subject));
    }

    /** See {@link AsyncJetStream#deleteStream(String)}. */
    public Completable deleteStream(String name) {
        return Futures.completable(() -> async.deleteStream(name));
    }

    /** See {@link AsyncJetStream#streams()}. */
    public Flowable<StreamInfo> streams() {
        return Flowable.fromPublisher(ReactiveJetStream.of(async.blocking()).streams(">"));
    }

    /** See {@link AsyncJetStream#streams(String)}. */
    public Flowable<StreamInfo> streams(String filter) {
        return Flowable.fromPublisher(ReactiveJetStream.of(async.blocking()).streams(filter));
    }

    /** See {@link AsyncJetStream#streamNames(String)}. */
    public Flowable<String> streamNames(String filter) {
        return Flowable.fromPublisher(ReactiveJetStream.of(async.blocking()).streamNames(filter));
    }

    /** See {@link JetStream#restore(Path)}; on a thread of RxJava's {@code Schedulers.io()}, which disposing interrupts. */
    public Single<RxStream> restore(Path folder) {
        return Single.fromCallable(() -> async.blocking().restore(folder))
                .subscribeOn(Schedulers.io())
                .map(handle -> new RxStream(handle.async(), reactive()));
    }

    /** See {@link JetStream#restore(StreamConfig, ReadableByteChannel)}; on a thread of RxJava's {@code Schedulers.io()}, which disposing interrupts. */
    public Single<RxStream> restore(StreamConfig config, ReadableByteChannel channel) {
        return Single.fromCallable(() -> async.blocking().restore(config, channel))
                .subscribeOn(Schedulers.io())
                .map(handle -> new RxStream(handle.async(), reactive()));
    }

    /** See {@link AsyncJetStream#account()}. */
    public Single<AccountInfo> account() {
        return Futures.single(() -> async.account());
    }

    /** Publishes all that {@code messages} gives, at most {@code window} of them unacknowledged; gives the acknowledgements in order. See {@link io.natskit.jetstream.FlowJetStream#publisher(int)}. */
    public Flowable<PubAck> publishAll(Publisher<OutgoingMessage> messages, int window) {
        return Flowable.defer(() -> {
            Processor<OutgoingMessage, PubAck> processor =
                    ReactiveJetStream.of(async.blocking()).publisher(window);
            messages.subscribe(processor);
            return processor;
        });
    }

    /** See {@link io.natskit.jetstream.FlowJetStream#advisories(String)}. */
    public Flowable<Advisory> advisories(String filter) {
        return Flowable.fromPublisher(ReactiveJetStream.of(async.blocking()).advisories(filter));
    }

    /** The same, blocking. */
    public JetStream blocking() {
        return async.blocking();
    }
}
