// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.trust;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Seeded reconnects: each seed is a server that cuts, splits, pauses, refuses and interrupts where the seed says, while publishers, requesters and subscribers run. Eight
 * seeds in each build, hundreds in the profile {@code simulation}; {@code -Dseed=N} runs one again. The faults follow the seed; threads are the machine's own.
 */
class ReconnectSimulationIT {
    @TestFactory
    Stream<DynamicTest> every_seed_keeps_what_was_confirmed_once_and_in_order() {
        return seeds(false);
    }

    /** As above, and the client moves to new connections meanwhile (as off a lame duck), off sockets that are full. */
    @TestFactory
    Stream<DynamicTest> every_seed_keeps_it_too_while_the_client_moves_off_full_sockets() {
        return seeds(true);
    }

    private static Stream<DynamicTest> seeds(boolean moving) {
        Long only = Long.getLong("seed");
        int all = Integer.getInteger("natskit.simulation.seeds", 8);
        int count = moving ? Math.max(1, all / 2) : all;
        LongStream seeds = only != null ? LongStream.of(only) : LongStream.rangeClosed(1, count);
        return seeds.mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            try {
                new Simulation(seed, moving).run();
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed + " (again with -Dseed=" + seed + "): " + e.getMessage(), e);
            }
        }));
    }
}
