// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.schedule;

import io.natskit.wire.GoDuration;
import io.natskit.wire.json.GoTime;
import io.natskit.wire.json.JsonException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * When a scheduled message is due: the value of {@code Nats-Schedule} (row PB-10, ADR-51). {@code @at} with a time of RFC 3339;
 * {@code @every} with a Go duration of at least a second; six cron fields; or {@code @yearly}, {@code @annually}, {@code @monthly},
 * {@code @weekly}, {@code @daily}, {@code @midnight}, {@code @hourly}. Immutable: any thread.
 */
public final class MessageSchedule {
    private static final long SECOND = 1_000_000_000L;
    private static final int LENGTH_MAX = 1024;

    private final long at;
    private final long every;
    private final @Nullable CronPattern cron;

    private MessageSchedule(long at, long every, @Nullable CronPattern cron) {
        this.at = at;
        this.every = every;
        this.cron = cron;
    }

    /**
     * Reads a pattern. Empty if it is none (error 10189): also for a zone beside {@code @at} or {@code @every}, where none is taken.
     *
     * @param zone of the cron fields; null if the message names none, which means UTC
     */
    public static Optional<MessageSchedule> parse(String pattern, @Nullable ZoneId zone) {
        if (pattern.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        try {
            if (pattern.startsWith("@at ")) {
                return zone != null ? Optional.empty() : Optional.of(at(pattern.substring(4)));
            }
            if (pattern.startsWith("@every ")) {
                long every = zone != null
                        ? 0
                        : GoDuration.parse(pattern.substring(7)).toNanos();
                return every < SECOND ? Optional.empty() : Optional.of(new MessageSchedule(0, every, null));
            }
            CronPattern cron = CronPattern.parse(fieldsOf(pattern), zone == null ? ZoneOffset.UTC : zone);
            return Optional.of(new MessageSchedule(0, 0, cron));
        } catch (IllegalArgumentException invalid) {
            return Optional.empty();
        }
    }

    /** Whether it comes round again. */
    public boolean repeats() {
        return cron != null || every > 0;
    }

    /**
     * When it is due after {@code lastNanos}, in nanoseconds of the epoch: the time of {@code @at}, past or not; else the next time that
     * is not before {@code nowNanos}, so that what was missed is made up for once. Empty if there is none for five years, which nats-server
     * takes for an invalid pattern.
     */
    public OptionalLong next(long lastNanos, long nowNanos) {
        if (!repeats()) {
            return OptionalLong.of(at);
        }
        if (every > 0) {
            long next = rounded(lastNanos) + every;
            return OptionalLong.of(next < nowNanos ? rounded(nowNanos) + every : next);
        }
        OptionalLong next = cronAfter(lastNanos);
        return next.isPresent() && next.getAsLong() < nowNanos ? cronAfter(rounded(nowNanos)) : next;
    }

    private OptionalLong cronAfter(long nanos) {
        if (cron == null) {
            return OptionalLong.empty();
        }
        OptionalLong second = cron.next(Math.floorDiv(nanos, SECOND));
        return second.isPresent()
                ? OptionalLong.of(Math.multiplyExact(second.getAsLong(), SECOND))
                : OptionalLong.empty();
    }

    private static MessageSchedule at(String text) {
        try {
            Instant time = GoTime.parse(text).toInstant();
            return new MessageSchedule(
                    Math.addExact(Math.multiplyExact(time.getEpochSecond(), SECOND), time.getNano()), 0, null);
        } catch (ArithmeticException beyond) {
            throw new JsonException("time beyond the years 1678 to 2262");
        }
    }

    private static long rounded(long nanos) {
        return Math.floorDiv(nanos + SECOND / 2, SECOND) * SECOND;
    }

    private static String fieldsOf(String pattern) {
        return switch (pattern) {
            case "@yearly", "@annually" -> "0 0 0 1 1 *";
            case "@monthly" -> "0 0 0 1 * *";
            case "@weekly" -> "0 0 0 * * 0";
            case "@daily", "@midnight" -> "0 0 0 * * *";
            case "@hourly" -> "0 0 * * * *";
            default -> pattern;
        };
    }
}
