// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.client.FlowSink;
import io.natskit.client.OutgoingMessage;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** A sink of Flow as one of Reactive Streams. */
final class SinkView implements ReactiveSink {
    private final FlowSink sink;
    private final Subscriber<OutgoingMessage> adapted;

    SinkView(FlowSink sink) {
        this.sink = sink;
        this.adapted = FlowAdapters.toSubscriber(sink);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        adapted.onSubscribe(subscription);
    }

    @Override
    public void onNext(OutgoingMessage message) {
        adapted.onNext(message);
    }

    @Override
    public void onError(Throwable error) {
        adapted.onError(error);
    }

    @Override
    public void onComplete() {
        adapted.onComplete();
    }

    @Override
    public CompletableFuture<Long> completion() {
        return sink.completion();
    }
}
