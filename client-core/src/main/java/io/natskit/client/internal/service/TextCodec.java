// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import io.natskit.client.service.ServiceCodec;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** See {@link ServiceCodec#text()}. */
public enum TextCodec implements ServiceCodec {
    /** The only one. */
    INSTANCE;

    private static final byte[] NOTHING = new byte[0];
    private static final Map<Type, Function<String, Object>> READERS = Map.ofEntries(
            Map.entry(String.class, text -> text),
            Map.entry(int.class, Integer::valueOf),
            Map.entry(Integer.class, Integer::valueOf),
            Map.entry(long.class, Long::valueOf),
            Map.entry(Long.class, Long::valueOf),
            Map.entry(double.class, Double::valueOf),
            Map.entry(Double.class, Double::valueOf),
            Map.entry(boolean.class, TextCodec::truth),
            Map.entry(Boolean.class, TextCodec::truth));

    private static Boolean truth(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException("\"" + text + "\" (expected: true or false)");
    }

    @Override
    public boolean knows(Type type) {
        return type == byte[].class || type == void.class || type == Void.class || READERS.containsKey(type);
    }

    @Override
    public byte[] encode(@Nullable Object value, Type type) {
        if (type == void.class || type == Void.class) {
            return NOTHING;
        }
        Objects.requireNonNull(value, "a missing value is no text");
        return value instanceof byte[] bytes ? bytes : value.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable Object decode(byte[] payload, Type type) {
        if (type == byte[].class) {
            return payload;
        }
        Function<String, Object> reader = READERS.get(type);
        return reader == null ? null : reader.apply(new String(payload, StandardCharsets.UTF_8));
    }
}
