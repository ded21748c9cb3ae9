// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.s2;

/** Single blocks: the length of the content, then literals and copies of what came before. Pure: any thread. */
public final class S2Block {
    /** The largest content of a block in a stream. */
    public static final int CONTENT_MAX = 4 << 20;

    private S2Block() {}

    /** How long the content will be, as the block says. Throws {@link S2Exception} if that is no number or above {@code max}. */
    public static int contentLength(byte[] src, int offset, int length, int max) {
        long value = 0;
        for (int i = 0; i < Math.min(5, length); i++) {
            value |= (src[offset + i] & 0x7fL) << 7 * i;
            if (src[offset + i] >= 0) {
                if (value > max) {
                    throw new S2Exception("content of a block: " + value + " bytes (expected: at most " + max + ")");
                }
                return (int) value;
            }
        }
        throw new S2Exception("block of " + length + " bytes without the length of its content");
    }

    /**
     * Decodes a block into {@code dst[at…]}, where there must be room for {@link #contentLength}, and returns where the content ends.
     * Reads Snappy and S2, repeated offsets included. Throws {@link S2Exception} on anything else.
     */
    public static int decode(byte[] src, int offset, int length, byte[] dst, int at) {
        int content = contentLength(src, offset, length, dst.length - at);
        int from = offset;
        while (src[from] < 0) {
            from++;
        }
        return new BlockDecoder(src, from + 1, offset + length, dst, at, at + content).decode();
    }

    /** As {@link #decode(byte[], int, int, byte[], int)}, into an array of its own of at most {@code max} bytes. */
    public static byte[] decode(byte[] src, int offset, int length, int max) {
        byte[] content = new byte[contentLength(src, offset, length, max)];
        decode(src, offset, length, content, 0);
        return content;
    }

    /** How long a block is at most for a content of {@code length} bytes. */
    public static int lengthMax(int length) {
        return Math.addExact(32, Math.addExact(length, length / 6));
    }

    /** Encodes a content as Snappy into {@code dst[at…]}, where there must be room for {@link #lengthMax}, and returns where it ends. */
    public static int encode(byte[] src, int offset, int length, byte[] dst, int at) {
        int next = at;
        for (int left = length; ; left >>>= 7) {
            if (left < 0x80) {
                dst[next++] = (byte) left;
                break;
            }
            dst[next++] = (byte) (left | 0x80);
        }
        return new BlockEncoder(dst, next).encode(src, offset, length);
    }
}
