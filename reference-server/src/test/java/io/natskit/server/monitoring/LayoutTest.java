// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How monitoring's pages are laid out. */
class LayoutTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT-0.5S, 0s",
        "PT59.9S, 59s",
        "PT60S, 1m0s",
        "PT3661S, 1h1m1s",
        "P1DT1S, 1d0h0m1s",
        "P366D, 1y1d0h0m0s"
    })
    void spans_of_time_have_no_unit_that_is_too_large(Duration span, String text) {
        assertThat(Uptime.between(START, START.plus(span))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"'', /", "/, /", "a, /a", "/a/b/, /a/b", "//a/./b/../c, /a/c", "/.., /"})
    void a_base_path_is_made_plain(String path, String plain) {
        assertThat(BasePath.clean(path)).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource({"0, 0s", "999, 999ns", "1500, 1µs", "999999, 999µs", "1500000, 1.5ms", "1234567, 1.234567ms"})
    void round_trips_below_a_millisecond_are_in_microseconds(long nanos, String text) {
        assertThat(ConnectionJson.roundTrip(nanos)).isEqualTo(text);
    }

    @Test
    void a_page_of_a_list_stays_within_it() {
        List<Integer> all = List.of(1, 2, 3, 4);

        assertThat(Page.of(all, 1, 2)).containsExactly(2, 3);
        assertThat(Page.of(all, 3, 1024)).containsExactly(4);
        assertThat(Page.of(all, 9, 1)).isEmpty();
    }
}
