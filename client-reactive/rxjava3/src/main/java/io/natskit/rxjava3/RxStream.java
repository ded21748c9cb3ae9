// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3;

import io.natskit.jetstream.AsyncStreamHandle;
import io.natskit.jetstream.BackupResult;
import io.natskit.jetstream.BackupSpec;
import io.natskit.jetstream.EnsureSpec;
import io.natskit.jetstream.Ensured;
import io.natskit.jetstream.InfoSpec;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.OrderedSpec;
import io.natskit.jetstream.PurgeSpec;
import io.natskit.jetstream.ReadSpec;
import io.natskit.jetstream.StoredMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.jetstream.group.GroupKind;
import io.natskit.reactive.ReactiveJetStream;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamInfo;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A stream in the shapes of RxJava; each method means what its namesake in {@link AsyncStreamHandle} says. */
public final class RxStream {
    private final AsyncStreamHandle async;
    private final ReactiveJetStream js;

    RxStream(AsyncStreamHandle async, ReactiveJetStream js) {
        this.async = async;
        this.js = js;
    }

    /** See {@link AsyncStreamHandle#name()}. */
    public String name() {
        return async.name();
    }

    /** See {@link AsyncStreamHandle#info()}. */
    public Single<StreamInfo> info() {
        return Futures.single(() -> async.info());
    }

    /** See {@link AsyncStreamHandle#info(Consumer)}. */
    public Single<StreamInfo> info(Consumer<InfoSpec> spec) {
        return Futures.single(() -> async.info(spec));
    }

    /** See {@link AsyncStreamHandle#update(StreamConfig)}. */
    public Single<RxStream> update(StreamConfig config) {
        return Futures.single(() -> async.update(config)).map(handle -> new RxStream(handle, js));
    }

    /** See {@link AsyncStreamHandle#seal()}. */
    public Completable seal() {
        return Futures.completable(() -> async.seal());
    }

    /** See {@link AsyncStreamHandle#delete()}. */
    public Completable delete() {
        return Futures.completable(() -> async.delete());
    }

    /** See {@link AsyncStreamHandle#purge(Consumer)}. */
    public Single<Long> purge(Consumer<PurgeSpec> spec) {
        return Futures.single(() -> async.purge(spec));
    }

    /** See {@link AsyncStreamHandle#message(long)}. */
    public Maybe<StoredMessage> message(long sequence) {
        return Futures.maybe(() -> async.message(sequence));
    }

    /** See {@link AsyncStreamHandle#last(String)}. */
    public Maybe<StoredMessage> last(String subject) {
        return Futures.maybe(() -> async.last(subject));
    }

    /** See {@link AsyncStreamHandle#next(long, String)}. */
    public Maybe<StoredMessage> next(long from, String subject) {
        return Futures.maybe(() -> async.next(from, subject));
    }

    /** See {@link AsyncStreamHandle#direct()}. */
    public RxStream direct() {
        return new RxStream(async.direct(), js);
    }

    /** See {@link AsyncStreamHandle#read(Consumer)}. */
    public Flowable<StoredMessage> read(Consumer<ReadSpec> spec) {
        return Flowable.fromPublisher(js.read(async.blocking(), spec));
    }

    /** See {@link AsyncStreamHandle#delete(long, boolean)}. */
    public Single<Boolean> delete(long sequence, boolean erase) {
        return Futures.single(() -> async.delete(sequence, erase));
    }

    /** See {@link AsyncStreamHandle#createConsumer(ConsumerConfig)}. */
    public Single<RxConsumer> createConsumer(ConsumerConfig config) {
        return Futures.single(() -> async.createConsumer(config)).map(handle -> new RxConsumer(handle, js));
    }

    /** See {@link AsyncStreamHandle#updateConsumer(ConsumerConfig)}. */
    public Single<RxConsumer> updateConsumer(ConsumerConfig config) {
        return Futures.single(() -> async.updateConsumer(config)).map(handle -> new RxConsumer(handle, js));
    }

