// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.objectstore.FlowObjectWriter;
import io.natskit.objectstore.ObjectInfo;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** A subscriber that makes an object of the buffers it is given; from {@link ReactiveObjectStore#writer}. Serves one stream. */
public final class ReactiveObjectWriter implements Subscriber<ByteBuffer> {
    private final FlowObjectWriter writer;
    private final Subscriber<ByteBuffer> adapted;

    ReactiveObjectWriter(FlowObjectWriter writer) {
        this.writer = writer;
        this.adapted = FlowAdapters.toSubscriber(writer);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        adapted.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer buffer) {
        adapted.onNext(buffer);
    }

    @Override
    public void onError(Throwable error) {
        adapted.onError(error);
    }

    @Override
    public void onComplete() {
        adapted.onComplete();
    }

    /** See {@link FlowObjectWriter#completion()}. */
    public CompletableFuture<ObjectInfo> completion() {
        return writer.completion();
    }
}
