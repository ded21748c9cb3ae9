// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import java.util.HashMap;
import java.util.Map;

/**
 * What names mean within an expression.
 *
 * @param names variables, and what {@code let} has named
 * @param element what {@code #} is: the element that a predicate is asked of
 * @param index what {@code #index} is
 * @param accumulator what {@code #acc} is
 */
record Scope(Map<String, Object> names, Object element, Object index, Object accumulator) {
    /** These variables alone. */
    static Scope of(Map<String, Object> variables) {
        return new Scope(variables, Nil.NIL, Nil.NIL, Nil.NIL);
    }

    /** The same with one more name. */
    Scope with(String name, Object value) {
        Map<String, Object> more = new HashMap<>(names);
        more.put(name, value);
        return new Scope(more, element, index, accumulator);
    }

    /** The same at an element of a list. */
    Scope at(Object value, int position) {
        return new Scope(names, value, (long) position, accumulator);
    }

    /** The same with what there is so far. */
    Scope after(Object soFar) {
        return new Scope(names, element, index, soFar);
    }

    /** What {@code #name} is. */
    Object pointer(String name) {
        return switch (name) {
            case "index" -> index;
            case "acc" -> accumulator;
            default -> element;
        };
    }
}
