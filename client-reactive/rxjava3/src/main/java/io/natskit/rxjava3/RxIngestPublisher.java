// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3;

import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.AsyncIngestPublisher;
import io.natskit.jetstream.PublishSpec;
import io.natskit.wire.jetstream.PubAck;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.util.function.Consumer;

/** Fast publishing in the shapes of RxJava; each method means what its namesake in {@link AsyncIngestPublisher} says. */
public final class RxIngestPublisher {
    private final AsyncIngestPublisher async;

    RxIngestPublisher(AsyncIngestPublisher async) {
        this.async = async;
    }

    /** See {@link AsyncIngestPublisher#add(OutgoingMessage)}. */
    public Single<Long> add(OutgoingMessage message) {
        return Futures.single(() -> async.add(message));
    }

    /** See {@link AsyncIngestPublisher#add(OutgoingMessage, Consumer)}. */
    public Single<Long> add(OutgoingMessage message, Consumer<PublishSpec> spec) {
        return Futures.single(() -> async.add(message, spec));
    }

    /** See {@link AsyncIngestPublisher#add(String, byte[])}. */
    public Single<Long> add(String subject, byte[] payload) {
        return Futures.single(() -> async.add(subject, payload));
    }

    /** See {@link AsyncIngestPublisher#acknowledged()}. */
    public long acknowledged() {
        return async.acknowledged();
    }

    /** See {@link AsyncIngestPublisher#commit()}. */
    public Single<PubAck> commit() {
        return Futures.single(() -> async.commit());
    }

    /** See {@link AsyncIngestPublisher#commit(OutgoingMessage)}. */
    public Single<PubAck> commit(OutgoingMessage last) {
        return Futures.single(() -> async.commit(last));
    }

    /** See {@link AsyncIngestPublisher#discard()}. */
    public Completable discard() {
        return Completable.fromAction(() -> async.discard());
    }
}
