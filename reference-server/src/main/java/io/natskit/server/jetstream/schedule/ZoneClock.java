// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;

/** An instant as a wall clock of its zone shows it; set by the wall, it resolves gaps and overlaps as Go's {@code time.Date} does. */
final class ZoneClock {
    private final ZoneRules rules;
    private LocalDateTime wall;
    private long epochSecond;

    ZoneClock(ZoneId zone, long epochSecond) {
        this.rules = zone.getRules();
        this.epochSecond = epochSecond;
        this.wall = wallAt(epochSecond);
    }

    long epochSecond() {
        return epochSecond;
    }

    int year() {
        return wall.getYear();
    }

    int month() {
        return wall.getMonthValue();
    }

    int day() {
        return wall.getDayOfMonth();
    }

    /** 0 for Sunday. */
    int dayOfWeek() {
        return wall.getDayOfWeek().getValue() % 7;
    }

    int hour() {
        return wall.getHour();
    }

    int minute() {
        return wall.getMinute();
    }

    int second() {
        return wall.getSecond();
    }

    void addSeconds(long seconds) {
        epochSecond += seconds;
        wall = wallAt(epochSecond);
    }

    void set(int year, int month, int day, int hour) {
        setWall(LocalDateTime.of(year, month, day, hour, 0));
    }

    void addDay() {
        setWall(wall.plusDays(1));
    }

    /** To the same day of the next month; one that it does not have runs over into the month after. */
    void addMonth() {
        LocalDate first = wall.toLocalDate().withDayOfMonth(1).plusMonths(1);
        setWall(first.plusDays(wall.getDayOfMonth() - 1L).atTime(wall.toLocalTime()));
    }

    // Go: take the offset that holds at the wall's time read as UTC, and look again with the time that gives
    private void setWall(LocalDateTime to) {
        long asUtc = to.toEpochSecond(ZoneOffset.UTC);
        int offset = offsetAt(asUtc);
        epochSecond = offset == 0 ? asUtc : asUtc - offsetAt(asUtc - offset);
        wall = wallAt(epochSecond);
    }

    private int offsetAt(long second) {
        return rules.getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
    }

    private LocalDateTime wallAt(long second) {
        return LocalDateTime.ofEpochSecond(second, 0, rules.getOffset(Instant.ofEpochSecond(second)));
    }
}
