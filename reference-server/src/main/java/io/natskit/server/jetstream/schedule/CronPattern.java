// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.schedule;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Six fields, second to day of the week, in a time zone (ADR-51): when does it come round next? Walks from field to field as
 * nats-server's does, so that the hours which a clock change skips or repeats come out alike. Immutable: any thread.
 */
final class CronPattern {
    private static final int YEARS_MAX = 5;
    private static final int FIELDS = 6;

    private final long[] fields;
    private final ZoneId zone;

    private CronPattern(long[] fields, ZoneId zone) {
        this.fields = fields;
        this.zone = zone;
    }

    /** Throws {@link IllegalArgumentException} if the text is no pattern. */
    static CronPattern parse(String text, ZoneId zone) {
        List<String> parts = words(text);
        if (parts.size() != FIELDS) {
            throw new IllegalArgumentException("cron pattern of " + parts.size() + " fields (expected: 6)");
        }
        long[] fields = new long[FIELDS];
        for (CronField field : CronField.values()) {
            fields[field.ordinal()] = field.parse(parts.get(field.ordinal()));
        }
        return new CronPattern(fields, zone);
    }

    /** The first second after {@code epochSecond} that is meant; empty if there is none for five years. */
    OptionalLong next(long epochSecond) {
        if (fields[0] == 0 || fields[1] == 0 || fields[2] == 0 || fields[4] == 0) {
            return OptionalLong.empty(); // a field without values: nats-server counts through five years of seconds
        }
        ZoneClock at = new ZoneClock(zone, epochSecond + 1);
        int yearMax = at.year() + YEARS_MAX;
        Truncation truncation = new Truncation();
        while (at.year() <= yearMax) {
            if (month(at, truncation)
                    && day(at, truncation)
                    && hour(at, truncation)
                    && minute(at, truncation)
                    && second(at, truncation)) {
                return OptionalLong.of(at.epochSecond());
            }
        }
        return OptionalLong.empty();
    }

    // each step is false when its field has begun anew: then all is to be looked at again

    private boolean month(ZoneClock at, Truncation truncation) {
        while (!has(CronField.MONTH, at.month())) {
            if (truncation.first()) {
                at.set(at.year(), at.month(), 1, 0);
            }
            at.addMonth();
            if (at.month() == 1) {
                return false;
            }
        }
        return true;
    }

    private boolean day(ZoneClock at, Truncation truncation) {
        while (!dayMatches(at)) {
            if (truncation.first()) {
                at.set(at.year(), at.month(), at.day(), 0);
            }
            at.addDay();
            if (at.day() == 1) {
                return false;
            }
        }
        return true;
    }

    private boolean hour(ZoneClock at, Truncation truncation) {
        while (!has(CronField.HOUR, at.hour())) {
            if (truncation.first()) {
                at.set(at.year(), at.month(), at.day(), at.hour());
            }
            at.addSeconds(3600);
            if (at.hour() == 0) {
                return false;
            }
        }
        return true;
    }

    private boolean minute(ZoneClock at, Truncation truncation) {
        while (!has(CronField.MINUTE, at.minute())) {
            if (truncation.first()) {
                at.addSeconds(-Math.floorMod(at.epochSecond(), 60L));
            }
            at.addSeconds(60);
            if (at.minute() == 0) {
                return false;
            }
        }
        return true;
    }

    private boolean second(ZoneClock at, Truncation truncation) {
        while (!has(CronField.SECOND, at.second())) {
            truncation.first();
            at.addSeconds(1);
            if (at.second() == 0) {
                return false;
            }
        }
        return true;
    }

    // with a star in either, both must fit; without, one is enough
    private boolean dayMatches(ZoneClock at) {
        boolean ofMonth = has(CronField.DAY_OF_MONTH, at.day());
        boolean ofWeek = has(CronField.DAY_OF_WEEK, at.dayOfWeek());
        long days = fields[CronField.DAY_OF_MONTH.ordinal()] | fields[CronField.DAY_OF_WEEK.ordinal()];
        return (days & CronField.STAR) != 0 ? ofMonth && ofWeek : ofMonth || ofWeek;
    }

    private boolean has(CronField field, int value) {
        return (fields[field.ordinal()] & 1L << value) != 0;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int from = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean space = i == text.length()
                    || Character.isWhitespace(text.charAt(i))
                    || Character.isSpaceChar(text.charAt(i))
                    || text.charAt(i) == '\u0085';
            if (space && from >= 0) {
                words.add(text.substring(from, i));
                from = -1;
            } else if (!space && from < 0) {
                from = i;
            }
        }
        return words;
    }

    // the smaller fields are set back once, by the first field that moves
    private static final class Truncation {
        private boolean done;

        boolean first() {
            boolean first = !done;
            done = true;
            return first;
        }
    }
}
