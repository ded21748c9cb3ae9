// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandshakeRateTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void so_many_may_begin_in_each_second_and_refusals_are_counted() {
        HandshakeRate rate = new HandshakeRate(2);

        assertThat(rate.tryBegin(0)).isTrue();
        assertThat(rate.tryBegin(1)).isTrue();
        assertThat(rate.tryBegin(SECOND)).isFalse();
        assertThat(rate.refused()).as("the first").isTrue();
        assertThat(rate.refused()).isFalse();
        assertThat(rate.takeRefused()).isEqualTo(2);
        assertThat(rate.tryBegin(SECOND + 1)).isTrue();
        assertThat(rate.refused()).isTrue();
    }
}
