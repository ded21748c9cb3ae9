// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Functions of arrays and maps that ask nothing of each element. */
final class ArrayFunctions {
    private static final int MANY = Integer.MAX_VALUE;

    static final Map<String, Function> ALL = Map.ofEntries(
            Map.entry("len", Function.of(1, a -> length(a.get(0)))),
            Map.entry("type", Function.of(1, a -> Values.type(a.get(0)))),
            Map.entry("first", Function.of(1, a -> get(a.get(0), 0L))),
            Map.entry("last", Function.of(1, a -> get(a.get(0), -1L))),
            Map.entry("get", Function.of(2, a -> get(a.get(0), a.get(1)))),
            Map.entry("take", Function.of(2, a -> Members.slice(list(a), 0L, natural(a.get(1))))),
            Map.entry("keys", Function.of(1, a -> new ArrayList<>(map(a).keySet()))),
            Map.entry("values", Function.of(1, a -> new ArrayList<>(map(a).values()))),
            Map.entry("reverse", Function.of(1, ArrayFunctions::reverse)),
            Map.entry("uniq", Function.of(1, a -> unique(list(a)))),
            Map.entry("concat", Function.of(1, MANY, ArrayFunctions::concat)),
            Map.entry("flatten", Function.of(1, a -> flat(list(a)))),
            Map.entry("sort", Function.of(1, 2, a -> sorted(list(a), a.size() > 1 ? a.get(1) : "asc"))));

    private ArrayFunctions() {}

    private static List<Object> list(List<Object> arguments) {
        return Values.list("argument 1", arguments.get(0));
    }

    private static Map<Object, Object> map(List<Object> arguments) {
        return Values.map("argument 1", arguments.get(0));
    }

    private static Object natural(Object value) {
        return Math.max(0, Values.whole("argument 2", value));
    }

    private static Object length(Object value) {
        if (value instanceof String text) {
            return (long) text.codePointCount(0, text.length());
        }
        if (value instanceof Map<?, ?> map) {
            return (long) map.size();
        }
        if (value instanceof List<?> list) {
            return (long) list.size();
        }
        throw Values.unfit("argument 1", value, "array, map or string");
    }

    /** What is there, or nil. */
    private static Object get(Object whole, Object key) {
        if (whole instanceof List<?> list) {
            long index = Values.whole("an index", key);
            return index >= list.size() || -index > list.size() ? Nil.NIL : Members.element(list, key);
        }
        return whole == Nil.NIL ? Nil.NIL : Members.element(whole, key);
    }

    private static Object reverse(List<Object> arguments) {
        List<Object> turned = new ArrayList<>(list(arguments));
        Collections.reverse(turned);
        return turned;
    }

    private static Object unique(List<Object> list) {
        List<Object> once = new ArrayList<>();
        for (Object one : list) {
            if (once.stream().noneMatch(other -> Comparison.equal(one, other))) {
                once.add(one);
            }
        }
        return once;
    }

    private static Object concat(List<Object> arguments) {
        List<Object> all = new ArrayList<>();
        for (Object one : arguments) {
            all.addAll(Values.list("an argument", one));
            if (all.size() > Arithmetic.ELEMENTS_MAX) {
                throw new Unfit(
                        "a list of more than " + Arithmetic.ELEMENTS_MAX + " elements (expected: at most so many)");
            }
        }
        return all;
    }

    private static List<Object> flat(List<Object> list) {
        List<Object> all = new ArrayList<>();
        for (Object one : list) {
            if (one instanceof List) {
                all.addAll(flat(Values.list("", one)));
            } else {
                all.add(one);
            }
        }
        return all;
    }

    /** In this order, {@code "asc"} or {@code "desc"}. */
    static List<Object> sorted(List<Object> list, Object order) {
        int sign = sign(order);
        List<Object> sorted = new ArrayList<>(list);
        sorted.sort((a, b) -> sign * Comparison.order(a, b));
        return sorted;
    }

    /** One for ascending, minus one for descending. */
    static int sign(Object order) {
        if (order.equals("asc") || order.equals("desc")) {
            return order.equals("asc") ? 1 : -1;
        }
        throw new Unfit("order " + GoText.of(order) + " (expected: \"asc\" or \"desc\")");
    }
}
