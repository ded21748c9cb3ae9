// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import io.natskit.client.Message;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.internal.flow.Delivery;
import io.natskit.client.service.CallSpec;
import io.natskit.client.service.ProxySpec;
import io.natskit.client.service.ServiceCall;
import io.natskit.client.service.ServiceCodec;
import io.natskit.client.service.ServiceError;
import io.natskit.client.service.ServiceErrorException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The methods of an interface as calls. */
final class Proxies implements InvocationHandler {
    private final Context context;
    private final Class<?> type;
    private final ProxySpec spec;
    private final Map<Method, CallMethod> calls;

    private Proxies(Context context, Class<?> type, ProxySpec spec) {
        this.context = context;
        this.type = type;
        this.spec = spec;
        this.calls = CallMethod.of(type, spec.codec());
    }

    static <T> T of(Context context, Class<T> type, ProxySpec spec) {
        Proxies handler = new Proxies(context, type, spec);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        CallMethod call = calls.get(method);
        if (call == null && method.isDefault()) {
            return ownCode(proxy, method, arguments);
        }
        if (call == null) {
            return ofObject(proxy, method, arguments);
        }
        OutgoingMessage request = OutgoingMessage.of(subject(call), call.encode(spec.codec(), arguments));
        CallSpec how = how(call, arguments);
        return switch (call.shape()) {
            case VALUE -> {
                context.inside().mayWait(call.method().getName());
                yield context.await(answer(call, request, how), call.method().getName());
            }
            case FUTURE -> answer(call, request, how);
            case MANY -> many(call, request, how);
        };
    }

    /** A default method, as it stands; that of an interface which is not public by a look-up of its own. */
    private static @Nullable Object ownCode(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (Modifier.isPublic(method.getDeclaringClass().getModifiers())) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        @Nullable Object[] values = arguments == null ? new @Nullable Object[0] : arguments;
        return MethodHandles.privateLookupIn(method.getDeclaringClass(), MethodHandles.lookup())
                .unreflectSpecial(method, method.getDeclaringClass())
                .bindTo(proxy)
                .invokeWithArguments(values);
    }

    private String subject(CallMethod call) {
        return spec.prefix().isEmpty() ? call.subject() : spec.prefix() + "." + call.subject();
    }

    private CallSpec how(CallMethod call, @Nullable Object @Nullable [] arguments) {
        CallSpec how = new CallSpec();
        spec.call().accept(how);
        ServiceCall words = call.method().getAnnotation(ServiceCall.class);
        if (words != null) {
            if (words.timeoutMillis() > 0) {
                how.timeout(Duration.ofMillis(words.timeoutMillis()));
            }
            if (words.attempts() > 0) {
                how.attempts(words.attempts());
            }
            if (words.idempotent()) {
                how.idempotent();
            }
        }
        if (call.timeout() >= 0 && arguments != null && arguments[call.timeout()] instanceof Duration asked) {
            how.timeout(asked);
        }
        return how;
    }

    private CompletableFuture<@Nullable Object> answer(CallMethod call, OutgoingMessage request, CallSpec how) {
        CompletableFuture<Message> asked = Call.begin(context, request, how);
        CompletableFuture<@Nullable Object> result =
                asked.thenApply(message -> spec.codec().decode(message.bytes(), call.result()));
        result.whenComplete((value, error) -> {
            if (result.isCancelled()) {
                asked.cancel(false);
            }
        });
        return result;
    }

    /** Many replies, an empty one behind the last; the time is that between two. */
    private Flow.Publisher<Object> many(CallMethod call, OutgoingMessage request, CallSpec how) {
        Duration gap = how.timeout().orElseGet(context::timeout);
        ServiceCodec codec = spec.codec();
        return subscriber -> new Delivery<Object>(
                        java.util.Objects.requireNonNull(subscriber, "subscriber (rule 1.9)"),
                        () -> new StreamedReplies<Object>(context, request, gap, m -> decoded(codec, m, call)),
                        context.inside().callbacks(),
                        context.inside()::failed)
                .start();
    }

    private static Object decoded(ServiceCodec codec, Message message, CallMethod call) {
        Optional<ServiceError> error = ServiceError.of(message);
        if (error.isPresent()) {
            throw new ServiceErrorException(error.get(), message);
        }
        Object value = codec.decode(message.bytes(), call.result());
        return java.util.Objects.requireNonNull(value, "an item of a stream");
    }

    private @Nullable Object ofObject(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && arguments[0] == proxy;
            case "hashCode" -> System.identityHashCode(proxy);
            default ->
                type.getSimpleName() + "[calls of " + (spec.prefix().isEmpty() ? "services" : spec.prefix()) + "]";
        };
    }
}
