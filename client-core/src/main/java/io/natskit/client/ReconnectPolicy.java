// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.checks.Checks;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before each round over the servers of the pool. Waits are jittered, so that many clients do not come back at one instant. Pure: chance comes in.
 */
@FunctionalInterface
public interface ReconnectPolicy {

    /**
     * The wait before a round.
     *
     * @param round the round about to begin, from 1, since the connection was lost; within a round each server is tried once without a wait
     * @param random the source of jitter
     * @return zero for at once; not negative
     */
    Duration delay(int round, RandomGenerator random);

    /**
     * The default: {@link #exponential} from 100 ms to 5 s. The first round begins within 50 ms.
     */
    static ReconnectPolicy standard() {
        return exponential(Duration.ofMillis(100), Duration.ofSeconds(5));
    }

    /**
     * Doubles from {@code first} to {@code max}, each wait drawn evenly between its half and itself; before the first round it is drawn between zero and half of {@code first}.
     */
    static ReconnectPolicy exponential(Duration first, Duration max) {
        long firstNanos = Checks.positive("first", first).toNanos();
        long maxNanos = Checks.positive("max", max).toNanos();
        if (maxNanos < firstNanos) {
            throw new IllegalArgumentException("max: " + max + " (expected: >= " + first + ")");
        }
        return (round, random) -> {
            if (round <= 1) {
                return Duration.ofNanos(random.nextLong(firstNanos / 2 + 1));
            }
            int doublings = Math.min(round - 2, 32);
            long full = firstNanos > (maxNanos >> doublings) ? maxNanos : firstNanos << doublings;
            return Duration.ofNanos(full / 2 + random.nextLong(full - full / 2 + 1));
        };
    }

    /** {@code wait} plus up to {@code jitter} before each round but the first, which begins at once: what jnats does with 2 s and 100 ms. */
    static ReconnectPolicy constant(Duration wait, Duration jitter) {
        Checks.notNegative("wait", wait);
        long jitterNanos = Checks.notNegative("jitter", jitter).toNanos();
        return (round, random) -> round <= 1 ? Duration.ZERO : wait.plusNanos(random.nextLong(jitterNanos + 1));
    }
}
