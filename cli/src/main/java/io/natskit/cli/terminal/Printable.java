// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.terminal;

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

    private static boolean isObeyed(char c) {
        return Character.isISOControl(c) || c >= '\u202A' && c <= '\u202E' || c >= '\u2066' && c <= '\u2069';
    }
}
