// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OcspAnswerTest {
    private static final Instant SINCE = Instant.ofEpochSecond(1_000);

    private static OcspAnswer until(Instant until) {
        return new OcspAnswer(new byte[0], OcspAnswer.GOOD, SINCE, until);
    }

    @ParameterizedTest
    @CsvSource({"999, false", "1000, true", "2000, true", "2001, false"})
    void it_may_be_shown_from_its_first_to_its_last_second(long now, boolean holds) {
        assertThat(until(Instant.ofEpochSecond(2_000)).holds(Instant.ofEpochSecond(now)))
                .isEqualTo(holds);
    }

    @Test
    void one_that_names_no_end_holds_until_there_is_another() {
        assertThat(until(null).holds(SINCE.plusSeconds(1_000_000))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"969, false", "970, true", "2030, true", "2031, false"})
    void about_a_client_it_counts_as_long_as_clocks_may_differ(long now, boolean counts) {
        assertThat(until(Instant.ofEpochSecond(2_000))
                        .isCurrent(Instant.ofEpochSecond(now), Duration.ofSeconds(30), Duration.ZERO))
                .isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource({"1060, true", "1061, false"})
    void about_a_client_one_that_names_no_end_counts_as_long_as_it_is_told(long now, boolean counts) {
        assertThat(until(null).isCurrent(Instant.ofEpochSecond(now), Duration.ZERO, Duration.ofMinutes(1)))
                .isEqualTo(counts);
    }
}
