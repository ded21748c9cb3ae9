// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

/** Heap arrays for input that a read left incomplete, in a few sizes. Confined to one loop. */
final class ArrayPool {
    private static final int[] SIZES = {512, 4 * 1024, 64 * 1024, 256 * 1024, 1024 * 1024 + 8 * 1024};
    private static final int[] KEPT = {64, 32, 8, 2, 2};

    private final byte[][][] kept = new byte[SIZES.length][][];
    private final int[] counts = new int[SIZES.length];

    /** An array of at least that length. */
    byte[] take(int length) {
        for (int i = 0; i < SIZES.length; i++) {
            if (length <= SIZES[i]) {
                return counts[i] > 0 ? kept[i][--counts[i]] : new byte[SIZES[i]];
            }
        }
        return new byte[length];
    }

    /** Takes an array back; one of an unusual length is left to the collector. */
    void give(byte[] array) {
        for (int i = 0; i < SIZES.length; i++) {
            if (array.length == SIZES[i]) {
                if (kept[i] == null) {
                    kept[i] = new byte[KEPT[i]][];
                }
                if (counts[i] < KEPT[i]) {
                    kept[i][counts[i]++] = array;
                }
                return;
            }
        }
    }
}
