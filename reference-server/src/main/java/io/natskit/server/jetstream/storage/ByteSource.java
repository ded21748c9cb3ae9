// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

/** Reads what a {@link ByteSink} put together. Throws {@link IndexOutOfBoundsException} past the end. One thread. */
final class ByteSource {
    private final byte[] bytes;
    private final int end;
    private int at;

    ByteSource(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    boolean hasMore() {
        return at < end;
    }

    /** The array that {@link #skip} points into. */
    byte[] bytes() {
        return bytes;
    }

    int position() {
        return at;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            byte next = bytes[skip(1)];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IndexOutOfBoundsException("number: more than ten bytes");
    }

    int fixedInt() {
        return Bytes.getInt(bytes, skip(4));
    }

    long fixedLong() {
        return Bytes.getLong(bytes, skip(8));
    }

    /** Passes over bytes; answers where they are. */
    int skip(long count) {
        if (count < 0 || count > end - at) {
            throw new IndexOutOfBoundsException("bytes: " + count + " (expected: at most " + (end - at) + ")");
        }
        int start = at;
        at += (int) count;
        return start;
    }
}
