// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.websocket;

import java.nio.ByteBuffer;

/** Takes the mask off a payload, or puts it on: the same thing. Pure. */
public final class Masks {
    private static final long LOW = 0xffff_ffffL;

    private Masks() {}

    /** The key for bytes that begin this far into the payload. */
    public static int rotated(int key, long phase) {
        return Integer.rotateLeft(key, 8 * (int) (phase & 3));
    }

    /** Changes the bytes in place, eight at a time; the first one meets the first byte of the key. The buffer is big-endian. */
    public static void apply(ByteBuffer bytes, int from, int length, int key) {
        if (key == 0) {
            return;
        }
        long twice = (key & LOW) << 32 | key & LOW;
        int at = from;
        int end = from + length;
        for (; at + 8 <= end; at += 8) {
            bytes.putLong(at, bytes.getLong(at) ^ twice);
        }
        int rest = key;
        for (; at < end; at++) {
            rest = Integer.rotateLeft(rest, 8);
            bytes.put(at, (byte) (bytes.get(at) ^ rest));
        }
    }
}
