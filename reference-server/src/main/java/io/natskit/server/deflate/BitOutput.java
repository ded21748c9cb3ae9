// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.deflate;

import java.nio.ByteBuffer;

/** Bits one behind the other, each byte filled from its lowest bit on. Confined to one thread. */
final class BitOutput {
    private final byte[] bytes;
    private int at;
    private long bits;
    private int count;

    /** With room for that many bytes. */
    BitOutput(int size) {
        bytes = new byte[size + Long.BYTES];
    }

    void clear() {
        at = 0;
        bits = 0;
        count = 0;
    }

    /** Appends the lowest bits of a value, which has no others, up to 56 of them. */
    void put(long value, int length) {
        bits |= value << count;
        count += length;
        LittleEndian.putEight(bytes, at, bits);
        int whole = count >>> 3;
        at += whole;
        bits >>>= whole << 3;
        count &= 7;
    }

    /** Appends the codes of bytes. */
    void put(PrefixCode code, byte[] text, int from, int end) {
        int[] codes = code.codes;
        int[] lengths = code.lengths;
        byte[] out = bytes;
        int place = at;
        long held = bits;
        int heldCount = count;
        int next = from;
        for (; next + 3 <= end; next += 3) {
            int one = text[next] & 0xff;
            int two = text[next + 1] & 0xff;
            int three = text[next + 2] & 0xff;
            held |= (long) codes[one] << heldCount;
            heldCount += lengths[one];
            held |= (long) codes[two] << heldCount;
            heldCount += lengths[two];
            held |= (long) codes[three] << heldCount;
            heldCount += lengths[three];
            LittleEndian.putEight(out, place, held);
            int whole = heldCount >>> 3;
            place += whole;
            held >>>= whole << 3;
            heldCount &= 7;
        }
        at = place;
        bits = held;
        count = heldCount;
        for (; next < end; next++) {
            int symbol = text[next] & 0xff;
            put(codes[symbol], lengths[symbol]);
        }
    }

    /** Fills the last byte up with zeros; a view of all of them, until {@link #clear}. */
    ByteBuffer whole() {
        put(0, -count & 7);
        return ByteBuffer.wrap(bytes, 0, at);
    }
}
