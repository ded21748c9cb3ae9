// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Durations as Go writes them: {@code 2m30s}, {@code 1.5s}, {@code 300ms}. Pure. */
public final class GoDuration {
    private static final long MICRO = 1_000L;
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private GoDuration() {}

    /**
     * Reads a duration such as {@code "2m30s"}, {@code "-1.5h"} or {@code "0"}.
     *
     * @throws IllegalArgumentException with Go's own words when the text is no duration
     */
    public static Duration parse(String text) {
        String rest = text;
        boolean negative = rest.startsWith("-");
        if (negative || rest.startsWith("+")) {
            rest = rest.substring(1);
        }
        if (rest.equals("0")) {
            return Duration.ZERO;
        }
        if (rest.isEmpty()) {
            throw invalid(text);
        }
        BigDecimal nanos = BigDecimal.ZERO;
        int at = 0;
        while (at < rest.length()) {
            int unit = endOf(rest, at, true);
            String number = rest.substring(at, unit);
            if (number.isEmpty() || number.equals(".") || number.indexOf('.') != number.lastIndexOf('.')) {
                throw invalid(text);
            }
            int end = endOf(rest, unit, false);
            if (end == unit) {
                throw new IllegalArgumentException("time: missing unit in duration \"" + text + "\"");
            }
            long scale = nanosOf(rest.substring(unit, end), text);
            nanos = nanos.add(new BigDecimal(number.endsWith(".") ? number + "0" : number)
                    .multiply(BigDecimal.valueOf(scale))
                    .setScale(0, RoundingMode.DOWN));
            at = end;
        }
        if (nanos.toBigInteger().bitLength() > 63) {
            throw invalid(text);
        }
        long value = nanos.longValueExact();
        return Duration.ofNanos(negative ? -value : value);
    }

    private static int endOf(String text, int from, boolean number) {
        int at = from;
        while (at < text.length() && isNumber(text.charAt(at)) == number) {
            at++;
        }
        return at;
    }

    private static boolean isNumber(char c) {
        return c == '.' || (c >= '0' && c <= '9');
    }

    private static long nanosOf(String unit, String text) {
        switch (unit) {
            case "ns":
                return 1;
            case "us", "µs", "μs":
                return MICRO;
            case "ms":
                return MILLI;
            case "s":
                return SECOND;
            case "m":
                return MINUTE;
            case "h":
                return HOUR;
            default:
                throw new IllegalArgumentException("time: unknown unit \"" + unit + "\" in duration \"" + text + "\"");
        }
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException("time: invalid duration \"" + text + "\"");
    }

    /** Writes a duration as Go does. */
    public static String format(Duration duration) {
        long nanos = duration.toNanos();
        String sign = nanos < 0 ? "-" : "";
        long rest = Math.abs(nanos);
        if (rest == 0) {
            return "0s";
        }
        if (rest < MICRO) {
            return sign + rest + "ns";
        }
        if (rest < MILLI) {
            return sign + decimal(rest, MICRO) + "µs";
        }
        if (rest < SECOND) {
            return sign + decimal(rest, MILLI) + "ms";
        }
        StringBuilder text = new StringBuilder(sign);
        long hours = rest / HOUR;
        long minutes = rest % HOUR / MINUTE;
        if (hours > 0) {
            text.append(hours).append('h');
        }
        if (hours > 0 || minutes > 0) {
            text.append(minutes).append('m');
        }
        return text.append(decimal(rest % MINUTE, SECOND)).append('s').toString();
    }

    private static String decimal(long value, long unit) {
        return BigDecimal.valueOf(value)
                .divide(BigDecimal.valueOf(unit))
                .stripTrailingZeros()
                .toPlainString();
    }
}
