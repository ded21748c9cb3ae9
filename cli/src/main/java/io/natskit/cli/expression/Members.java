// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import java.util.List;
import java.util.Map;

/** What values hold: fields, elements, parts. */
final class Members {
    private Members() {}

    /** {@code value.name}; nil where a map has no such key. */
    static Object field(Object value, String name) {
        if (value instanceof GoStruct struct) {
            return struct.field(name);
        }
        if (value instanceof Map<?, ?> map) {
            return found(map, name);
        }
        if (value == Nil.NIL) {
            throw new Unfit("nil has no " + name + " (?." + name + " is nil then)");
        }
        throw new Unfit("type " + Values.type(value) + " has no field " + name + " (expected: a map or a struct)");
    }

    /** {@code value[key]}. */
    static Object element(Object value, Object key) {
        if (value instanceof List<?> list) {
            long index = Values.whole("an index", key);
            long at = index < 0 ? index + list.size() : index;
            if (at < 0 || at >= list.size()) {
                throw new Unfit("index " + index + " is outside of an array of " + list.size());
            }
            return list.get((int) at);
        }
        if (value instanceof Map<?, ?> map) {
            return found(map, key);
        }
        if (value instanceof GoStruct struct) {
            return struct.field(Values.text("the name of a field", key));
        }
        throw Values.unfit("what is before [", value, "array or map");
    }

    private static Object found(Map<?, ?> map, Object key) {
        Object found = map.get(key);
        return found == null ? Nil.NIL : found;
    }

    /** {@code value[from:to]}, of which either may be nil for the end there; from behind where it is negative. */
    static Object slice(Object value, Object from, Object to) {
        int size = value instanceof String text
                ? text.length()
                : Values.list("what is before [", value).size();
        int first = place(from, 0, size);
        int last = Math.max(first, place(to, size, size));
        return value instanceof String text
                ? text.substring(first, last)
                : Values.list("", value).subList(first, last);
    }

    private static int place(Object index, int missing, int size) {
        if (index == Nil.NIL) {
            return missing;
        }
        long number = Values.whole("an index", index);
        return (int) Math.max(0, Math.min(size, number < 0 ? number + size : number));
    }
}
