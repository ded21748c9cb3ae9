// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.time.Duration;
import java.util.Random;

/**
 * Runs a test with chance in it, each time from another seed. A failure names its seed, and {@code -Dnatskit.seed=…} runs it with that one
 * again. A run that takes longer than any should is a failure too, not a build that never ends.
 */
public final class Seeds {
    private static final Duration RUN_MAX = Duration.ofMinutes(2);

    private Seeds() {}

    /** One run. */
    @FunctionalInterface
    public interface Run {
        /** Throws what is wrong. */
        void run(Random random) throws Exception;
    }

    /** So many runs; the first that fails ends the test. */
    public static void each(int runs, Run run) {
        for (int i = 0; i < runs; i++) {
            long seed = Long.getLong("natskit.seed", System.nanoTime());
            String again = "seed " + seed + " (again with -Dnatskit.seed=" + seed + ")";
            try {
                one(run, seed, again);
            } catch (Throwable e) {
                throw new AssertionError(again, e);
            }
        }
    }

    // on a thread of its own only so that one that hangs can be told, with where it is
    private static void one(Run run, long seed, String again) throws Throwable {
        Throwable[] problem = new Throwable[1];
        Thread thread = new Thread(
                () -> {
                    try {
                        run.run(new Random(seed));
                    } catch (Throwable e) {
                        problem[0] = e;
                    }
                },
                again);
        thread.setDaemon(true);
        thread.start();
        thread.join(RUN_MAX.toMillis());
        if (thread.isAlive()) {
            AssertionError hangs = new AssertionError("still at it after " + RUN_MAX);
            hangs.setStackTrace(thread.getStackTrace());
            throw hangs;
        }
        if (problem[0] != null) {
            throw problem[0];
        }
    }
}
