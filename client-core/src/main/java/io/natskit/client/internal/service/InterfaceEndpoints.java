// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import io.natskit.client.Message;
import io.natskit.client.service.EndpointSpec;
import io.natskit.client.service.GroupSpec;
import io.natskit.client.service.ServiceCodec;
import io.natskit.client.service.ServiceErrorException;
import io.natskit.client.service.ServiceRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The methods of an interface as endpoints: the other end of {@link Proxies}. */
public final class InterfaceEndpoints {
    /** What a method hears of a caller that did not say how long it will wait: a hundred years. */
    private static final Duration NO_DEADLINE = Duration.ofDays(36_500);

    private InterfaceEndpoints() {}

    /** See {@link GroupSpec#implement}. */
    public static <T> void add(GroupSpec group, Class<T> type, T instance, ServiceCodec codec) {
        for (CallMethod call : CallMethod.of(type, codec).values()) {
            call.method().trySetAccessible(); // an interface that is not public will do
            group.endpoint(call.method().getName(), e -> endpoint(e.subject(call.subject()), call, instance, codec));
        }
    }

    private static void endpoint(EndpointSpec spec, CallMethod call, Object instance, ServiceCodec codec) {
        switch (call.shape()) {
            case VALUE ->
                spec.handler(request -> {
                    byte[] reply = codec.encode(invoke(call, instance, codec, request), call.result());
                    if (request.wantsReply()) {
                        request.reply(reply);
                    }
                });
            case FUTURE ->
                spec.asyncHandler(request -> {
                    if (!(invoke(call, instance, codec, request) instanceof CompletionStage<?> stage)) {
                        throw new IllegalStateException(call.method() + " gave null (expected: a future)");
                    }
                    return stage.thenApply(value -> codec.encode(value, call.result()));
                });
            case MANY ->
                spec.flowHandler(request -> {
                    if (!(invoke(call, instance, codec, request) instanceof Flow.Publisher<?> publisher)) {
                        throw new IllegalStateException(call.method() + " gave null (expected: a publisher)");
                    }
                    return encoded(publisher, codec, call.result());
                });
        }
    }

    private static @Nullable Object invoke(CallMethod call, Object instance, ServiceCodec codec, ServiceRequest request)
            throws Exception {
        @Nullable Object[] arguments = new Object[call.method().getParameterCount()];
        if (call.timeout() >= 0) {
            arguments[call.timeout()] = request.remaining().orElse(NO_DEADLINE);
        }
        if (call.payload() >= 0) {
            arguments[call.payload()] =
                    decoded(codec, request, call.method().getGenericParameterTypes()[call.payload()]);
        }
        try {
            return call.method().invoke(instance, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static @Nullable Object decoded(ServiceCodec codec, Message request, Type type) {
        try {
            return codec.decode(request.bytes(), type);
        } catch (IllegalArgumentException e) {
            throw new ServiceErrorException(400, "the payload is no " + type.getTypeName());
        }
    }

    private static <T> Flow.Publisher<byte[]> encoded(Flow.Publisher<T> items, ServiceCodec codec, Type type) {
        return subscriber -> items.subscribe(new Flow.Subscriber<T>() {
            private Flow.@Nullable Subscription source;

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                source = subscription;
                subscriber.onSubscribe(subscription);
            }

            @Override
            public void onNext(T item) {
                byte[] payload;
                try {
                    payload = codec.encode(item, type);
                } catch (RuntimeException e) {
                    Flow.Subscription open = source;
                    if (open != null) {
                        open.cancel();
                    }
                    subscriber.onError(e);
                    return;
                }
                subscriber.onNext(payload);
            }

            @Override
            public void onError(Throwable error) {
                subscriber.onError(error);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
            }
        });
    }
}
