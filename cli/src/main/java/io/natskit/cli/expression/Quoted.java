// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

/**
 * A string between quotes, with escapes; between back quotes as it stands.
 *
 * @param value what it stands for
 * @param end behind it
 */
record Quoted(String value, int end) {
    private static final String ESCAPES = "abfnrtv\\\"'`";
    private static final String MEANT = "\u0007\b\f\n\r\t\u000B\\\"'`";

    /** The string that begins at this quote. */
    static Quoted read(Source source, int from) {
        String text = source.text();
        char quote = text.charAt(from);
        StringBuilder value = new StringBuilder();
        int at = from + 1;
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at);
            if (c == '\\' && quote != '`') {
                at = escape(source, at, value);
            } else if (c == '\n' && quote != '`') {
                throw source.error(from, "a string over several lines (expected: such between back quotes)");
            } else {
                value.append(c);
                at++;
            }
        }
        if (at >= text.length()) {
            throw source.error(from, "a string without an end (expected: " + quote + ")");
        }
        return new Quoted(value.toString(), at + 1);
    }

    /** Appends what this escape stands for; gives the place behind it. */
    private static int escape(Source source, int at, StringBuilder value) {
        String text = source.text();
        char kind = at + 1 < text.length() ? text.charAt(at + 1) : 0;
        int plain = kind == 0 ? -1 : ESCAPES.indexOf(kind);
        if (plain >= 0) {
            value.append(MEANT.charAt(plain));
            return at + 2;
        }
        int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
        if (digits == 0 || at + 2 + digits > text.length()) {
            throw source.error(at, "an unknown escape (expected: \\n, \\t, \\\\, \\\", \\xHH, \\uHHHH and the like)");
        }
        try {
            value.appendCodePoint(Integer.parseUnsignedInt(text, at + 2, at + 2 + digits, 16));
        } catch (IllegalArgumentException e) {
            throw source.error(at, "no character (expected: " + digits + " hexadecimal digits of one)");
        }
        return at + 2 + digits;
    }
}
