// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.headers;

import java.nio.charset.StandardCharsets;

/** Walks over the entries of a header block. Tolerant: a line without a name is skipped, a bare line feed ends a line too. */
final class Lines {
    private final byte[] block;
    private int nextLine;

    // of the current entry
    private int nameFrom;
    private int nameTo;
    private int valueFrom;
    private int valueTo;

    Lines(byte[] block) {
        this.block = block;
        this.nextLine = after(lineEnd(block, 0));
    }

    /** Moves to the next entry; false at the end. */
    boolean next() {
        while (nextLine < block.length) {
            int from = nextLine;
            int to = lineEnd(block, from);
            nextLine = after(to);
            if (from == to) {
                return false; // the empty line
            }
            int colon = from;
            while (colon < to && block[colon] != ':') {
                colon++;
            }
            if (colon > from && colon < to) {
                setEntry(from, colon, to);
                return true;
            }
        }
        return false;
    }

    boolean isNamed(String name, boolean ignoreCase) {
        if (name.length() != nameTo - nameFrom) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            int a = block[nameFrom + i] & 0xff;
            int b = name.charAt(i);
            if (a != b && !(ignoreCase && lower(a) == lower(b))) {
                return false;
            }
        }
        return true;
    }

    String name() {
        return new String(block, nameFrom, nameTo - nameFrom, StandardCharsets.ISO_8859_1);
    }

    String value() {
        return new String(block, valueFrom, valueTo - valueFrom, StandardCharsets.UTF_8);
    }

    /** The index of the line end (CR LF, or a bare LF) at or after {@code from}, or the block's length. */
    static int lineEnd(byte[] block, int from) {
        for (int i = from; i < block.length; i++) {
            if (block[i] == '\n') {
                return i > from && block[i - 1] == '\r' ? i - 1 : i;
            }
        }
        return block.length;
    }

    private int after(int lineEnd) {
        int i = lineEnd;
        if (i < block.length && block[i] == '\r') {
            i++;
        }
        return i + 1;
    }

    private void setEntry(int from, int colon, int to) {
        nameFrom = from;
        nameTo = colon;
        valueFrom = colon + 1;
        valueTo = to;
        while (valueFrom < valueTo && isBlank(block[valueFrom])) {
            valueFrom++;
        }
        while (valueTo > valueFrom && isBlank(block[valueTo - 1])) {
            valueTo--;
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }
}
