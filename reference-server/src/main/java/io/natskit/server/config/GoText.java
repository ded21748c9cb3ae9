// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.Locale;

/**
 * UTF-8 as Go reads it: each invalid byte stands for itself. In strings such a byte is kept as a lone low surrogate (U+DC80 to
 * U+DCFF), so that nothing is lost. Pure.
 */
final class GoText {
    private static final int REPLACEMENT = 0xFFFD;
    private static final int ESCAPED = 0xDC00;

    private GoText() {}

    /** The code point at a place and its width in bytes, packed into one number. */
    static long codePointAt(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xFF;
        if (first < 0x80) {
            return pack(first, 1);
        }
        int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        if (first < 0xC2 || first > 0xF4 || at + length > end) {
            return pack(REPLACEMENT, 1);
        }
        int value = first & (0xFF >> (length + 1));
        for (int i = 1; i < length; i++) {
            int next = bytes[at + i] & 0xFF;
            if ((next & 0xC0) != 0x80) {
                return pack(REPLACEMENT, 1);
            }
            value = value << 6 | next & 0x3F;
        }
        boolean tooLong = length == 3 && value < 0x800 || length == 4 && value < 0x10000;
        boolean outside = value > Character.MAX_CODE_POINT || value >= 0xD800 && value <= 0xDFFF;
        return tooLong || outside ? pack(REPLACEMENT, 1) : pack(value, length);
    }

    private static long pack(int value, int width) {
        return (long) value << 3 | width;
    }

    static int widthOf(long packed) {
        return (int) (packed & 7);
    }

    static int valueOf(long packed) {
        return (int) (packed >> 3);
    }

    /** The text of a range of bytes. */
    static String decode(byte[] bytes, int start, int end) {
        StringBuilder text = new StringBuilder(Math.max(0, end - start));
        int at = start;
        while (at < end) {
            long read = codePointAt(bytes, at, end);
            if (valueOf(read) == REPLACEMENT && widthOf(read) == 1) {
                text.append((char) (ESCAPED | bytes[at] & 0xFF));
            } else {
                text.appendCodePoint(valueOf(read));
            }
            at += widthOf(read);
        }
        return text.toString();
    }

    /** Whether a code point is white space to Go. */
    static boolean isSpace(int c) {
        return c == ' ' || c >= '\t' && c <= '\r' || c == 0x85 || c == 0xA0 || c > 0xFF && isWideSpace(c);
    }

    private static boolean isWideSpace(int c) {
        return c == 0x1680
                || c >= 0x2000 && c <= 0x200A
                || c == 0x2028
                || c == 0x2029
                || c == 0x202F
                || c == 0x205F
                || c == 0x3000;
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9' || c > 0x7F && Character.isDigit(c);
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** The text in double quotes, with escapes as Go's {@code %q} writes them. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7F) {
                        quoted.append(String.format(Locale.ROOT, "\\x%02x", c));
                    } else if (c >= ESCAPED && c <= ESCAPED + 0xFF) {
                        quoted.append(String.format(Locale.ROOT, "\\x%02x", c - ESCAPED));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
