// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

/** An expression is wrong, or does not fit what it was asked of: the message says what and where, and shows the place. */
public final class ExpressionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    ExpressionException(String message, int line, int column, String shown) {
        super(message + " (" + line + ":" + column + ")\n" + shown);
        this.line = line;
        this.column = column;
    }

    /** The line of the place, from 1. */
    public int line() {
        return line;
    }

    /** The column of the place, from 1. */
    public int column() {
        return column;
    }
}
