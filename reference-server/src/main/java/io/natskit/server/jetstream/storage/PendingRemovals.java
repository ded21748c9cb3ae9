// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.util.Arrays;

/** Removals that no file knows of yet: ranges in the order in which they came, neighbours joined. Confined to the owner's thread. */
final class PendingRemovals {
    /** How many ranges one record takes; so few that a flipped bit can be told. */
    static final int RANGES_MAX = 128;

    private long[] pairs = new long[16];
    private int size;

    void add(long first, long last) {
        if (size > 0 && pairs[size - 1] + 1 == first) {
            pairs[size - 1] = last;
            return;
        }
        if (size == pairs.length) {
            pairs = Arrays.copyOf(pairs, size * 2);
        }
        pairs[size++] = first;
        pairs[size++] = last;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int ranges() {
        return size / 2;
    }

    /** Puts ranges from a number on as the body of a record; answers how many. */
    int put(byte[] into, int at, int from) {
        int count = Math.min(RANGES_MAX, ranges() - from);
        for (int i = 0; i < count * 2; i++) {
            Bytes.putLong(into, at + i * 8, pairs[from * 2 + i]);
        }
        return count;
    }

    void clear() {
        size = 0;
        if (pairs.length > 1 << 14) {
            pairs = new long[16];
        }
    }
}
