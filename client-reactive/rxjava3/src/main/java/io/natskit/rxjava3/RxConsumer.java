// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3;

import io.natskit.jetstream.AsyncConsumerHandle;
import io.natskit.jetstream.ConsumeSpec;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.FetchSpec;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.reactive.ReactiveJetStream;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** A pull consumer in the shapes of RxJava; each method means what its namesake in {@link AsyncConsumerHandle} says. */
public final class RxConsumer {
    private final AsyncConsumerHandle async;
    private final ReactiveJetStream js;

    RxConsumer(AsyncConsumerHandle async, ReactiveJetStream js) {
        this.async = async;
        this.js = js;
    }

    /** See {@link AsyncConsumerHandle#stream()}. */
    public String stream() {
        return async.stream();
    }

    /** See {@link AsyncConsumerHandle#name()}. */
    public String name() {
        return async.name();
    }

    /** See {@link AsyncConsumerHandle#info()}. */
    public Single<ConsumerInfo> info() {
        return Futures.single(() -> async.info());
    }

    /** See {@link AsyncConsumerHandle#next(Duration)}. */
    public Maybe<JetStreamMessage> next(Duration timeout) {
        return Futures.maybe(() -> async.next(timeout));
    }

    /** See {@link AsyncConsumerHandle#fetch(Consumer)}. */
    public Single<List<JetStreamMessage>> fetch(Consumer<FetchSpec> spec) {
        return Futures.single(() -> async.fetch(spec));
    }

    /** See {@link AsyncConsumerHandle#messages(Consumer)}. */
    public Flowable<JetStreamMessage> messages(Consumer<ConsumeSpec> spec) {
        return Flowable.fromPublisher(js.consume(async.blocking(), spec));
    }

    /** See {@link AsyncConsumerHandle#pause(Instant)}. */
    public Completable pause(Instant until) {
        return Futures.completable(() -> async.pause(until));
    }

    /** See {@link AsyncConsumerHandle#resume()}. */
    public Completable resume() {
        return Futures.completable(() -> async.resume());
    }

    /** See {@link AsyncConsumerHandle#reset()}. */
    public Single<ConsumerInfo> reset() {
        return Futures.single(() -> async.reset());
    }

    /** See {@link AsyncConsumerHandle#reset(long)}. */
    public Single<ConsumerInfo> reset(long sequence) {
        return Futures.single(() -> async.reset(sequence));
    }

    /** See {@link AsyncConsumerHandle#unpin(String)}. */
    public Completable unpin(String group) {
        return Futures.completable(() -> async.unpin(group));
    }

    /** See {@link AsyncConsumerHandle#stepDown()}. */
    public Completable stepDown() {
        return Futures.completable(() -> async.stepDown());
    }

    /** See {@link AsyncConsumerHandle#delete()}. */
    public Completable delete() {
        return Futures.completable(() -> async.delete());
    }

    /** The same, blocking. */
    public ConsumerHandle blocking() {
        return async.blocking();
    }
}
