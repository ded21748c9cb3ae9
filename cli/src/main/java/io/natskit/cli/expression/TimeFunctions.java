// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import io.natskit.wire.GoDuration;
import io.natskit.wire.json.GoTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/** Functions of time. */
final class TimeFunctions {
    private interface Reading {
        Instant of(String text);
    }

    private static final List<Reading> READINGS = List.of(
            text -> GoTime.parse(text).toInstant(),
            text -> LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC),
            text -> LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC),
            text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());

    static final Map<String, Function> ALL = Map.of(
            "now", Function.of(0, none -> Instant.now()),
            "duration", Function.of(1, a -> duration(Values.text("argument 1", a.get(0)))),
            "date", Function.of(1, a -> date(Values.text("argument 1", a.get(0)))));

    private TimeFunctions() {}

    private static Object duration(String text) {
        try {
            return GoDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Unfit("\"" + text + "\" is no duration (expected: such as 500ms, 5s or 2h30m)");
        }
    }

    private static Object date(String text) {
        for (Reading reading : READINGS) {
            try {
                return reading.of(text);
            } catch (DateTimeException | IllegalArgumentException e) {
                continue;
            }
        }
        throw new Unfit("\"" + text
                + "\" is no date (expected: such as 2006-01-02, 2006-01-02 15:04:05 or 2006-01-02T15:04:05Z)");
    }
}
