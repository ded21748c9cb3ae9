// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import io.natskit.wire.GoDuration;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Values as Go prints them. */
final class GoText {
    private static final double PLAIN_MIN = 1e-4;
    private static final double PLAIN_MAX = 1e21;
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendLiteral(" +0000 UTC")
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private GoText() {}

    static String of(Object value) {
        if (value instanceof Double number) {
            return number(number);
        }
        if (value instanceof Instant time) {
            return TIME.format(time);
        }
        if (value instanceof Duration duration) {
            return GoDuration.format(duration);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(GoText::of).collect(Collectors.joining(" ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return entries(map).collect(Collectors.joining(" ", "map[", "]"));
        }
        return value instanceof GoStruct struct
                ? struct.fields().values().stream().map(GoText::of).collect(Collectors.joining(" ", "{", "}"))
                : value.toString();
    }

    private static Stream<String> entries(Map<?, ?> map) {
        Map<String, String> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(of(key), of(value)));
        return sorted.entrySet().stream().map(entry -> entry.getKey() + ":" + entry.getValue());
    }

    private static String number(double number) {
        if (Double.isInfinite(number)) {
            return number > 0 ? "+Inf" : "-Inf";
        }
        double size = Math.abs(number);
        if (Double.isNaN(number) || size != 0 && (size < PLAIN_MIN || size >= PLAIN_MAX)) {
            return Double.toString(number);
        }
        String plain =
                new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
        return size == 0 ? "0" : plain;
    }
}
