// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.wire.json.GoTime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows PB-06, PB-10. The tables were recorded from nats-server 2.15.2, the next times by calling its own functions. */
class ScheduleTest {
    private static final Instant BASE = Instant.parse("2090-05-17T13:45:30.6Z");

    static List<List<String>> ttls() throws IOException {
        return recorded("ttls.txt");
    }

    static List<List<String>> schedules() throws IOException {
        return recorded("schedules.txt");
    }

    @ParameterizedTest
    @MethodSource("ttls")
    void a_ttl_is_read_as_nats_server_reads_it(List<String> row) {
        String expected = row.get(1);
        assertThat(MessageTtl.seconds(row.get(0)))
                .isEqualTo(expected.equals("!") ? MessageTtl.INVALID : Long.parseLong(expected));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void a_schedule_is_read_as_nats_server_reads_it(List<String> row) {
        ZoneId zone = row.get(1).isEmpty() ? null : ZoneId.of(row.get(1));
        Optional<MessageSchedule> schedule = MessageSchedule.parse(row.get(0), zone);
        OptionalLong next = schedule.map(s -> s.next(nanos(BASE), nanos(BASE))).orElse(OptionalLong.empty());
        String seen = next.isEmpty()
                ? "!"
                : schedule.orElseThrow().repeats() + " " + GoTime.format(instant(next.getAsLong()));
        assertThat(seen).isEqualTo(row.get(2));
    }

    @Test
    void a_cron_pattern_comes_round_when_nats_server_says_so() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (List<String> row : recorded("crons.txt")) {
            ZoneId zone = ScheduleZone.of(row.get(1)).orElseThrow();
            String seen;
            try {
                OptionalLong next = CronPattern.parse(row.get(0), zone)
                        .next(Instant.parse(row.get(2)).getEpochSecond());
                seen = next.isEmpty()
                        ? "-"
                        : Instant.ofEpochSecond(next.getAsLong()).toString();
            } catch (IllegalArgumentException invalid) {
                seen = "-";
            }
            if (!seen.equals(row.get(3))) {
                wrong.add(row + " but " + seen);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void what_was_missed_is_made_up_for_once() {
        Instant last = Instant.parse("2026-01-01T00:00:00Z");
        Instant now = Instant.parse("2026-01-01T10:00:00.7Z");
        assertThat(next("@every 1m", last, now)).isEqualTo("2026-01-01T10:01:01Z");
        assertThat(next("@hourly", last, now)).isEqualTo("2026-01-01T11:00:00Z");
        assertThat(next("@at 2026-01-01T05:00:00Z", last, now)).isEqualTo("2026-01-01T05:00:00Z");
        assertThat(next("@every 1m", now, now)).isEqualTo("2026-01-01T10:01:01Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Local",
                "EST",
                "MST",
                "HST",
                "EST5EDT",
                "GMT+0",
                "GMT0",
                "Etc/GMT-14",
                "US/Pacific",
                "Zulu",
                "ROC",
                "CET",
                "Asia/Calcutta",
                "GMT",
                "UCT",
                "W-SU"
            })
    void zones_of_the_database_are_known(String name) {
        assertThat(ScheduleZone.of(name)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GMT+2",
                "+02:00",
                "Z",
                "UT",
                "UTC+1",
                "SystemV/EST5",
                "europe/berlin",
                "../x",
                "/etc",
                "Europe",
                "Foo/Bar",
                "PST"
            })
    void what_is_no_name_of_the_database_is_no_zone(String name) {
        assertThat(ScheduleZone.of(name)).isEmpty();
    }

    @Test
    void a_field_without_values_never_comes_round_and_takes_no_time() {
        assertThat(MessageSchedule.parse(", * * * * *", null).orElseThrow().next(0, 0))
                .isEmpty();
        assertThat(MessageSchedule.parse("*".repeat(100_000), null)).isEmpty();
        assertThat(MessageTtl.seconds("1".repeat(100_000) + "s")).isEqualTo(MessageTtl.INVALID);
    }

    private static String next(String pattern, Instant last, Instant now) {
        return instant(MessageSchedule.parse(pattern, null)
                        .orElseThrow()
                        .next(nanos(last), nanos(now))
                        .orElseThrow())
                .toString();
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000L + time.getNano();
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    }

    private static List<List<String>> recorded(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(ScheduleTest.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(ScheduleTest::columns)
                    .toList();
        }
    }

    // a tab may stand in the first of four columns
    private static List<String> columns(String line) {
        List<String> all = CronField.split(line, '\t');
        int extra = Math.max(0, all.size() - 4);
        List<String> columns = new ArrayList<>(List.of(String.join("\t", all.subList(0, extra + 1))));
        columns.addAll(all.subList(extra + 1, all.size()));
        return columns;
    }
}
