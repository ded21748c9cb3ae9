// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.peer.load;

import java.util.LinkedHashMap;
import java.util.Map;

/** Arguments of the form {@code key=value}. */
public final class LoadArguments {
    private final Map<String, String> values = new LinkedHashMap<>();

    private LoadArguments() {}

    /** Reads the arguments from the given index on. */
    public static LoadArguments of(String[] arguments, int from) {
        LoadArguments parsed = new LoadArguments();
        for (int i = from; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("argument " + arguments[i] + " (expected: key=value)");
            }
            parsed.values.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
        }
        return parsed;
    }

    /** The number behind the key, or the default. */
    public int integer(String key, int otherwise) {
        String value = values.get(key);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    /** The text behind the key, or the default. */
    public String text(String key, String otherwise) {
        return values.getOrDefault(key, otherwise);
    }

    /** All arguments, in their order. */
    public Map<String, String> all() {
        return Map.copyOf(values);
    }
}
