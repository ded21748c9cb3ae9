// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a reader is, by the names that Go has for it, and the first thing that was found wrong there. Strict ones keep that until the whole has been read;
 * lenient ones throw at once, and never mind unknown names. Confined to the reader that made it.
 */
final class Whereabouts {
    private final boolean strict;
    private final List<String> path = new ArrayList<>(); // the names that lead to the field at hand
    private String[] structs = new String[2]; // of each open object or array, Go's type; empty for what has none
    private int[] begins = new int[2]; // of each, where its own names begin in the path
    private int depth;
    private @Nullable String problem;

    Whereabouts(boolean strict) {
        this.strict = strict;
    }

    /** Inside of an object of Go's {@code type}, or of something without one, for which it is empty. */
    void enter(String type) {
        if (depth == begins.length) {
            structs = Arrays.copyOf(structs, depth * 2);
            begins = Arrays.copyOf(begins, depth * 2);
        }
        structs[depth] = type.substring(type.indexOf('.') + 1);
        begins[depth++] = path.size();
    }

    void leave() {
        depth--;
    }

    boolean isInside() {
        return depth > 0;
    }

    /** The innermost object has no field at hand any more. */
    void fieldEnds() {
        int begin = begins[depth - 1];
        while (path.size() > begin) {
            path.remove(path.size() - 1);
        }
    }

    /** That is the field at hand. */
    void field(String name) {
        path.add(name);
    }

    /** It is one of a type that is embedded there. */
    void embedded(String goName) {
        path.add(path.size() - 1, goName);
    }

    /** The whole has been read. Throws {@link JsonException} with what was kept. */
    void ended() {
        path.clear();
        if (problem != null) {
            throw new JsonException(problem);
        }
    }

    /** That name is none that the type knows. */
    void unknown(String key) {
        if (strict) {
            keep("json: unknown field " + GoQuote.quote(key));
        }
    }

    /** The value at hand is of another kind than {@code goType}. */
    void mismatch(String kind, String goType) {
        wrong(mismatchText(kind, goType));
    }

    /** Something is wrong with the value at hand. */
    void wrong(String text) {
        if (!strict) {
            throw new JsonException(text);
        }
        keep(text);
    }

    private void keep(String text) {
        problem = problem == null ? text : problem;
    }

    String mismatchText(String kind, String goType) {
        if (path.isEmpty()) {
            return "json: cannot unmarshal " + kind + " into Go value of type " + goType;
        }
        String struct = "";
        for (int i = 0; i < depth; i++) {
            struct = structs[i].isEmpty() ? struct : structs[i];
        }
        return "json: cannot unmarshal " + kind + " into Go struct field " + struct + "." + String.join(".", path)
                + " of type " + goType;
    }
}
