// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReconnectPolicyTest {

    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void exponential_waits_double_up_to_the_greatest_and_are_jittered_below() {
        ReconnectPolicy policy = ReconnectPolicy.exponential(Duration.ofMillis(100), Duration.ofSeconds(5));
        long[] fullMillis = {50, 100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000};
        for (int round = 1; round <= fullMillis.length; round++) {
            for (int i = 0; i < 200; i++) {
                long millis = policy.delay(round, random).toMillis();
                assertThat(millis).isLessThanOrEqualTo(fullMillis[round - 1]);
                assertThat(millis).isGreaterThanOrEqualTo(round == 1 ? 0 : fullMillis[round - 1] / 2);
            }
        }
    }

    @Test
    void late_rounds_do_not_overflow() {
        ReconnectPolicy policy = ReconnectPolicy.exponential(Duration.ofDays(100), Duration.ofDays(10_000));
        for (int round : new int[] {2, 30, 64, 1000, Integer.MAX_VALUE}) {
            assertThat(policy.delay(round, random)).isBetween(Duration.ofDays(50), Duration.ofDays(10_000));
        }
    }

    @Test
    void constant_waits_from_the_second_round_on() {
        ReconnectPolicy policy = ReconnectPolicy.constant(Duration.ofSeconds(2), Duration.ofMillis(100));
        assertThat(policy.delay(1, random)).isZero();
        for (int i = 0; i < 100; i++) {
            assertThat(policy.delay(2, random)).isBetween(Duration.ofMillis(2000), Duration.ofMillis(2100));
        }
        assertThat(ReconnectPolicy.constant(Duration.ZERO, Duration.ZERO).delay(9, random))
                .isZero();
    }

    @Test
    void many_clients_spread_over_the_first_round() {
        ReconnectPolicy policy = ReconnectPolicy.standard();
        long distinct = java.util.stream.IntStream.range(0, 2000)
                .mapToObj(i -> policy.delay(1, random))
                .distinct()
                .count();
        assertThat(distinct).isGreaterThan(1900);
    }

    @Test
    void nonsense_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReconnectPolicy.exponential(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .withMessage("max: PT1S (expected: >= PT2S)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReconnectPolicy.constant(Duration.ofSeconds(-1), Duration.ZERO));
    }
}
