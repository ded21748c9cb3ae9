// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.terminal;

import io.natskit.wire.GoDuration;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Numbers, sizes and times as people read them. */
public final class Figures {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private Figures() {}

    /** {@code 1234567} as {@code 1,234,567}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1536} as {@code 1.5 KiB}. */
    public static String bytes(long bytes) {
        double size = bytes;
        int unit = 0;
        while (Math.abs(size) >= 1024 && unit < UNITS.length - 1) {
            size /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
    }

    /** A number that means no limit where it is not positive. */
    public static String limit(long number) {
        return number <= 0 ? "unlimited" : count(number);
    }

    /** A size that means no limit where it is not positive. */
    public static String byteLimit(long bytes) {
        return bytes <= 0 ? "unlimited" : bytes(bytes);
    }

    /** A time that means no limit where it is not positive. */
    public static String timeLimit(Duration time) {
        return time.isZero() || time.isNegative() ? "unlimited" : duration(time);
    }

    /** A duration in Go's words, such as {@code 2m0s}, without more digits than tell something. */
    public static String duration(Duration time) {
        long nanos = time.toNanos();
        long unit = nanos >= 60_000_000_000L
                ? 1_000_000_000L
                : nanos >= 1_000_000_000L ? 10_000_000L : nanos >= 1_000_000L ? 10_000L : 10L;
        return GoDuration.format(Duration.ofNanos(Math.round((double) nanos / unit) * unit));
    }

    /** A moment by the clock on the wall. */
    public static String time(Instant time) {
        return TIME.format(time.atZone(ZoneId.systemDefault()));
    }

    /** A moment, or {@code never}. */
    public static String time(Optional<Instant> time) {
        return time.map(Figures::time).orElse("never");
    }

    /** The time of the day. */
    public static String clock(Instant time) {
        return CLOCK.format(time.atZone(ZoneId.systemDefault()));
    }

    /** How long ago something was, or {@code never}. */
    public static String ago(Optional<Instant> time, Instant now) {
        return time.map(then -> duration(Duration.between(then, now))).orElse("never");
    }

    /** Messages a second. */
    public static String rate(long messages, Duration time) {
        return count(perSecond(messages, time)) + " msgs/sec";
    }

    /** How many come to a second. */
    public static long perSecond(long number, Duration time) {
        return time.isZero() ? 0 : Math.round(number * 1e9 / time.toNanos());
    }

    /** A constant of an enumeration as a word: {@code WORK_QUEUE} as {@code Work Queue}. */
    public static String word(Enum<?> constant) {
        StringBuilder word = new StringBuilder();
        for (String part : constant.name().split("_", -1)) {
            word.append(word.isEmpty() ? "" : " ")
                    .append(part.charAt(0))
                    .append(part.substring(1).toLowerCase(Locale.ROOT));
        }
        return word.toString();
    }
}
