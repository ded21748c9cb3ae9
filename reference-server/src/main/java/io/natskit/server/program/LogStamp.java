// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import java.time.Instant;
import java.time.InstantSource;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * The time as log lines show it: {@code 2026/11/23 04:57:24.049018 }. Computed by hand, since formatters cost a start ten milliseconds.
 * Used under the log's lock.
 */
final class LogStamp {
    private static final int DAY_SECONDS = 86_400;
    private static final int EPOCH_DAY_SHIFT = 719_468; // from 0000-03-01 to 1970-01-01
    private static final int ERA_DAYS = 146_097; // 400 years

    private final InstantSource clock;
    private final boolean utc;
    private @Nullable TimeZone zone;

    LogStamp(InstantSource clock, boolean utc) {
        this.clock = clock;
        this.utc = utc;
    }

    /** The moment of now, to be shown later. */
    Instant now() {
        return clock.instant();
    }

    /** Appends a moment, with a space after it. */
    void append(Instant moment, StringBuilder out) {
        long seconds = moment.getEpochSecond() + offsetSeconds(moment);
        appendDate(Math.floorDiv(seconds, (long) DAY_SECONDS), out, '/');
        int rest = (int) Math.floorMod(seconds, (long) DAY_SECONDS);
        out.append(' ');
        two(rest / 3600, out).append(':');
        two(rest / 60 % 60, out).append(':');
        two(rest % 60, out).append('.');
        digits(moment.getNano() / 1000, 6, out).append(' ');
    }

    /** Appends {@code 2026.11.23.04.57.24.049018123}, as rotated files are named. */
    void appendSuffix(Instant moment, StringBuilder out) {
        long seconds = moment.getEpochSecond() + offsetSeconds(moment);
        appendDate(Math.floorDiv(seconds, (long) DAY_SECONDS), out, '.');
        int rest = (int) Math.floorMod(seconds, (long) DAY_SECONDS);
        out.append('.');
        two(rest / 3600, out).append('.');
        two(rest / 60 % 60, out).append('.');
        two(rest % 60, out).append('.');
        digits(moment.getNano(), 9, out);
    }

    private int offsetSeconds(Instant moment) {
        if (utc) {
            return 0;
        }
        TimeZone known = zone;
        if (known == null) {
            known = TimeZone.getDefault();
            zone = known;
        }
        return known.getOffset(moment.toEpochMilli()) / 1000;
    }

    /** The civil date of a day, by the usual arithmetic on years that begin in March. */
    private static void appendDate(long epochDay, StringBuilder out, char separator) {
        long day = epochDay + EPOCH_DAY_SHIFT;
        long era = Math.floorDiv(day, (long) ERA_DAYS);
        int ofEra = (int) (day - era * ERA_DAYS);
        int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int marchMonth = (5 * ofYear + 2) / 153;
        int dayOfMonth = ofYear - (153 * marchMonth + 2) / 5 + 1;
        int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
        digits(year, 4, out).append(separator);
        two(month, out).append(separator);
        two(dayOfMonth, out);
    }

    private static StringBuilder two(int value, StringBuilder out) {
        return digits(value, 2, out);
    }

    private static StringBuilder digits(int value, int width, StringBuilder out) {
        int scale = 1;
        for (int i = 1; i < width; i++) {
            scale *= 10;
        }
        for (int rest = value; scale > 0; scale /= 10) {
            out.append((char) ('0' + rest / scale % 10));
        }
        return out;
    }
}
