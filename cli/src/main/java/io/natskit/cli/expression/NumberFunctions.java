// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Functions of numbers, and those that make some. */
final class NumberFunctions {
    private static final int MANY = Integer.MAX_VALUE;

    static final Map<String, Function> ALL = Map.ofEntries(
            Map.entry("int", Function.of(1, a -> whole(a.get(0)))),
            Map.entry("float", Function.of(1, a -> fraction(a.get(0)))),
            Map.entry("abs", Function.of(1, a -> abs(a.get(0)))),
            Map.entry("ceil", of(Math::ceil)),
            Map.entry("floor", of(Math::floor)),
            Map.entry("round", of(n -> Math.signum(n) * Math.floor(Math.abs(n) + 0.5))),
            Map.entry("min", Function.of(1, MANY, a -> extreme(a, -1))),
            Map.entry("max", Function.of(1, MANY, a -> extreme(a, 1))),
            Map.entry("mean", Function.of(1, MANY, NumberFunctions::mean)),
            Map.entry("median", Function.of(1, MANY, NumberFunctions::median)));

    private NumberFunctions() {}

    private static Function of(DoubleUnaryOperator work) {
        return Function.of(1, a -> work.applyAsDouble(Values.number("argument 1", a.get(0))));
    }

    private static Object whole(Object value) {
        try {
            return value instanceof String text
                    ? Long.parseLong(text)
                    : value instanceof Long exact ? exact : (long) Values.number("argument 1", value);
        } catch (NumberFormatException e) {
            throw new Unfit("\"" + value + "\" is no int");
        }
    }

    private static Object fraction(Object value) {
        try {
            return value instanceof String text ? Double.parseDouble(text) : Values.number("argument 1", value);
        } catch (NumberFormatException e) {
            throw new Unfit("\"" + value + "\" is no float");
        }
    }

    private static Object abs(Object value) {
        if (value instanceof Long number) {
            return Math.abs(number);
        }
        return Math.abs(Values.number("argument 1", value));
    }

    /** The arguments, arrays among them by their elements. */
    private static List<Object> numbers(List<Object> arguments) {
        List<Object> numbers = new ArrayList<>();
        for (Object argument : arguments) {
            if (argument instanceof List) {
                numbers.addAll(numbers(Values.list("", argument)));
            } else {
                Values.number("a number", argument);
                numbers.add(argument);
            }
        }
        return numbers;
    }

    private static Object extreme(List<Object> arguments, int sign) {
        return numbers(arguments).stream()
                .max((a, b) -> sign * Comparison.order(a, b))
                .orElse(Nil.NIL);
    }

    private static Object mean(List<Object> arguments) {
        return numbers(arguments).stream()
                .mapToDouble(number -> Values.number("", number))
                .average()
                .orElse(0);
    }

    private static Object median(List<Object> arguments) {
        double[] sorted = numbers(arguments).stream()
                .mapToDouble(number -> Values.number("", number))
                .sorted()
                .toArray();
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return 0.0;
        }
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
