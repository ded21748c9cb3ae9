// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What is equal, what is less, and what is within what. */
final class Comparison {
    private Comparison() {}

    /** Numbers are equal by what they count; values of two types are not. */
    static boolean equal(Object left, Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return a.equals(b);
        }
        if (left instanceof Number a && right instanceof Number b) {
            return a.doubleValue() == b.doubleValue();
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            return a.size() == b.size() && allEqual(a, b);
        }
        if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
            return a.size() == b.size()
                    && a.entrySet().stream()
                            .allMatch(e -> b.containsKey(e.getKey()) && equal(e.getValue(), found(b, e)));
        }
        return left.equals(right);
    }

    private static Object found(Map<?, ?> map, Map.Entry<?, ?> entry) {
        Object value = map.get(entry.getKey());
        return value == null ? Nil.NIL : value;
    }

    private static boolean allEqual(List<?> left, List<?> right) {
        for (int i = 0; i < left.size(); i++) {
            if (!equal(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Below, at or above zero; throws {@link Unfit} for what has no order. */
    static int order(Object left, Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return a.compareTo(b);
        }
        if (left instanceof Number a && right instanceof Number b) {
            return order(a, b);
        }
        if (left instanceof String a && right instanceof String b) {
            return a.compareTo(b);
        }
        if (left instanceof Instant a && right instanceof Instant b) {
            return a.compareTo(b);
        }
        if (left instanceof Duration a && right instanceof Duration b) {
            return a.compareTo(b);
        }
        throw new Unfit("type " + Values.type(left) + " cannot be compared with " + Values.type(right)
                + hint(left, right) + " (expected: two numbers, strings, times or durations)");
    }

    /** Exact, so that what is sorted has one order. */
    private static int order(Number left, Number right) {
        double a = left.doubleValue() + 0.0; // there is no negative zero
        double b = right.doubleValue() + 0.0;
        return Double.isFinite(a) && Double.isFinite(b) ? exact(left).compareTo(exact(right)) : Double.compare(a, b);
    }

    private static BigDecimal exact(Number number) {
        return number instanceof Long whole ? BigDecimal.valueOf(whole) : new BigDecimal(number.doubleValue());
    }

    /** Durations of {@code config} are strings. */
    private static String hint(Object left, Object right) {
        return left instanceof Duration && right instanceof String
                        || left instanceof String && right instanceof Duration
                ? ", duration(...) makes one of a string"
                : "";
    }

    /** Whether a list holds it, or a map has such a key, or a struct such a field. */
    static boolean within(Object value, Object whole) {
        if (whole instanceof List<?> list) {
            return list.stream().anyMatch(one -> equal(one, value));
        }
        if (whole instanceof Map<?, ?> map) {
            return map.containsKey(value);
        }
        if (whole instanceof GoStruct struct) {
            return value instanceof String name && struct.fields().containsKey(name);
        }
        if (whole == Nil.NIL) {
            return false;
        }
        throw Values.unfit("what is behind \"in\"", whole, "array or map");
    }
}
