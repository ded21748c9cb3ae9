// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations of the command line. */
class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "5s, PT5S",
        "1d, PT24H",
        "1d3h5m2s, PT27H5M2S",
        "2w, PT336H",
        "1y, PT8760H",
        "300ms, PT0.3S",
        "-1s, PT-1S"
    })
    void days_weeks_and_years_come_before_gos_own(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "d", "1", "x", "1dd", "5s1d"})
    void what_is_no_duration_is_refused_with_an_example(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: such as");
    }
}
