// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The texts of permission errors, as nats-server writes them between {@code -ERR '} and {@code '}. */
public final class Violations {
    private static final String HEAD = "Permissions Violation for ";

    private Violations() {}

    /** A publish to a subject that is denied or reserved. */
    public static String publish(byte[] subject, int offset, int length) {
        return HEAD + "Publish to " + quoted(new String(subject, offset, length, StandardCharsets.UTF_8));
    }

    /** A publish whose reply is reserved. */
    public static String publishWithReply(byte[] reply, int offset, int length) {
        return HEAD + "Publish with Reply of " + quoted(new String(reply, offset, length, StandardCharsets.UTF_8));
    }

    /** A subscription that is denied. */
    public static String subscription(byte[] subject, byte @Nullable [] queue) {
        return HEAD + "Subscription to " + quoted(new String(subject, StandardCharsets.UTF_8))
                + (queue == null ? "" : " using queue " + quoted(new String(queue, StandardCharsets.UTF_8)));
    }

    /** A subscription of more tokens than {@code max_sub_tokens}. */
    public static String tooManyTokens(byte[] subject) {
        return subscription(subject, null) + ", too many tokens";
    }

    // Go's %q: so that no byte of a subject can end the line or the quotation.
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> quote(out, c));
        return out.append('"').toString();
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
