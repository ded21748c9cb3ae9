// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.s2;

/** Carries out the literals and copies of one block. Confined to the call that made it. */
final class BlockDecoder {
    private final byte[] src;
    private final int end;
    private final byte[] dst;
    private final int dstFrom;
    private final int dstEnd;
    private int in;
    private int out;
    private int distance; // of the copy before: S2 may repeat it

    BlockDecoder(byte[] src, int from, int end, byte[] dst, int dstFrom, int dstEnd) {
        this.src = src;
        this.in = from;
        this.end = end;
        this.dst = dst;
        this.dstFrom = dstFrom;
        this.dstEnd = dstEnd;
        this.out = dstFrom;
    }

    int decode() {
        while (in < end) {
            int tag = src[in++] & 0xff;
            switch (tag & 3) {
                case 0 -> literal(tag >>> 2);
                case 1 -> shortCopy(tag);
                case 2 -> {
                    distance = little(2);
                    copy((tag >>> 2) + 1);
                }
                default -> {
                    distance = little(4);
                    copy((tag >>> 2) + 1);
                }
            }
        }
        if (out != dstEnd) {
            throw new S2Exception(
                    "block ends after " + (out - dstFrom) + " bytes of content (expected: " + (dstEnd - dstFrom) + ")");
        }
        return out;
    }

    private void literal(int code) {
        int length = code < 60 ? code + 1 : little(code - 59) + 1;
        if (length <= 0 || length > end - in || length > dstEnd - out) {
            throw corrupt("literal of " + Integer.toUnsignedString(length) + " bytes");
        }
        System.arraycopy(src, in, dst, out, length);
        in += length;
        out += length;
    }

    // a distance of 0 repeats the one before, with further lengths
    private void shortCopy(int tag) {
        int near = (tag & 0xe0) << 3 | little(1);
        int length = tag >>> 2 & 7;
        if (near != 0) {
            distance = near;
        } else if (length == 5) {
            length = little(1) + 4;
        } else if (length == 6) {
            length = little(2) + (1 << 8);
        } else if (length == 7) {
            length = little(3) + (1 << 16);
        }
        copy(length + 4);
    }

    private void copy(int length) {
        if (distance <= 0 || distance > out - dstFrom || length > dstEnd - out) {
            throw corrupt("copy of " + length + " bytes from " + Integer.toUnsignedString(distance) + " bytes before");
        }
        int from = out - distance;
        if (distance >= length) {
            System.arraycopy(dst, from, dst, out, length);
        } else {
            // it overlaps itself: what is written is read again
            for (int i = 0; i < length; i++) {
                dst[out + i] = dst[from + i];
            }
        }
        out += length;
    }

    private int little(int bytes) {
        if (bytes > end - in) {
            throw corrupt("end of the block");
        }
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (src[in++] & 0xff) << 8 * i;
        }
        return value;
    }

    private S2Exception corrupt(String what) {
        return new S2Exception("corrupt block: " + what + " after " + (out - dstFrom) + " of " + (dstEnd - dstFrom)
                + " bytes of content");
    }
}
