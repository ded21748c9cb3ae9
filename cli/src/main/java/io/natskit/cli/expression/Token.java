// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

/**
 * A word of an expression.
 *
 * @param kind what it is
 * @param text its text: of a string what it stands for
 * @param at its first character
 */
record Token(Kind kind, String text, int at) {
    /** What a token is. */
    enum Kind {
        NAME,
        NUMBER,
        STRING,
        SIGN,
        END
    }

    /** Whether it is this sign, or this word. */
    boolean is(String sign) {
        return (kind == Kind.SIGN || kind == Kind.NAME) && text.equals(sign);
    }

    /** How errors call it. */
    String shown() {
        return switch (kind) {
            case END -> "end";
            case STRING -> "the string \"" + text + "\"";
            default -> "\"" + text + "\"";
        };
    }
}
