// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import io.natskit.client.service.ServiceCall;
import io.natskit.client.service.ServiceCodec;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A method of an interface, read as a call.
 *
 * @param method the method
 * @param subject where it goes, behind the prefix
 * @param payload the index of the payload among the parameters, -1 for none
 * @param timeout the index of the deadline among the parameters, -1 for none
 * @param shape how its result comes
 * @param result what its result is
 */
record CallMethod(Method method, String subject, int payload, int timeout, Shape shape, Type result) {

    /** How a result comes. */
    enum Shape {
        /** The caller waits. */
        VALUE,
        /** A future. */
        FUTURE,
        /** A publisher of many. */
        MANY
    }

    /** The calls of an interface by their methods. */
    static Map<Method, CallMethod> of(Class<?> type, ServiceCodec codec) {
        if (!type.isInterface()) {
            throw new IllegalArgumentException("type: " + type.getName() + " (expected: an interface)");
        }
        Map<Method, CallMethod> calls = new LinkedHashMap<>();
        Map<String, Method> subjects = new HashMap<>();
        for (Method method : type.getMethods()) {
            if (Modifier.isAbstract(method.getModifiers()) && !isOfObject(method)) {
                CallMethod call = read(method, codec);
                Method twin = subjects.putIfAbsent(call.subject, method);
                if (twin != null) {
                    throw refused(
                            method, "subject \"" + call.subject + "\", which " + twin + " has", "a subject of its own");
                }
                calls.put(method, call);
            }
        }
        return calls;
    }

    private static boolean isOfObject(Method method) {
        try {
            Object.class.getMethod(method.getName(), method.getParameterTypes());
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static CallMethod read(Method method, ServiceCodec codec) {
        ServiceCall words = method.getAnnotation(ServiceCall.class);
        String subject = words == null || words.subject().isEmpty() ? method.getName() : words.subject();
        int payload = -1;
        int timeout = -1;
        Type[] parameters = method.getGenericParameterTypes();
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] == Duration.class && timeout < 0) {
                timeout = i;
            } else if (payload < 0) {
                payload = i;
            } else {
                throw refused(method, parameters.length + " parameters", "one payload and a Duration at most");
            }
        }
        if (payload >= 0) {
            known(method, codec, parameters[payload]);
        }
        Shape shape = shapeOf(method.getReturnType());
        Type result = shape == Shape.VALUE ? method.getGenericReturnType() : inner(method);
        known(method, codec, result);
        return new CallMethod(method, subject, payload, timeout, shape, result);
    }

    private static Shape shapeOf(Class<?> type) {
        if (type == CompletableFuture.class || type == CompletionStage.class) {
            return Shape.FUTURE;
        }
        return type == Flow.Publisher.class ? Shape.MANY : Shape.VALUE;
    }

    private static Type inner(Method method) {
        if (method.getGenericReturnType() instanceof ParameterizedType generic) {
            return generic.getActualTypeArguments()[0];
        }
        throw refused(method, "a raw result", "one that says of what");
    }

    private static void known(Method method, ServiceCodec codec, Type type) {
        if (!codec.knows(type)) {
            throw refused(method, type.getTypeName(), "a type that the codec knows");
        }
    }

    private static IllegalArgumentException refused(Method method, String found, String expected) {
        return new IllegalArgumentException(method + ": " + found + " (expected: " + expected + ")");
    }

    /** The payload among the arguments. */
    byte[] encode(ServiceCodec codec, @Nullable Object @Nullable [] arguments) {
        return payload < 0 || arguments == null
                ? new byte[0]
                : codec.encode(arguments[payload], method.getGenericParameterTypes()[payload]);
    }
}
