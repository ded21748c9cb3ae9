// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** Functions of strings. */
final class TextFunctions {
    static final Map<String, Function> ALL = Map.ofEntries(
            Map.entry("string", Function.of(1, a -> GoText.of(a.get(0)))),
            Map.entry("lower", Function.of(1, a -> text(a, 0).toLowerCase(Locale.ROOT))),
            Map.entry("upper", Function.of(1, a -> text(a, 0).toUpperCase(Locale.ROOT))),
            Map.entry("trim", Function.of(1, 2, TextFunctions::trim)),
            Map.entry("trimPrefix", Function.of(2, a -> trimPrefix(text(a, 0), text(a, 1)))),
            Map.entry("trimSuffix", Function.of(2, a -> trimSuffix(text(a, 0), text(a, 1)))),
            Map.entry("split", Function.of(2, 3, a -> split(a, 0))),
            Map.entry("splitAfter", Function.of(2, 3, a -> split(a, text(a, 1).length()))),
            Map.entry("replace", Function.of(3, a -> text(a, 0).replace(text(a, 1), text(a, 2)))),
            Map.entry("repeat", Function.of(2, TextFunctions::repeat)),
            Map.entry("join", Function.of(1, 2, TextFunctions::join)),
            Map.entry("indexOf", of(String::indexOf)),
            Map.entry("lastIndexOf", of(String::lastIndexOf)),
            Map.entry("hasPrefix", Function.of(2, a -> text(a, 0).startsWith(text(a, 1)))),
            Map.entry("hasSuffix", Function.of(2, a -> text(a, 0).endsWith(text(a, 1)))));

    private TextFunctions() {}

    private static Function of(BiFunction<String, String, Integer> place) {
        return Function.of(2, a -> place.apply(text(a, 0), text(a, 1)).longValue());
    }

    private static String text(List<Object> arguments, int at) {
        return Values.text("argument " + (at + 1), arguments.get(at));
    }

    private static String trim(List<Object> arguments) {
        String text = text(arguments, 0);
        if (arguments.size() == 1) {
            return text.strip();
        }
        String cut = text(arguments, 1);
        IntPredicate goes = c -> cut.indexOf(c) >= 0;
        int from = 0;
        int to = text.length();
        while (from < to && goes.test(text.charAt(from))) {
            from++;
        }
        while (to > from && goes.test(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static String trimPrefix(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    private static String trimSuffix(String text, String suffix) {
        return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
    }

    /** The parts, each with so much of what is between them; the last keeps the rest where there may be no more. */
    private static List<Object> split(List<Object> arguments, int kept) {
        String text = text(arguments, 0);
        String between = text(arguments, 1);
        long most = arguments.size() > 2 ? Values.whole("argument 3", arguments.get(2)) : -1;
        List<Object> parts = new ArrayList<>();
        if (most == 0) {
            return parts;
        }
        int from = 0;
        int at = next(text, between, from);
        while (at >= 0 && (most < 0 || parts.size() < most - 1)) {
            parts.add(text.substring(from, at + kept));
            from = at + between.length();
            at = next(text, between, from);
        }
        if (!between.isEmpty() || !text.isEmpty()) {
            parts.add(text.substring(from));
        }
        return parts;
    }

    /** Where the next part ends: at each character where nothing is between. */
    private static int next(String text, String between, int from) {
        if (!between.isEmpty()) {
            return text.indexOf(between, from);
        }
        int end = from < text.length() ? text.offsetByCodePoints(from, 1) : -1;
        return end < text.length() ? end : -1;
    }

    private static String repeat(List<Object> arguments) {
        String text = text(arguments, 0);
        long times = Values.whole("argument 2", arguments.get(1));
        if (times < 0 || times > Arithmetic.ELEMENTS_MAX || times * text.length() > Arithmetic.ELEMENTS_MAX) {
            throw new Unfit(
                    "repeated " + times + " times (expected: at most " + Arithmetic.ELEMENTS_MAX + " characters)");
        }
        return text.repeat((int) times);
    }

    private static String join(List<Object> arguments) {
        String between = arguments.size() > 1 ? text(arguments, 1) : "";
        return Values.list("argument 1", arguments.get(0)).stream()
                .map(one -> Values.text("an element", one))
                .collect(Collectors.joining(between));
    }
}
