// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.subject;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The subject that is being made. */
final class TransformOutput {
    private byte[] bytes;
    private int size;

    TransformOutput(int expected) {
        bytes = new byte[expected];
    }

    void dot() {
        room(1);
        bytes[size++] = '.';
    }

    void number(long value) {
        byte[] digits = Long.toString(value).getBytes(StandardCharsets.US_ASCII);
        bytes(digits, 0, digits.length);
    }

    void bytes(byte[] from, int offset, int length) {
        room(length);
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    byte[] toBytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
