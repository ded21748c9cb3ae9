// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The fuzz target over bytes drawn by chance, with small numbers in them, as damage and fields have. */
class StoredRecordsTest {
    @Test
    void bytes_of_any_kind_do_no_harm() {
        Seeds.each(
                Boolean.getBoolean("natskit.full") ? 100_000 : 400, random -> StoredRecordsTarget.check(input(random)));
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
