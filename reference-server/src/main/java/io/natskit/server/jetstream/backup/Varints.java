// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.backup;

/** Reads Go's varints from a range. At a number that is cut or too long, and ever after, answers 0 and is not whole. Pure. */
final class Varints {
    private final byte[] bytes;
    private final int end;
    private int at;
    private boolean whole = true;

    Varints(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    boolean isWhole() {
        return whole;
    }

    long unsigned() {
        long value = 0;
        for (int shift = 0; shift < 64 && whole; shift += 7) {
            if (at >= end) {
                break;
            }
            byte next = bytes[at++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        whole = false;
        return 0;
    }

    long signed() {
        long value = unsigned();
        return value >>> 1 ^ -(value & 1);
    }
}
