// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.deflate;

import java.util.Arrays;

/**
 * What a text repeats of itself, in its order: so many bytes as they are, then so many that stood at a distance before, and at the end the bytes behind
 * the last of these. Found greedily, by the last place of the same five bytes; where little repeats, ever fewer places are looked at. Places of earlier
 * texts are told from those of this one by their number, so that nothing has to be cleared in between. Confined to one thread.
 */
final class Copies {
    /** No copy is shorter: Deflate allows three, but to say where it stands costs as much as three bytes do. */
    static final int LENGTH_MIN = 4;

    /** As far back as Deflate can tell. */
    private static final int DISTANCE_MAX = 32 * 1024;
    /** Farther away, four bytes cost less as they are. */
    private static final int SHORT_DISTANCE_MAX = 512;

    private static final int HASH_BITS = 14;
    /** Of the five lowest bytes of eight. */
    private static final long HASH_FACTOR = 0x9E3779B185EBCA87L;

    private static final int FIVE_BYTES_SHIFT = 24;
    /** So many misses make a step one byte longer. */
    private static final int MISSES_SHIFT = 5;

    private static final int STEP_MAX = 16;
    /** A text that begins no later has numbers enough. */
    static final int FIRST_MAX = Integer.MAX_VALUE - 64 * 1024;

    private final int[] places = new int[1 << HASH_BITS];
    /** The number of this text's first place, greater than that of any place before. */
    private int first;

    private final int[] runs;
    private final int[] lengths;
    private final int[] distances;
    private int count;
    private int rest;

    /** For texts of that many bytes at most, up to 64 KiB. */
    Copies(int textMax) {
        this(textMax, 1);
    }

    /** As the other, with a number for the first place of the first text. */
    Copies(int textMax, int first) {
        this.first = first;
        int most = textMax / LENGTH_MIN + 1;
        runs = new int[most];
        lengths = new int[most];
        distances = new int[most];
    }

    /** Looks through the first {@code length} bytes. */
    void find(byte[] text, int length) {
        count = 0;
        int end = length - Long.BYTES;
        int at = 0;
        int taken = 0;
        int misses = 0;
        while (at <= end) {
            int slot = slot(LittleEndian.eight(text, at));
            int from = places[slot] - first;
            places[slot] = first + at;
            int copied = from < 0 || at - from > DISTANCE_MAX ? 0 : same(text, from, at, length);
            if (copied > LENGTH_MIN || copied == LENGTH_MIN && at - from <= SHORT_DISTANCE_MAX) {
                int back = before(text, from, at, taken);
                add(at - back - taken, copied + back, at - from);
                at += copied;
                taken = at;
                misses = 0;
                if (at <= end) {
                    places[slot(LittleEndian.eight(text, at - 2))] = first + at - 2;
                }
            } else {
                at += Math.min(STEP_MAX, 1 + (misses++ >> MISSES_SHIFT));
            }
        }
        rest = length - taken;
        next(length);
    }

    private void next(int length) {
        first += length;
        if (first > FIRST_MAX) {
            Arrays.fill(places, 0);
            first = 1;
        }
    }

    private static int slot(long eight) {
        return (int) ((eight << FIVE_BYTES_SHIFT) * HASH_FACTOR >>> Long.SIZE - HASH_BITS);
    }

    /** How many bytes are the same from both places on; 0 if fewer than the least. */
    private static int same(byte[] text, int from, int at, int end) {
        if (LittleEndian.four(text, from) != LittleEndian.four(text, at)) {
            return 0;
        }
        int length = LENGTH_MIN;
        int longMax = end - at - Long.BYTES;
        while (length <= longMax) {
            long difference = LittleEndian.eight(text, from + length) ^ LittleEndian.eight(text, at + length);
            if (difference != 0) {
                return length + (Long.numberOfTrailingZeros(difference) >> 3);
            }
            length += Long.BYTES;
        }
        while (at + length < end && text[from + length] == text[at + length]) {
            length++;
        }
        return length;
    }

    /** How many bytes before both places are the same, of those that no copy has taken. */
    private static int before(byte[] text, int from, int at, int taken) {
        int length = 0;
        while (at - length > taken && from - length > 0 && text[at - length - 1] == text[from - length - 1]) {
            length++;
        }
        return length;
    }

    private void add(int run, int length, int distance) {
        runs[count] = run;
        lengths[count] = length;
        distances[count] = distance;
        count++;
    }

    int count() {
        return count;
    }

    /** The bytes as they are before a copy. */
    int run(int index) {
        return runs[index];
    }

    /** The length of a copy, however long. */
    int length(int index) {
        return lengths[index];
    }

    /** How far back a copy stands. */
    int distance(int index) {
        return distances[index];
    }

    /** The bytes behind the last copy. */
    int rest() {
        return rest;
    }
}
