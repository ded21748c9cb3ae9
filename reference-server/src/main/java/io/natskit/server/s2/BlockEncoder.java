// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.s2;

/**
 * Finds what comes again by a table of four-byte hashes, greedily, and skips faster the longer nothing is found. Content is cut into parts
 * of 64 KiB, so that every distance fits two bytes. Confined to the call that made it.
 */
final class BlockEncoder {
    private static final int PART = 1 << 16;
    private static final int HASH_BITS = 14;
    private static final int MATCH_MIN = 4;
    private static final int TAIL = 15; // too short to look for anything

    private final byte[] dst;
    private int out;

    BlockEncoder(byte[] dst, int at) {
        this.dst = dst;
        this.out = at;
    }

    int encode(byte[] src, int offset, int length) {
        short[] table = new short[1 << HASH_BITS];
        for (int done = 0; done < length; done += PART) {
            if (done > 0) {
                java.util.Arrays.fill(table, (short) 0);
            }
            part(src, offset + done, Math.min(PART, length - done), table);
        }
        return out;
    }

    private void part(byte[] src, int from, int length, short[] table) {
        int end = from + length;
        int limit = end - TAIL;
        int literal = from;
        int at = from + 1; // a zero in the table is the first byte
        int misses = 32;
        while (at < limit) {
            int word = word(src, at);
            int slot = word * 0x1e35a7bd >>> 32 - HASH_BITS;
            int candidate = from + (table[slot] & 0xffff);
            table[slot] = (short) (at - from);
            if (candidate < at && word(src, candidate) == word) {
                int matched = MATCH_MIN;
                while (at + matched < end && src[at + matched] == src[candidate + matched]) {
                    matched++;
                }
                literal(src, literal, at - literal);
                copies(at - candidate, matched);
                at += matched;
                literal = at;
                misses = 32;
            } else {
                at += misses++ >>> 5;
            }
        }
        literal(src, literal, end - literal);
    }

    private void literal(byte[] src, int from, int length) {
        if (length == 0) {
            return;
        }
        int code = length - 1;
        if (code < 60) {
            dst[out++] = (byte) (code << 2);
        } else if (code < 1 << 8) {
            dst[out++] = (byte) (60 << 2);
            dst[out++] = (byte) code;
        } else {
            dst[out++] = (byte) (61 << 2);
            dst[out++] = (byte) code;
            dst[out++] = (byte) (code >>> 8);
        }
        System.arraycopy(src, from, dst, out, length);
        out += length;
    }

    // at most 64 bytes each, and none below four
    private void copies(int distance, int length) {
        int left = length;
        while (left >= 68) {
            copy(distance, 64);
            left -= 64;
        }
        if (left > 64) {
            copy(distance, 60);
            left -= 60;
        }
        if (left < 12 && distance < 2048) {
            dst[out++] = (byte) (distance >>> 8 << 5 | left - 4 << 2 | 1);
            dst[out++] = (byte) distance;
        } else {
            copy(distance, left);
        }
    }

    private void copy(int distance, int length) {
        dst[out++] = (byte) (length - 1 << 2 | 2);
        dst[out++] = (byte) distance;
        dst[out++] = (byte) (distance >>> 8);
    }

    private static int word(byte[] src, int at) {
        return src[at] & 0xff | (src[at + 1] & 0xff) << 8 | (src[at + 2] & 0xff) << 16 | src[at + 3] << 24;
    }
}
