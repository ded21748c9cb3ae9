// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.util.Arrays;

/** A long array of ints that grows by pieces: no copy of the whole, and no half of it unused. Confined to one thread. */
final class IntColumn {
    static final int PIECE_BITS = 12;
    static final int PIECE = 1 << PIECE_BITS;

    private int[][] pieces = new int[4][];

    int get(int index) {
        return pieces[index >>> PIECE_BITS][index & (PIECE - 1)];
    }

    void set(int index, int value) {
        int piece = index >>> PIECE_BITS;
        int slot = index & (PIECE - 1);
        if (piece >= pieces.length) {
            pieces = Arrays.copyOf(pieces, piece + piece / 2 + 1);
        }
        int[] values = pieces[piece];
        if (values == null) {
            pieces[piece] = values = new int[piece == 0 ? Math.max(16, slot + 1) : PIECE];
        } else if (slot >= values.length) {
            pieces[piece] = values = Arrays.copyOf(values, Math.min(PIECE, Math.max(values.length * 2, slot + 1)));
        }
        values[slot] = value;
    }
}
