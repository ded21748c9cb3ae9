// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The fuzz target over bytes drawn by chance, with small numbers in them, as damage and fields have. */
class StoredRecordsTest {
    @Test
    void bytes_of_any_kind_do_no_harm() {
        for (int i = 0; i < (Boolean.getBoolean("natskit.full") ? 100_000 : 400); i++) {
            long seed = System.nanoTime();
            try {
                StoredRecordsTarget.check(input(new Random(seed)));
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static byte[] input(Random random) {
        byte[] input = new byte[1 + random.nextInt(400)];
        random.nextBytes(input);
        for (int i = 1; i < input.length; i++) {
            if (random.nextInt(4) != 0) {
                input[i] = (byte) random.nextInt(3);
            }
        }
        return input;
    }
}
