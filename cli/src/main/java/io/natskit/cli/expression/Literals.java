// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import java.util.Locale;

/** Numbers as they are written. */
final class Literals {
    private Literals() {}

    /** The number that this token is. */
    static Object number(Source source, Token token) {
        String text = token.text().replace("_", "").toLowerCase(Locale.ROOT);
        try {
            if (text.startsWith("0x")) {
                return Long.parseLong(text.substring(2), 16);
            }
            if (text.startsWith("0o")) {
                return Long.parseLong(text.substring(2), 8);
            }
            if (text.startsWith("0b")) {
                return Long.parseLong(text.substring(2), 2);
            }
            boolean fraction = text.indexOf('.') >= 0 || text.indexOf('e') >= 0;
            Object number = fraction ? (Object) Double.parseDouble(text) : (Object) Long.parseLong(text);
            if (number.equals(Double.POSITIVE_INFINITY)) {
                throw new NumberFormatException(text);
            }
            return number;
        } catch (NumberFormatException e) {
            throw source.error(token.at(), "\"" + token.text() + "\" is no number, or too large");
        }
    }
}
