// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire;

import java.util.Random;

/** Randomness of a test that can be had again: {@code -Dnatskit.seed=…} with the number that the failed run printed. */
public final class Seeded {
    private Seeded() {}

    /** A generator whose seed stands on standard output. */
    public static Random random(String test) {
        long seed = Long.getLong("natskit.seed", System.nanoTime());
        System.out.println(test + ": -Dnatskit.seed=" + seed);
        return new Random(seed);
    }
}
