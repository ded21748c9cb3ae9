// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.subject;

import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How one token of a destination is made. Immutable; its arrays are never changed.
 *
 * @param function what makes it; null for the text itself
 * @param text the token, or what {@code split} cuts at
 * @param tokens which tokens of the subject go in
 * @param number a position, a length, or how many parts or partitions there are
 */
record TransformStep(@Nullable TransformFunction function, byte[] text, int[] tokens, int number) {
    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    /** Whether this stands for the rest of the subject. */
    boolean isRest() {
        return function == null && text.length == 1 && text[0] == '>';
    }

    /** Writes the token. {@code random} gives a number from 0 up to its argument, exclusive. */
    void write(TokenList from, TransformOutput to, IntUnaryOperator random) {
        if (function == null) {
            to.bytes(text, 0, text.length);
            return;
        }
        switch (function) {
            case PARTITION -> to.number(partition(from));
            case RANDOM -> to.number(number == 0 ? 0 : random.applyAsInt(Math.max(1, Math.abs(number))));
            case WILDCARD -> {
                if (tokens[0] < from.count()) {
                    to.bytes(from.bytes(), from.start(tokens[0]), from.length(tokens[0]));
                }
            }
            case SPLIT -> split(from.bytes(), from.start(tokens[0]), from.length(tokens[0]), to);
            default -> cut(from.bytes(), from.start(tokens[0]), from.length(tokens[0]), to);
        }
    }

    private void cut(byte[] bytes, int start, int length, TransformOutput to) {
        if (number <= 0 || number >= length || function == null) {
            to.bytes(bytes, start, length);
            return;
        }
        switch (function) {
            case LEFT -> to.bytes(bytes, start, number);
            case RIGHT -> to.bytes(bytes, start + length - number, number);
            case SPLIT_FROM_LEFT -> pieces(bytes, start, length, number, length, to);
            case SPLIT_FROM_RIGHT -> pieces(bytes, start, length, length - number, length, to);
            case SLICE_FROM_LEFT -> pieces(bytes, start, length, number, number, to);
            default -> pieces(bytes, start, length, length % number == 0 ? number : length % number, number, to);
        }
    }

    // a first piece, then further ones; the last takes what is left
    private static void pieces(byte[] bytes, int start, int length, int first, int further, TransformOutput to) {
        int at = 0;
        int size = first;
        while (at < length) {
            int taken = Math.min(size, length - at);
            if (at > 0) {
                to.dot();
            }
            to.bytes(bytes, start + at, taken);
            at += taken;
            size = further;
        }
    }

    // a dot stands after a part unless the next part is empty, and not after an empty first part: nats-server's rule
    private void split(byte[] bytes, int start, int length, TransformOutput to) {
        int end = start + length;
        int from = start;
        boolean first = true;
        while (true) {
            int partEnd = partEnd(bytes, from, end);
            to.bytes(bytes, from, partEnd - from);
            if (partEnd == end && (text.length == 0 || !delimiterAt(bytes, partEnd, end))) {
                return;
            }
            int next = partEnd + text.length;
            boolean nextEmpty = partEnd(bytes, next, end) == next;
            if (!nextEmpty && !(first && partEnd == from)) {
                to.dot();
            }
            from = next;
            first = false;
        }
    }

    private int partEnd(byte[] bytes, int from, int end) {
        if (text.length == 0) {
            return characterEnd(bytes, from, end);
        }
        int at = from;
        while (at < end && !delimiterAt(bytes, at, end)) {
            at++;
        }
        return at;
    }

    private boolean delimiterAt(byte[] bytes, int at, int end) {
        if (text.length > end - at) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (bytes[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    private static int characterEnd(byte[] bytes, int from, int end) {
        int at = Math.min(from + 1, end);
        while (at < end && (bytes[at] & 0xc0) == 0x80) {
            at++;
        }
        return at;
    }

    // FNV-1a over the tokens one after another, or over the whole subject
    private long partition(TokenList from) {
        if (number == 0) {
            return 0;
        }
        int hash = FNV_OFFSET;
        if (tokens.length == 0) {
            hash = hash(hash, from.bytes(), from.start(0), from.end());
        }
        for (int token : tokens) {
            hash = hash(hash, from.bytes(), from.start(token), from.start(token) + from.length(token));
        }
        return Integer.toUnsignedLong(Integer.remainderUnsigned(hash, number));
    }

    private static int hash(int seed, byte[] bytes, int from, int to) {
        int hash = seed;
        for (int i = from; i < to; i++) {
            hash = (hash ^ (bytes[i] & 0xff)) * FNV_PRIME;
        }
        return hash;
    }
}
