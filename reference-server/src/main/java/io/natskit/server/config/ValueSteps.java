// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.ArrayDeque;

/** The steps through values: strings in their five forms, numbers, dates, addresses. */
final class ValueSteps extends LexerSteps {
    private LexState stringState = LexState.BARE;

    ValueSteps(LexerInput in, ArrayDeque<LexState> after) {
        super(in, after);
    }

    LexState value() {
        int c = in.next();
        if (isBlank(c)) {
            return skip(LexState.VALUE);
        }
        if (GoText.isDigit(c)) {
            return LexState.NUMBER;
        }
        switch (c) {
            case '[':
                in.ignore();
                in.emit(Lexeme.Kind.ARRAY_START);
                return LexState.ARRAY_VALUE;
            case '{':
                in.ignore();
                in.emit(Lexeme.Kind.MAP_START);
                return LexState.MAP_KEY_START;
            case '\'':
                return skip(LexState.QUOTED);
            case '"':
                in.ignore();
                stringState = LexState.DOUBLE_QUOTED;
                return LexState.DOUBLE_QUOTED;
            case '-':
                return LexState.NEGATIVE_START;
            case '(':
                return skip(LexState.BLOCK_STRING);
            case '.':
                return fail("Floats must start with a digit");
            case '\n', '\r':
                return fail("Expected value but found new line");
            default:
                in.backup();
                stringState = LexState.BARE;
                return LexState.BARE;
        }
    }

    LexState quoted() {
        int c = in.next();
        if (c == '\'') {
            return emitBeforeQuote(Lexeme.Kind.STRING);
        }
        return c == LexerInput.END ? end() : LexState.QUOTED;
    }

    LexState doubleQuoted() {
        int c = in.next();
        if (c == '\\') {
            return escape();
        }
        if (c == '"') {
            return emitBeforeQuote(Lexeme.Kind.STRING);
        }
        return c == LexerInput.END ? end() : LexState.DOUBLE_QUOTED;
    }

    LexState bare() {
        int c = in.next();
        if (c == '\\') {
            return escape();
        }
        if (c == '\'') {
            return emitBeforeQuote(Lexeme.Kind.STRING);
        }
        if (!isNewLine(c) && c != LexerInput.END && !isBlank(c) && ";,]}".indexOf(c) < 0) {
            return LexState.BARE;
        }
        in.backup();
        if (in.hasParts()) {
            return emitAndPop(Lexeme.Kind.STRING);
        }
        if (isBool(in.pending())) {
            return emitAndPop(Lexeme.Kind.BOOL);
        }
        if (in.first() == '$') {
            in.dropFirst();
            return emitAndPop(Lexeme.Kind.VARIABLE);
        }
        return emitAndPop(Lexeme.Kind.STRING);
    }

    /** A string in parentheses ends with a closing one that has a line of its own. */
    LexState blockString() {
        int c = in.next();
        if (c == LexerInput.END) {
            return fail("Unexpected EOF processing block.");
        }
        if (c != ')') {
            return LexState.BLOCK_STRING;
        }
        in.backup();
        in.backup();
        if (in.next() != '\n') {
            in.next();
            return LexState.BLOCK_STRING;
        }
        in.next();
        int following = in.next();
        if (following == '\n' || following == LexerInput.END) {
            in.backup();
            in.backup();
            return emitBeforeNext(Lexeme.Kind.STRING);
        }
        in.backup();
        return LexState.BLOCK_STRING;
    }

    LexState escape() {
        in.keepPart(1);
        int c = in.next();
        switch (c) {
            case 'x':
                return hexEscape();
            case 't':
                in.addPart('\t');
                break;
            case 'n':
                in.addPart('\n');
                break;
            case 'r':
                in.addPart('\r');
                break;
            case '"', '\\':
                in.addPart(c);
                break;
            default:
                return fail("Invalid escape character '" + shown(c)
                        + "'. Only the following escape characters are allowed: \\xXX, \\t, \\n, \\r, \\\", \\\\.");
        }
        return stringState;
    }

    LexState hexEscape() {
        for (int i = 0; i < 2; i++) {
            if (isNewLine(in.next())) {
                return fail("Expected two hexadecimal digits after '\\x', but hit end of line");
            }
        }
        String digits = in.last(2);
        int high = Character.digit(digits.charAt(0), 16);
        int low = Character.digit(digits.charAt(1), 16);
        if (high < 0 || low < 0) {
            return fail("Expected two hexadecimal digits after '\\x', but got '" + digits + "'");
        }
        in.addPart(high << 4 | low);
        return stringState;
    }

    LexState number() {
        int c = in.next();
        if (c == '-') {
            return in.length() == "2006-".length()
                    ? dateAfterYear()
                    : fail("All ISO8601 dates must be in full Zulu form.");
        }
        if (GoText.isDigit(c)) {
            return LexState.NUMBER;
        }
        if (c == '.') {
            return fraction();
        }
        if (isSuffix(c)) {
            return LexState.NUMBER_SUFFIX;
        }
        return endsNumber(c) ? backAndEmit(Lexeme.Kind.INTEGER) : becomesString();
    }

    LexState numberSuffix() {
        int c = in.next();
        if (c == 'b' || c == 'B' || c == 'i' || c == 'I') {
            return LexState.NUMBER_SUFFIX;
        }
        if (endsNumber(c)) {
            return backAndEmit(Lexeme.Kind.INTEGER);
        }
        in.backup();
        return becomesString();
    }

    LexState becomesString() {
        stringState = LexState.BARE;
        return LexState.BARE;
    }

    LexState dateAfterYear() {
        String form = "00-00T00:00:00Z";
        for (int i = 0; i < form.length(); i++) {
            char wanted = form.charAt(i);
            int c = in.next();
            if (wanted == '0' ? !GoText.isDigit(c) : c != wanted) {
                String what = wanted == '0' ? "digit" : "'" + wanted + "'";
                return fail("Expected " + what + " in ISO8601 datetime, but found '" + shown(c) + "' instead.");
            }
        }
        return emitAndPop(Lexeme.Kind.DATETIME);
    }

    LexState negativeStart() {
        int c = in.next();
        if (GoText.isDigit(c)) {
            return LexState.NEGATIVE;
        }
        return fail(
                c == '.' ? "Floats must start with a digit, not '.'." : "Expected a digit but got '" + shown(c) + "'.");
    }

    LexState negative() {
        int c = in.next();
        if (GoText.isDigit(c)) {
            return LexState.NEGATIVE;
        }
        if (c == '.') {
            return fraction();
        }
        return isSuffix(c) ? LexState.NUMBER_SUFFIX : backAndEmit(Lexeme.Kind.INTEGER);
    }

    LexState fraction() {
        int c = in.next();
        return GoText.isDigit(c)
                ? LexState.FLOAT
                : fail("Floats must have a digit after the '.', but got '" + shown(c) + "' instead.");
    }

    LexState floating() {
        int c = in.next();
        if (GoText.isDigit(c)) {
            return LexState.FLOAT;
        }
        return c == '.' ? LexState.ADDRESS : backAndEmit(Lexeme.Kind.FLOAT);
    }

    LexState address() {
        int c = in.next();
        return GoText.isDigit(c) || c == '.' || c == ':' || c == '-'
                ? LexState.ADDRESS
                : backAndEmit(Lexeme.Kind.STRING);
    }
}
