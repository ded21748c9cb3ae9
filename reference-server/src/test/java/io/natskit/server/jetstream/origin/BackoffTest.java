// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff();

    private Duration delay(Duration now) {
        return Duration.ofNanos(backoff.delayNanos(now.toNanos(), 0)).minusNanos(Backoff.LEAST_NANOS);
    }

    @Test
    void the_first_request_goes_out_soon() {
        assertThat(delay(Duration.ofSeconds(7))).isZero();
        assertThat(backoff.delayNanos(0, 1)).isEqualTo(Backoff.LEAST_NANOS + Backoff.JITTER_NANOS);
    }

    @Test
    void two_requests_are_two_seconds_apart_at_least() {
        backoff.asked(Duration.ofSeconds(10).toNanos());
        assertThat(delay(Duration.ofMillis(10_500))).isEqualTo(Duration.ofMillis(1_500));
        assertThat(delay(Duration.ofSeconds(20))).isZero();
    }

    @Test
    void failures_make_it_wait_ever_longer_up_to_two_minutes() {
        backoff.asked(0);
        backoff.failed();
        assertThat(delay(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(10));
        backoff.failed();
        assertThat(delay(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(20));
        for (int i = 0; i < 20; i++) {
            backoff.failed();
        }
        assertThat(delay(Duration.ofSeconds(2))).isEqualTo(Duration.ofMinutes(2));
        backoff.succeeded();
        assertThat(delay(Duration.ofSeconds(2))).isZero();
    }
}
