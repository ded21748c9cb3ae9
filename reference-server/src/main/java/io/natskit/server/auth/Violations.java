// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The texts of permission errors, as nats-server writes them between {@code -ERR '} and {@code '}. */
public final class Violations {
    private static final String HEAD = "Permissions Violation for ";
    private static final int REPLACEMENT = 0xFFFD;

    private Violations() {}

    /** A publish to a subject that is denied or reserved. */
    public static String publish(byte[] subject, int offset, int length) {
        return HEAD + "Publish to " + quoted(subject, offset, length);
    }

    /** A publish whose reply is reserved. */
    public static String publishWithReply(byte[] reply, int offset, int length) {
        return HEAD + "Publish with Reply of " + quoted(reply, offset, length);
    }

    /** A subscription that is denied. */
    public static String subscription(byte[] subject, byte @Nullable [] queue) {
        return HEAD + "Subscription to " + quoted(subject, 0, subject.length)
                + (queue == null ? "" : " using queue " + quoted(queue, 0, queue.length));
    }

    /** A subscription of more tokens than {@code max_sub_tokens}. */
    public static String tooManyTokens(byte[] subject) {
        return subscription(subject, null) + ", too many tokens";
    }

    /**
     * Bytes in quotation marks as Go's {@code %q} writes them, so that none of them can end a line or the quotation; bytes that are no
     * UTF-8 show as numbers.
     */
    public static String quoted(byte[] bytes, int offset, int length) {
        StringBuilder out = new StringBuilder(length + 2).append('"');
        int end = offset + length;
        int i = offset;
        while (i < end) {
            int size = Math.min(sequenceLength(bytes[i]), end - i);
            String text = new String(bytes, i, size, StandardCharsets.UTF_8);
            int c = text.codePointAt(0);
            if (c == REPLACEMENT && !isReplacement(bytes, i, size)) {
                out.append(String.format(Locale.ROOT, "\\x%02x", bytes[i]));
                i++;
            } else {
                quote(out, c);
                i += size;
            }
        }
        return out.append('"').toString();
    }

    /** A word that somebody said, quoted in the same way. */
    public static String quoted(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        return quoted(bytes, 0, bytes.length);
    }

    private static int sequenceLength(byte first) {
        int b = first & 0xff;
        return b < 0xc0 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
    }

    private static boolean isReplacement(byte[] b, int i, int size) {
        return size == 3 && b[i] == (byte) 0xef && b[i + 1] == (byte) 0xbf && b[i + 2] == (byte) 0xbd;
    }

    private static void quote(StringBuilder out, int c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case 7 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case 11 -> out.append("\\v");
            default -> {
                if (c < ' ' || c == 127) {
                    out.append(String.format(Locale.ROOT, "\\x%02x", c));
                } else if (isPrintable(c)) {
                    out.appendCodePoint(c);
                } else {
                    out.append(String.format(Locale.ROOT, c > 0xffff ? "\\U%08x" : "\\u%04x", c));
                }
            }
        }
    }

    private static boolean isPrintable(int c) {
        int type = Character.getType(c);
        return c < 127
                || (type != Character.CONTROL
                        && type != Character.UNASSIGNED
                        && type != Character.SURROGATE
                        && type != Character.FORMAT
                        && type != Character.PRIVATE_USE
                        && type != Character.SPACE_SEPARATOR
                        && type != Character.LINE_SEPARATOR
                        && type != Character.PARAGRAPH_SEPARATOR);
    }
}
