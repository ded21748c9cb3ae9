// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A range of somebody's array, to be pointed elsewhere without making an object. Confined to one thread. */
public final class ByteRange {
    private static final byte[] NOTHING = {};

    private byte[] array = NOTHING;
    private int offset;
    private int length;

    /** An empty range. */
    public ByteRange() {}

    /** Points this at a range of {@code newArray}, which is not copied. */
    public ByteRange set(byte[] newArray, int newOffset, int newLength) {
        if (newOffset < 0 || newLength < 0 || newLength > newArray.length - newOffset) {
            throw new IndexOutOfBoundsException(
                    "range: " + newOffset + " + " + newLength + " (expected: within " + newArray.length + ")");
        }
        array = newArray;
        offset = newOffset;
        length = newLength;
        return this;
    }

    /** Points this at a whole array. */
    public ByteRange set(byte[] newArray) {
        return set(newArray, 0, newArray.length);
    }

    /** Makes this empty. */
    public void clear() {
        set(NOTHING, 0, 0);
    }

    /** The array that is pointed into; not to be changed. */
    public byte[] array() {
        return array;
    }

    /** Where the range starts. */
    public int offset() {
        return offset;
    }

    /** How many bytes the range has. */
    public int length() {
        return length;
    }

    /** Whether there is nothing. */
    public boolean isEmpty() {
        return length == 0;
    }

    /** A copy of the bytes. */
    public byte[] toBytes() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** The bytes as UTF-8 text. */
    @Override
    public String toString() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }
}
