// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.wire.jwt.TimeRange;
import io.natskit.wire.jwt.UserRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HoursTest {
    private static @Nullable Duration left(String zone, String now, TimeRange... ranges) {
        return Hours.left(UserRules.builder().times(List.of(ranges), zone).build(), Instant.parse(now));
    }

    @Test
    void within_the_hours_there_is_time_left_and_outside_there_is_none() {
        TimeRange day = new TimeRange("08:00:00", "17:00:00");

        assertThat(left("UTC", "2026-11-26T16:59:00Z", day)).isEqualTo(Duration.ofMinutes(1));
        assertThat(left("UTC", "2026-11-26T17:00:00Z", day)).isNull();
        assertThat(left("Europe/Berlin", "2026-11-26T16:30:00Z", day)).isNull();
        assertThat(left("Nowhere/Atall", "2026-11-26T12:00:00Z", day)).isNull();
        assertThat(left("UTC", "2026-11-26T12:00:00Z")).isEqualTo(Duration.ZERO);
    }

    @Test
    void hours_may_go_over_midnight_and_the_longest_of_several_counts() {
        TimeRange night = new TimeRange("22:00:00", "06:00:00");

        assertThat(left("UTC", "2026-11-26T05:00:00Z", night)).isEqualTo(Duration.ofHours(1));
        assertThat(left("UTC", "2026-11-26T23:00:00Z", night)).isEqualTo(Duration.ofHours(7));
        assertThat(left("UTC", "2026-11-26T12:00:00Z", night)).isNull();
        assertThat(left("UTC", "2026-11-26T23:00:00Z", new TimeRange("22:00:00", "23:30:00"), night))
                .isEqualTo(Duration.ofHours(7));
    }
}
