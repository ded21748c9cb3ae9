// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import io.natskit.client.FlowSink;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.service.AsyncServiceHandler;
import io.natskit.client.service.EndpointSpec;
import io.natskit.client.service.FlowServiceHandler;
import io.natskit.client.service.ServiceHandler;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** How an endpoint answers, whatever shape its handler has: the future completes when the answer is on its way, and fails with what is to be told instead. */
@FunctionalInterface
interface Answering {
    /** Replies of one request that may wait for room in the outgoing buffer. */
    int WINDOW = 16;

    CompletableFuture<?> answer(IncomingRequest request) throws Exception;

    static Answering of(Context context, EndpointSpec spec) {
        if (spec.handler().isPresent()) {
            return byHandler(spec.handler().get());
        }
        return spec.asyncHandler().isPresent()
                ? later(spec.asyncHandler().get())
                : many(context, spec.flowHandler().orElseThrow());
    }

    private static Answering byHandler(ServiceHandler handler) {
        return request -> {
            handler.handle(request);
            return CompletableFuture.completedFuture(request);
        };
    }

    private static Answering later(AsyncServiceHandler handler) {
        return request -> {
            CompletionStage<byte[]> stage =
                    Objects.requireNonNull(handler.handle(request), "stage of an asynchronous handler");
            return stage.thenAccept(payload -> {
                        if (request.wantsReply()) {
                            request.reply(Objects.requireNonNull(payload, "payload of an asynchronous handler"));
                        }
                    })
                    .toCompletableFuture();
        };
    }

    private static Answering many(Context context, FlowServiceHandler handler) {
        return request -> {
            Flow.Publisher<byte[]> payloads =
                    Objects.requireNonNull(handler.handle(request), "publisher of a Flow handler");
            String replyTo = request.replyTo();
            if (replyTo == null) {
                return CompletableFuture.completedFuture(request);
            }
            FlowSink sink = context.connection().flow().publisher(WINDOW);
            payloads.subscribe(new ToReplies(sink, replyTo));
            return sink.completion().thenAccept(count -> request.reply(new byte[0]));
        };
    }

    /** Makes replies of payloads. */
    record ToReplies(FlowSink sink, String replyTo) implements Flow.Subscriber<byte[]> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            sink.onSubscribe(subscription);
        }

        @Override
        public void onNext(byte[] payload) {
            if (payload.length == 0) {
                sink.completion()
                        .completeExceptionally(
                                new IllegalArgumentException(
                                        "an empty item of a Flow handler (expected: at least one byte, since an empty reply is the end)"));
                return;
            }
            sink.onNext(OutgoingMessage.of(replyTo, payload));
        }

        @Override
        public void onError(Throwable error) {
            sink.onError(error);
        }

        @Override
        public void onComplete() {
            sink.onComplete();
        }
    }
}
