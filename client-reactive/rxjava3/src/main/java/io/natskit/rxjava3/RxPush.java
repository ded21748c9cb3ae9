// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3;

import io.natskit.jetstream.AsyncStreamHandle;
import io.natskit.jetstream.ConsumeSpec;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.PushHandle;
import io.natskit.reactive.ReactiveJetStream;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.function.Consumer;

/** A push consumer in the shapes of RxJava; each method means what its namesake in {@link PushHandle} says. */
public final class RxPush {
    private final PushHandle handle;
    private final AsyncStreamHandle stream;
    private final ReactiveJetStream js;

    RxPush(PushHandle handle, AsyncStreamHandle stream, ReactiveJetStream js) {
        this.handle = handle;
        this.stream = stream;
        this.js = js;
    }

    /** See {@link PushHandle#stream()}. */
    public String stream() {
        return handle.stream();
    }

    /** See {@link PushHandle#name()}. */
    public String name() {
        return handle.name();
    }

    /** See {@link PushHandle#info()}. */
    public Single<ConsumerInfo> info() {
        return Futures.single(() -> stream.consumer(handle.name()).info());
    }

    /** See {@link io.natskit.jetstream.FlowJetStream#push}: what is not asked for waits in the client, within the server's flow control; disposing ends the subscription. */
    public Flowable<JetStreamMessage> messages(Consumer<ConsumeSpec> spec) {
        return Flowable.fromPublisher(js.push(handle, spec));
    }

    /** See {@link PushHandle#delete()}. */
    public Completable delete() {
        return Futures.completable(() -> stream.deleteConsumer(handle.name()));
    }

    /** The same, blocking. */
    public PushHandle blocking() {
        return handle;
    }
}
