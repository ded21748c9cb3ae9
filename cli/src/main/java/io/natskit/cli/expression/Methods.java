// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** The methods of times, durations and constants, as Go names them. */
final class Methods {
    private static final Map<String, BiFunction<Instant, List<Object>, Object>> OF_TIMES = new TreeMap<>(Map.ofEntries(
            Map.entry("Unix", (time, none) -> time.getEpochSecond()),
            Map.entry("UnixMilli", (time, none) -> time.toEpochMilli()),
            Map.entry("Year", (time, none) -> (long) utc(time).getYear()),
            Map.entry("Day", (time, none) -> (long) utc(time).getDayOfMonth()),
            Map.entry("YearDay", (time, none) -> (long) utc(time).getDayOfYear()),
            Map.entry("Hour", (time, none) -> (long) utc(time).getHour()),
            Map.entry("Minute", (time, none) -> (long) utc(time).getMinute()),
            Map.entry("Second", (time, none) -> (long) utc(time).getSecond()),
            Map.entry("IsZero", (time, none) -> time.equals(Documents.NEVER)),
            Map.entry("String", (time, none) -> GoText.of(time)),
            Map.entry("Before", (time, other) -> Comparison.order(time, one(other)) < 0),
            Map.entry("After", (time, other) -> Comparison.order(time, one(other)) > 0),
            Map.entry("Equal", (time, other) -> Comparison.order(time, one(other)) == 0),
            Map.entry("Sub", (time, other) -> Arithmetic.subtract(time, one(other))),
            Map.entry("Add", (time, other) -> Arithmetic.add(time, one(other)))));

    private static final Map<String, BiFunction<Duration, List<Object>, Object>> OF_DURATIONS = new TreeMap<>(Map.of(
            "Hours", (duration, none) -> seconds(duration) / 3600,
            "Minutes", (duration, none) -> seconds(duration) / 60,
            "Seconds", (duration, none) -> seconds(duration),
            "Milliseconds", (duration, none) -> duration.toMillis(),
            "Microseconds", (duration, none) -> duration.toNanos() / 1000,
            "Nanoseconds", (duration, none) -> duration.toNanos(),
            "Abs", (duration, none) -> Arithmetic.fitting(duration.abs()),
            "String", (duration, none) -> GoText.of(duration)));

    private static final Map<String, BiFunction<GoConstant, List<Object>, Object>> OF_CONSTANTS =
            Map.of("String", (constant, none) -> constant.name());

    private Methods() {}

    /** What this method of it gives; throws {@link Unfit} where it has none of that name. */
    static Object call(Object value, String name, List<Object> arguments) {
        if (value instanceof Instant time) {
            return call(OF_TIMES, time, name, arguments);
        }
        if (value instanceof Duration duration) {
            return call(OF_DURATIONS, duration, name, arguments);
        }
        if (value instanceof GoConstant constant) {
            return call(OF_CONSTANTS, constant, name, arguments);
        }
        throw new Unfit("type " + Values.type(value) + " has no method " + name);
    }

    private static <T> Object call(
            Map<String, BiFunction<T, List<Object>, Object>> methods, T value, String name, List<Object> arguments) {
        BiFunction<T, List<Object>, Object> method = methods.get(name);
        if (method == null) {
            throw new Unfit(
                    "type " + Values.type(value) + " has no method " + name + Nearest.question(name, methods.keySet()));
        }
        int expected = List.of("Before", "After", "Equal", "Sub", "Add").contains(name) ? 1 : 0;
        if (arguments.size() != expected) {
            throw new Unfit(arguments.size() + " arguments for " + name + " (expected: " + expected + ")");
        }
        return method.apply(value, arguments);
    }

    private static Object one(List<Object> arguments) {
        return arguments.get(0);
    }

    private static ZonedDateTime utc(Instant time) {
        return time.atZone(ZoneOffset.UTC);
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }
}
