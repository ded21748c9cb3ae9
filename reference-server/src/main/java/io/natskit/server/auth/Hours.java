// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import io.natskit.wire.jwt.TimeRange;
import io.natskit.wire.jwt.UserRules;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** The times of the day in which a user may be connected. */
final class Hours {
    private Hours() {}

    /** How long the user may stay from now on: zero for ever, null for not at all. */
    static @Nullable Duration left(UserRules rules, Instant now) {
        if (rules.times().isEmpty()) {
            return Duration.ZERO;
        }
        ZoneId zone;
        try {
            zone = rules.timesLocation().isEmpty() ? ZoneId.systemDefault() : ZoneId.of(rules.timesLocation());
        } catch (DateTimeException e) {
            return null;
        }
        ZonedDateTime here = now.atZone(zone);
        Duration longest = null;
        for (TimeRange range : rules.times()) {
            Duration left = left(range, here);
            if (left != null && (longest == null || left.compareTo(longest) > 0)) {
                longest = left;
            }
        }
        return longest;
    }

    private static @Nullable Duration left(TimeRange range, ZonedDateTime now) {
        int from = TimeRange.secondOfDay(range.start());
        int to = TimeRange.secondOfDay(range.end());
        if (from < 0 || to < 0) {
            return null;
        }
        ZonedDateTime start = at(now.toLocalDate(), from, now.getZone());
        ZonedDateTime end = at(now.toLocalDate(), to, now.getZone());
        if (start.isBefore(now) && end.isAfter(now)) {
            return Duration.between(now, end);
        }
        if (!start.isAfter(end)) {
            return null;
        }
        // over midnight
        if (end.isAfter(now)) {
            return Duration.between(now, end);
        }
        ZonedDateTime tomorrow = at(now.toLocalDate().plusDays(1), to, now.getZone());
        return start.isBefore(now) ? Duration.between(now, tomorrow) : null;
    }

    private static ZonedDateTime at(LocalDate day, int second, ZoneId zone) {
        return day.atTime(LocalTime.ofSecondOfDay(second)).atZone(zone);
    }
}
