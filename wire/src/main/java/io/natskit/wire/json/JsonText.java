// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON that is being written, in UTF-8: texts and numbers byte for byte as Go's encoder writes them. Grows as it has to, and knows nothing of objects and
 * fields. Confined to the writer that made it.
 */
final class JsonText {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LONG_MIN = Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);
    private static final int FIRST_BYTES = 232;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;

    /** A whole number. */
    void number(long value) {
        if (value == Long.MIN_VALUE) {
            bytes(LONG_MIN);
            return;
        }
        room(20);
        long left = Math.abs(value);
        int digits = 1;
        for (long bound = 10; digits < 19 && left >= bound; bound *= 10) {
            digits++;
        }
        if (value < 0) {
            bytes[size++] = '-';
        }
        for (int i = size + digits - 1; i >= size; i--) {
            bytes[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        size += digits;
    }

    /** A whole number whose 64 bits are taken without a sign. */
    void unsigned(long value) {
        if (value >= 0) {
            number(value);
        } else {
            ascii(Long.toUnsignedString(value));
        }
    }

    /** A text with its marks. */
    void quoted(String text) {
        int length = text.length();
        room(length * 3 + 2);
        bytes[size++] = '"';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (c >= ' ' && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&') {
                    room(length - i + 1);
                    bytes[size++] = (byte) c;
                } else {
                    escaped(c);
                }
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                utf8(Character.toCodePoint(c, text.charAt(++i)));
            } else if (Character.isSurrogate(c)) {
                ascii("\\ufffd"); // as Go writes bytes that are no UTF-8
            } else if (c == 0x2028 || c == 0x2029) {
                ascii(c == 0x2028 ? "\\u2028" : "\\u2029");
            } else {
                utf8(c);
            }
        }
        put('"');
    }

    private void escaped(char c) {
        room(6);
        bytes[size++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[size++] = (byte) c;
            case '\b' -> bytes[size++] = 'b';
            case '\f' -> bytes[size++] = 'f';
            case '\n' -> bytes[size++] = 'n';
            case '\r' -> bytes[size++] = 'r';
            case '\t' -> bytes[size++] = 't';
            default -> {
                bytes[size++] = 'u';
                bytes[size++] = '0';
                bytes[size++] = '0';
                bytes[size++] = HEX[c >> 4];
                bytes[size++] = HEX[c & 15];
            }
        }
    }

    private void utf8(int codePoint) {
        room(4);
        if (codePoint < 0x800) {
            bytes[size++] = (byte) (0xc0 | codePoint >> 6);
        } else {
            if (codePoint < 0x10000) {
                bytes[size++] = (byte) (0xe0 | codePoint >> 12);
            } else {
                bytes[size++] = (byte) (0xf0 | codePoint >> 18);
                bytes[size++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
            }
            bytes[size++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
        }
        bytes[size++] = (byte) (0x80 | codePoint & 0x3f);
    }

    /** Characters of ASCII as they are. */
    void ascii(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
    }

    /** Bytes as they are. */
    void bytes(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    /** One character of ASCII. */
    void put(char c) {
        room(1);
        bytes[size++] = (byte) c;
    }

    /** A copy of what was written so far. */
    byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
        }
    }
}
