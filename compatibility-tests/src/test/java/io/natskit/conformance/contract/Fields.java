// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.contract;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A JSON value taken apart: each field by its path ({@code a.b[].c}), with the types and the values that stand there. */
final class Fields {
    private final Map<String, TreeSet<String>> types = new TreeMap<>();
    private final Map<String, TreeSet<String>> values = new TreeMap<>();

    private Fields() {}

    /** The fields of a page; {@code name} stands before their paths. */
    static Fields of(String name, Object value) {
        Fields fields = new Fields();
        fields.add(name, value);
        return fields;
    }

    private void add(String path, @Nullable Object value) {
        types.computeIfAbsent(path, key -> new TreeSet<>()).add(type(value));
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> add(path + "." + key, inner));
        } else if (value instanceof List<?> list) {
            values.computeIfAbsent(path, key -> new TreeSet<>()).add("length " + list.size());
            list.forEach(inner -> add(path + "[]", inner));
        } else {
            values.computeIfAbsent(path, key -> new TreeSet<>()).add(String.valueOf(value));
        }
    }

    private static String type(@Nullable Object value) {
        if (value instanceof Map) {
            return "object";
        }
        if (value instanceof List) {
            return "array";
        }
        return value instanceof Number
                ? "number"
                : value instanceof String ? "text" : value instanceof Boolean ? "bool" : "null";
    }

    /** How many there are. */
    int size() {
        return types.size();
    }

    /** What one has and the other has not, or has as another type; with {@code exact} what has another value, too. */
    Map<String, String> differences(Fields other, java.util.function.Predicate<String> exact) {
        Map<String, String> found = new TreeMap<>();
        types.forEach((path, own) -> {
            TreeSet<String> others = other.types.get(path);
            if (others == null) {
                found.put(path, "missing there");
            } else if (!own.equals(others)) {
                found.put(path, own + " here, " + others + " there");
            } else if (exact.test(path)
                    && !values.getOrDefault(path, new TreeSet<>())
                            .equals(other.values.getOrDefault(path, new TreeSet<>()))) {
                found.put(path, values.get(path) + " here, " + other.values.get(path) + " there");
            }
        });
        other.types.keySet().stream()
                .filter(path -> !types.containsKey(path))
                .forEach(path -> found.put(path, "missing here"));
        return found;
    }
}
