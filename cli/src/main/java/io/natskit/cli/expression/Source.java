// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import java.util.Objects;

/**
 * What was written.
 *
 * @param text all of it
 */
record Source(String text) {
    /** So many characters of a long line are shown on either side. */
    private static final int SHOWN = 60;

    Source {
        Objects.requireNonNull(text);
    }

    /** An error at this character, with its line, or what is near of that, and a mark below it. */
    ExpressionException error(int at, String message) {
        int place = Math.min(at, text.length());
        int from = text.lastIndexOf('\n', place - 1) + 1;
        int to = text.indexOf('\n', place);
        int line =
                1 + (int) text.substring(0, from).chars().filter(c -> c == '\n').count();
        int first = Math.max(from, place - SHOWN);
        int last = Math.min(to < 0 ? text.length() : to, place + SHOWN);
        String marked = " | " + text.substring(first, last).replace('\t', ' ') + "\n | "
                + ".".repeat(text.codePointCount(first, place)) + "^";
        return new ExpressionException(message, line, text.codePointCount(from, place) + 1, marked);
    }

    /** The same node, whose misfits are told of at this character. */
    Node at(int at, Node node) {
        return scope -> {
            try {
                return node.evaluate(scope);
            } catch (Unfit e) {
                throw error(at, String.valueOf(e.getMessage()));
            }
        };
    }
}
