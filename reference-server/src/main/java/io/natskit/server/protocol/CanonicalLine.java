// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.protocol;

import java.util.Arrays;

/** A PUB line that is written anew: one space between its arguments, CRLF at its end. */
final class CanonicalLine {
    private byte[] array;
    private int length;

    CanonicalLine(int capacity) {
        this.array = new byte[capacity];
    }

    /** Adds an argument and a space; answers where it starts. */
    int token(byte[] b, int from, int count) {
        int start = length;
        bytes(b, from, count);
        room(1);
        array[length++] = ' ';
        return start;
    }

    /** Adds the last argument and the end of the line. */
    void last(byte[] b, int from, int count) {
        bytes(b, from, count);
        room(2);
        array[length++] = '\r';
        array[length++] = '\n';
    }

    /** Adds bytes as they are. */
    void bytes(byte[] b, int from, int count) {
        room(count);
        System.arraycopy(b, from, array, length, count);
        length += count;
    }

    int length() {
        return length;
    }

    byte[] array() {
        return array;
    }

    private void room(int more) {
        if (array.length - length < more) {
            array = Arrays.copyOf(array, Math.max(length + more, 2 * array.length));
        }
    }
}
