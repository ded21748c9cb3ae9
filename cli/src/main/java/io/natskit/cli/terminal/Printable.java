// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.terminal;

import java.util.Locale;

/** Makes texts of others, such as the name of a connection, harmless for a terminal: what it would obey is replaced. */
final class Printable {
    private static final char REPLACEMENT = '\uFFFD';

    private Printable() {}

    /** The value as a text of one line: a replacement character for each control character (C0, DEL, C1) and each that turns the direction of writing. */
    static String of(Object value) {
        StringBuilder text = new StringBuilder(String.valueOf(value));
        for (int i = 0; i < text.length(); i++) {
            if (isObeyed(text.charAt(i))) {
                text.setCharAt(i, REPLACEMENT);
            }
        }
        return text.toString();
    }

    /** The same for a text of several lines: their ends and tabulators stay. */
    static String lines(String value) {
        StringBuilder text = new StringBuilder(value);
        for (int i = 0; i < text.length(); i++) {
            if (isObeyed(text.charAt(i)) && !isLayout(text, i)) {
                text.setCharAt(i, REPLACEMENT);
            }
        }
        return text.toString();
    }

    /** The same for a document of JSON, which loses nothing by it: what would be obeyed is escaped. */
    static String json(String document) {
        StringBuilder text = new StringBuilder(document.length());
        for (int i = 0; i < document.length(); i++) {
            char c = document.charAt(i);
            if (isObeyed(c) && !isLayout(document, i)) {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /** A carriage return alone goes back and writes over what stands there. */
    private static boolean isLayout(CharSequence text, int at) {
        char c = text.charAt(at);
        return c == '\n' || c == '\t' || c == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
    }

    private static boolean isObeyed(char c) {
        return Character.isISOControl(c) || c >= '\u202A' && c <= '\u202E' || c >= '\u2066' && c <= '\u2069';
    }
}
