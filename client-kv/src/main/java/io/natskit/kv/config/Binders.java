// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** Make settings of texts. */
public final class Binders {
    private Binders() {}

    /**
     * A record of the class of {@code defaults}: each component whose name is a key is read from its text, the others stay as they are. Components may be of type
     * {@code String}, {@code int}, {@code long}, {@code double}, {@code boolean}, {@link Duration} ({@code PT1.5S}) and enums. The record must be open to this module, as
     * public records of exported packages are.
     */
    public static <R extends Record> Function<Map<String, String>, R> ofRecord(R defaults) {
        @SuppressWarnings("unchecked") // the class of an R
        Class<R> type = (Class<R>) defaults.getClass();
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            // refused where it is asked for, not where a key comes
            if (!isKnown(types[i])) {
                throw new IllegalArgumentException("component: " + components[i]
                        + " (expected: String, int, long, double, boolean, Duration or an enum)");
            }
        }
        return texts -> {
            Object[] values = new Object[components.length];
            try {
                for (int i = 0; i < components.length; i++) {
                    String text = texts.get(components[i].getName());
                    values[i] = text == null ? value(components[i], defaults) : read(components[i], text);
                }
                Constructor<R> constructor = type.getDeclaredConstructor(types);
                constructor.trySetAccessible();
                return constructor.newInstance(values);
            } catch (InvocationTargetException e) {
                throw new IllegalArgumentException(type.getSimpleName() + " refuses: " + e.getCause(), e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException(
                        type.getName() + " (expected: a record that is open to io.natskit.kv)", e);
            }
        };
    }

    private static Object value(RecordComponent component, Object of) throws ReflectiveOperationException {
        component.getAccessor().trySetAccessible();
        return component.getAccessor().invoke(of);
    }

    private static boolean isKnown(Class<?> type) {
        return type == String.class
                || type == int.class
                || type == long.class
                || type == double.class
                || type == boolean.class
                || type == Duration.class
                || type.isEnum();
    }

    private static Object read(RecordComponent component, String text) {
        Class<?> type = component.getType();
        try {
            if (type == String.class) {
                return text;
            }
            if (type == int.class) {
                return Integer.parseInt(text.strip());
            }
            if (type == long.class) {
                return Long.parseLong(text.strip());
            }
            if (type == double.class) {
                return Double.parseDouble(text.strip());
            }
            if (type == Duration.class) {
                return Duration.parse(text.strip());
            }
            if (type == boolean.class) {
                return truth(text.strip());
            }
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(text.strip())) {
                    return constant;
                }
            }
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(refusal(component, text), e);
        }
        throw new IllegalArgumentException(refusal(component, text));
    }

    private static boolean truth(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException("neither true nor false");
    }

    private static String refusal(RecordComponent component, String text) {
        return component.getName() + ": \"" + text + "\" (expected: "
                + component.getType().getSimpleName() + ")";
    }
}
