// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3;

import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.AsyncAtomicBatch;
import io.natskit.jetstream.PublishSpec;
import io.natskit.wire.jetstream.PubAck;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.util.function.Consumer;

/** An atomic batch in the shapes of RxJava; each method means what its namesake in {@link AsyncAtomicBatch} says. */
public final class RxAtomicBatch {
    private final AsyncAtomicBatch async;

    RxAtomicBatch(AsyncAtomicBatch async) {
        this.async = async;
    }

    /** See {@link AsyncAtomicBatch#id()}. */
    public String id() {
        return async.id();
    }

    /** See {@link AsyncAtomicBatch#size()}. */
    public int size() {
        return async.size();
    }

    /** See {@link AsyncAtomicBatch#add(OutgoingMessage)}. */
    public Completable add(OutgoingMessage message) {
        return Futures.completable(() -> async.add(message));
    }

    /** See {@link AsyncAtomicBatch#add(OutgoingMessage, Consumer)}. */
    public Completable add(OutgoingMessage message, Consumer<PublishSpec> spec) {
        return Futures.completable(() -> async.add(message, spec));
    }

    /** See {@link AsyncAtomicBatch#commit()}. */
    public Single<PubAck> commit() {
        return Futures.single(() -> async.commit());
    }

    /** See {@link AsyncAtomicBatch#commit(OutgoingMessage)}. */
    public Single<PubAck> commit(OutgoingMessage last) {
        return Futures.single(() -> async.commit(last));
    }

    /** See {@link AsyncAtomicBatch#commit(OutgoingMessage, Consumer)}. */
    public Single<PubAck> commit(OutgoingMessage last, Consumer<PublishSpec> spec) {
        return Futures.single(() -> async.commit(last, spec));
    }

    /** See {@link AsyncAtomicBatch#discard()}. */
    public Completable discard() {
        return Completable.fromAction(() -> async.discard());
    }
}
