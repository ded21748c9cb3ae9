// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The steps through keys and includes. */
final class KeySteps extends LexerSteps {
    KeySteps(LexerInput in, ArrayDeque<LexState> after) {
        super(in, after);
    }

    LexState keyStart() {
        int c = in.peek();
        if (isKeySeparator(c)) {
            return fail("Unexpected key separator '" + shown(c) + "'");
        }
        if (GoText.isSpace(c)) {
            in.next();
            return skip(LexState.KEY_START);
        }
        if (c == '"' || c == '\'') {
            in.next();
            return skip(c == '"' ? LexState.KEY_DOUBLE_QUOTED : LexState.KEY_QUOTED);
        }
        in.ignore();
        in.next();
        return LexState.KEY;
    }

    LexState quotedKey(LexState state, int quote, LexState then) {
        int c = in.peek();
        if (c == quote) {
            in.emit(Lexeme.Kind.KEY);
            in.next();
            return skip(then);
        }
        if (c == LexerInput.END) {
            return end();
        }
        in.next();
        return state;
    }

    LexState mapQuotedKey(LexState state, int quote, String atEnd) {
        return in.peek() == LexerInput.END ? fail(atEnd) : quotedKey(state, quote, LexState.MAP_KEY_END);
    }

    /** A bare key; the word "include" before a space is none. */
    LexState key(LexState state, LexState then, @Nullable LexState afterInclude) {
        int c = in.peek();
        if (GoText.isSpace(c)) {
            if (GoText.lower(in.pending()).equals("include")) {
                in.ignore();
                if (afterInclude != null) {
                    after.push(afterInclude);
                }
                return LexState.INCLUDE_START;
            }
            in.emit(Lexeme.Kind.KEY);
            return then;
        }
        if (isKeySeparator(c) || c == LexerInput.END) {
            in.emit(Lexeme.Kind.KEY);
            return then;
        }
        in.next();
        return state;
    }

    LexState mapKey() {
        return in.peek() == LexerInput.END
                ? fail("Unexpected EOF processing map key.")
                : key(LexState.MAP_KEY, LexState.MAP_KEY_END, LexState.MAP_VALUE_END);
    }

    LexState keyEnd(LexState state, LexState value, boolean mayEnd) {
        int c = in.next();
        if (GoText.isSpace(c)) {
            return skip(state);
        }
        if (isKeySeparator(c)) {
            return skip(value);
        }
        if (c == LexerInput.END && mayEnd) {
            in.emit(Lexeme.Kind.END);
            return LexState.STOP;
        }
        in.backup();
        return value;
    }

    LexState includeStart() {
        if (isBlank(in.next())) {
            return skip(LexState.INCLUDE_START);
        }
        in.backup();
        return LexState.INCLUDE;
    }

    LexState include() {
        int c = in.next();
        if (c == '\'' || c == '"') {
            return skip(c == '"' ? LexState.INCLUDE_DOUBLE_QUOTED : LexState.INCLUDE_QUOTED);
        }
        String found = switch (c) {
            case '[' -> "start of an array";
            case '{' -> "start of a map";
            case '(' -> "start of a block";
            case '-' -> "start of a number";
            case '\\' -> "escape sequence";
            case '\n', '\r' -> "new line";
            default -> GoText.isDigit(c) ? "start of a number" : "";
        };
        if (!found.isEmpty()) {
            return fail("Expected include value but found " + found);
        }
        in.backup();
        return LexState.INCLUDE_BARE;
    }

    LexState quotedInclude(LexState state, int quote, String atEnd) {
        int c = in.next();
        if (c == quote) {
            return emitBeforeQuote(Lexeme.Kind.INCLUDE);
        }
        return c == LexerInput.END ? fail(atEnd) : state;
    }

    LexState bareInclude() {
        int c = in.next();
        if (isNewLine(c) || c == LexerInput.END || c == ';' || c == '}' || isBlank(c)) {
            in.backup();
            return emitAndPop(Lexeme.Kind.INCLUDE);
        }
        return c == '\'' ? emitBeforeQuote(Lexeme.Kind.INCLUDE) : LexState.INCLUDE_BARE;
    }
}
