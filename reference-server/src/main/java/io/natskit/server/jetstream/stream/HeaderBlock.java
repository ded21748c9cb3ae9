// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Header blocks as bytes, the way nats-server looks into them: a name is found by its exact spelling at the beginning of a line, the first one
 * counts, and spaces before its value are not part of it. Pure.
 */
public final class HeaderBlock {
    /** No headers. */
    public static final byte[] NONE = {};

    private static final byte[] FIRST_LINE = "NATS/1.0\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CRLF = {'\r', '\n'};

    private HeaderBlock() {}

    /** Where the line of a header begins, or -1. */
    private static int lineOf(byte[] block, int offset, int length, byte[] name) {
        int end = offset + length;
        // a line's name stands behind a CRLF: the version line is none
        for (int i = offset + 1; i + name.length + 1 < end; i++) {
            if (block[i] == '\n'
                    && block[i - 1] == '\r'
                    && block[i + 1 + name.length] == ':'
                    && Arrays.equals(block, i + 1, i + 1 + name.length, name, 0, name.length)) {
                return i + 1;
            }
        }
        return -1;
    }

    /** The value of a header as a text, or null where there is no such header. */
    public static @Nullable String text(byte[] block, int offset, int length, byte[] name) {
        int line = lineOf(block, offset, length, name);
        if (line < 0) {
            return null;
        }
        int from = valueFrom(block, offset, length, name, line);
        return new String(block, from, valueTo(block, offset, length, from) - from, StandardCharsets.UTF_8);
    }

    /** As {@link #text(byte[], int, int, byte[])}, of a whole array. */
    public static @Nullable String text(byte[] block, byte[] name) {
        return text(block, 0, block.length, name);
    }

    /** Whether there is such a header. */
    public static boolean has(byte[] block, int offset, int length, byte[] name) {
        return lineOf(block, offset, length, name) >= 0;
    }

    private static int valueFrom(byte[] block, int offset, int length, byte[] name, int line) {
        int from = line + name.length + 1;
        while (from < offset + length && block[from] == ' ') {
            from++;
        }
        return from;
    }

    private static int valueTo(byte[] block, int offset, int length, int from) {
        int to = from;
        int end = offset + length;
        while (to < end && block[to] != '\r' && block[to] != '\n') {
            to++;
        }
        return to;
    }

    /** Whether any of its headers begins with {@code Nats-}: nothing else concerns a stream. */
    static boolean concernsStreams(byte[] block, int offset, int length) {
        int end = offset + length;
        for (int i = offset + 1; i + 5 < end; i++) {
            if (block[i] == '\n'
                    && block[i + 1] == 'N'
                    && block[i + 2] == 'a'
                    && block[i + 3] == 't'
                    && block[i + 4] == 's'
                    && block[i + 5] == '-') {
                return true;
            }
        }
        return false;
    }

    /** The block with one more header at its end; an empty block begins with the version line. */
    public static byte[] with(byte[] block, byte[] name, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        byte[] before = block.length == 0 ? FIRST_LINE : Arrays.copyOf(block, block.length - CRLF.length);
        int line = name.length + 2 + text.length + CRLF.length;
        byte[] more = Arrays.copyOf(before, before.length + line + CRLF.length);
        int at = before.length;
        System.arraycopy(name, 0, more, at, name.length);
        at += name.length;
        more[at++] = ':';
        more[at++] = ' ';
        System.arraycopy(text, 0, more, at, text.length);
        at += text.length;
        System.arraycopy(CRLF, 0, more, at, 2);
        System.arraycopy(CRLF, 0, more, at + 2, 2);
        return more;
    }

    /** The block with a header's value replaced where it stands, or added at its end. */
    public static byte[] set(byte[] block, byte[] name, String value) {
        int line = block.length == 0 ? -1 : lineOf(block, 0, block.length, name);
        if (line < 0) {
            return with(block, name, value);
        }
        int from = valueFrom(block, 0, block.length, name, line);
        int to = valueTo(block, 0, block.length, from);
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        byte[] changed = new byte[block.length - (to - from) + text.length];
        System.arraycopy(block, 0, changed, 0, from);
        System.arraycopy(text, 0, changed, from, text.length);
        System.arraycopy(block, to, changed, from + text.length, block.length - to);
        return changed;
    }

    /** The block without a header; nothing is left of one that had no other. */
    public static byte[] without(byte[] block, byte[] name) {
        int line = block.length == 0 ? -1 : lineOf(block, 0, block.length, name);
        if (line < 0) {
            return block;
        }
        int to = valueTo(block, 0, block.length, line);
        int next = Math.min(block.length, to + CRLF.length);
        byte[] less = new byte[block.length - (next - line)];
        System.arraycopy(block, 0, less, 0, line);
        System.arraycopy(block, next, less, line, block.length - next);
        return less.length <= FIRST_LINE.length + CRLF.length ? NONE : less;
    }

    /** The block without the headers whose names begin so. */
    public static byte[] withoutPrefix(byte[] block, byte[] prefix) {
        byte[] left = block;
        int at = FIRST_LINE.length;
        while (at + prefix.length < left.length) {
            int to = valueTo(left, 0, left.length, at);
            int next = Math.min(left.length, to + CRLF.length);
            if (Arrays.equals(left, at, at + prefix.length, prefix, 0, prefix.length)) {
                byte[] less = new byte[left.length - (next - at)];
                System.arraycopy(left, 0, less, 0, at);
                System.arraycopy(left, next, less, at, left.length - next);
                left = less;
            } else {
                at = next;
            }
        }
        return left.length <= FIRST_LINE.length + CRLF.length ? NONE : left;
    }

    /** A header line whose version line carries a status ({@code NATS/1.0 503\r\n}) loses the status: it is the sender's, not the message's. */
    static byte[] withoutStatus(byte[] block) {
        if (block.length < FIRST_LINE.length || block[FIRST_LINE.length - 2] == '\r') {
            return block;
        }
        int end = valueTo(block, 0, block.length, 0);
        int version = FIRST_LINE.length - 2;
        byte[] plain = new byte[block.length - (end - version)];
        System.arraycopy(block, 0, plain, 0, version);
        System.arraycopy(block, end, plain, version, block.length - end);
        return plain.length <= FIRST_LINE.length + CRLF.length ? NONE : plain;
    }
}
