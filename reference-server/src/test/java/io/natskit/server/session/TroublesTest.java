// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What went wrong lately. */
class TroublesTest {
    private final TestClock clock = new TestClock();
    private final Troubles troubles = new Troubles(clock::instant);

    @Test
    void the_newest_come_first_and_old_ones_are_left_out() {
        troubles.add(Troubles.Kind.ERROR, "old");
        clock.advance(Duration.ofMinutes(10));
        Instant since = clock.instant();
        troubles.add(Troubles.Kind.SLOW_CONSUMER, "slow");
        clock.advance(Duration.ofMinutes(1));
        troubles.add(Troubles.Kind.WARNING, "odd");

        assertThat(troubles.since(since)).extracting(Troubles.Trouble::text).containsExactly("odd", "slow");
        assertThat(troubles.since(Instant.EPOCH)).hasSize(3);
    }

    @Test
    void so_many_are_kept_and_so_much_of_each() {
        for (int i = 0; i < Troubles.KEPT_MAX + 10; i++) {
            troubles.add(Troubles.Kind.ERROR, i + "x".repeat(10_000));
        }

        assertThat(troubles.since(Instant.EPOCH))
                .hasSize(Troubles.KEPT_MAX)
                .allSatisfy(one -> assertThat(one.text().length()).isLessThan(600));
        assertThat(troubles.since(Instant.EPOCH).get(0).text()).startsWith((Troubles.KEPT_MAX + 9) + "x");
    }
}
