// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.util.Arrays;

/** As {@link IntColumn}, of longs. Confined to one thread. */
final class LongColumn {
    private long[][] pieces = new long[4][];

    long get(int index) {
        return pieces[index >>> IntColumn.PIECE_BITS][index & (IntColumn.PIECE - 1)];
    }

    void set(int index, long value) {
        int piece = index >>> IntColumn.PIECE_BITS;
        int slot = index & (IntColumn.PIECE - 1);
        if (piece >= pieces.length) {
            pieces = Arrays.copyOf(pieces, piece + piece / 2 + 1);
        }
        long[] values = pieces[piece];
        if (values == null) {
            pieces[piece] = values = new long[piece == 0 ? Math.max(16, slot + 1) : IntColumn.PIECE];
        } else if (slot >= values.length) {
            int length = Math.min(IntColumn.PIECE, Math.max(values.length * 2, slot + 1));
            pieces[piece] = values = Arrays.copyOf(values, length);
        }
        values[slot] = value;
    }
}
