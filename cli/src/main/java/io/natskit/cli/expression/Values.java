// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What values are, and how those of a type are had. */
final class Values {
    private Values() {}

    /** What {@code type()} says of it. */
    static String type(Object value) {
        return value instanceof Boolean
                ? "bool"
                : value instanceof Long
                        ? "int"
                        : value instanceof Double ? "float" : value instanceof String ? "string" : compound(value);
    }

    private static String compound(Object value) {
        if (value instanceof List) {
            return "array";
        }
        if (value instanceof Map) {
            return "map";
        }
        if (value instanceof Instant) {
            return "time.Time";
        }
        if (value instanceof Duration) {
            return "time.Duration";
        }
        return value instanceof GoStruct struct ? struct.type() : value instanceof GoConstant ? "constant" : "nil";
    }

    /** It with its type, for errors. */
    static Unfit unfit(String what, Object value, String expected) {
        return new Unfit(what + " is of type " + type(value) + " (expected: " + expected + ")");
    }

    static String text(String what, Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw unfit(what, value, "string");
    }

    static boolean truth(String what, Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw unfit(what, value, "bool");
    }

    static long whole(String what, Object value) {
        if (value instanceof Long number) {
            return number;
        }
        throw unfit(what, value, "int");
    }

    static double number(String what, Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw unfit(what, value, "int or float");
    }

    @SuppressWarnings("unchecked") // lists hold values
    static List<Object> list(String what, Object value) {
        if (value instanceof List<?> list) {
            return (List<Object>) list;
        }
        throw unfit(what, value, "array");
    }

    @SuppressWarnings("unchecked") // maps hold values
    static Map<Object, Object> map(String what, Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<Object, Object>) map;
        }
        throw unfit(what, value, "map");
    }
}
