// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.util.Arrays;

/** Bytes that are put together: numbers of one to ten bytes, and ranges. One thread. */
final class ByteSink {
    private byte[] bytes = new byte[1 << 10];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Forgets everything behind the first bytes. */
    void cut(int newLength) {
        length = newLength;
    }

    void number(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    void fixedInt(int value) {
        ensure(4);
        Bytes.putInt(bytes, length, value);
        length += 4;
    }

    void fixedLong(long value) {
        ensure(8);
        Bytes.putLong(bytes, length, value);
        length += 8;
    }

    void range(byte[] from, int offset, int count) {
        ensure(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