    /** See {@link AsyncStreamHandle#ensureConsumer(ConsumerConfig)}. */
    public Single<RxConsumer> ensureConsumer(ConsumerConfig config) {
        return Futures.single(() -> async.ensureConsumer(config)).map(handle -> new RxConsumer(handle, js));
    }

    /** See {@link AsyncStreamHandle#ensureConsumer(ConsumerConfig, Consumer)}. */
    public Single<Ensured> ensureConsumer(ConsumerConfig config, Consumer<EnsureSpec> spec) {
        return Futures.single(() -> async.ensureConsumer(config, spec));
    }

    /** See {@link AsyncStreamHandle#consumer(String)}. */
    public RxConsumer consumer(String name) {
        return new RxConsumer(async.consumer(name), js);
    }

    /** See {@link AsyncStreamHandle#findConsumer(String)}. */
    public Maybe<RxConsumer> findConsumer(String name) {
        return Futures.maybe(() -> async.findConsumer(name)).map(handle -> new RxConsumer(handle, js));
    }

    /** See {@link AsyncStreamHandle#ordered(Consumer)}. */
    public Flowable<JetStreamMessage> ordered(Consumer<OrderedSpec> spec) {
        return Flowable.fromPublisher(js.ordered(async.blocking(), spec));
    }

    /** See {@link io.natskit.jetstream.FlowJetStream#orderedPush}. */
    public Flowable<JetStreamMessage> orderedPush(Consumer<OrderedSpec> spec) {
        return Flowable.fromPublisher(js.orderedPush(async.blocking(), spec));
    }

    /** See {@link AsyncStreamHandle#push(ConsumerConfig)}. */
    public Single<RxPush> push(ConsumerConfig config) {
        return Futures.single(() -> async.push(config)).map(handle -> new RxPush(handle, async, js));
    }

    /** See {@link StreamHandle#backup(Path)}; on a thread of RxJava's {@code Schedulers.io()}, which disposing interrupts. */
    public Single<BackupResult> backup(Path folder) {
        return Single.fromCallable(() -> async.blocking().backup(folder)).subscribeOn(Schedulers.io());
    }

    /** See {@link StreamHandle#backup(WritableByteChannel, Consumer)}; on a thread of RxJava's {@code Schedulers.io()}, which disposing interrupts. */
    public Single<BackupResult> backup(WritableByteChannel channel, Consumer<BackupSpec> spec) {
        return Single.fromCallable(() -> async.blocking().backup(channel, spec)).subscribeOn(Schedulers.io());
    }

    /** See {@link AsyncStreamHandle#staticGroup(String)}. */
    public RxGroup staticGroup(String name) {
        return new RxGroup(async.staticGroup(name), js);
    }

    /** See {@link AsyncStreamHandle#elasticGroup(String)}. */
    public RxGroup elasticGroup(String name) {
        return new RxGroup(async.elasticGroup(name), js);
    }

    /** See {@link AsyncStreamHandle#groupNames(GroupKind)}. */
    public Flowable<String> groupNames(GroupKind kind) {
        return Futures.single(() -> async.groupNames(kind).all()).flattenAsFlowable(names -> names);
    }

    /** See {@link AsyncStreamHandle#deleteConsumer(String)}. */
    public Completable deleteConsumer(String name) {
        return Futures.completable(() -> async.deleteConsumer(name));
    }

    /** See {@link AsyncStreamHandle#consumers()}. */
    public Flowable<ConsumerInfo> consumers() {
        return Flowable.fromPublisher(js.consumers(async.blocking()));
    }

    /** See {@link AsyncStreamHandle#consumerNames()}. */
    public Flowable<String> consumerNames() {
        return Flowable.fromPublisher(js.consumerNames(async.blocking()));
    }

    /** See {@link AsyncStreamHandle#stepDown()}. */
    public Completable stepDown() {
        return Futures.completable(() -> async.stepDown());
    }

    /** The same, blocking. */
    public StreamHandle blocking() {
        return async.blocking();
    }
}
