// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.ArrayDeque;

/** What all steps of the lexer share: the cursor, the stack of states to go back to, and the ways to end a step. */
abstract class LexerSteps {
    final LexerInput in;
    final ArrayDeque<LexState> after;

    LexerSteps(LexerInput in, ArrayDeque<LexState> after) {
        this.in = in;
        this.after = after;
    }

    LexState commentThen(LexState then) {
        after.push(then);
        return skip(LexState.COMMENT);
    }

    /** After one slash: reads a second one, or stays where it is. */
    boolean slash() {
        if (in.next() == '/') {
            return true;
        }
        in.backup();
        return false;
    }

    LexState skip(LexState then) {
        in.ignore();
        return then;
    }

    LexState emitBeforeQuote(Lexeme.Kind kind) {
        in.backup();
        return emitBeforeNext(kind);
    }

    LexState emitBeforeNext(Lexeme.Kind kind) {
        in.emit(kind);
        in.next();
        in.ignore();
        return pop();
    }

    LexState backAndEmit(Lexeme.Kind kind) {
        in.backup();
        return emitAndPop(kind);
    }

    LexState emitAndPop(Lexeme.Kind kind) {
        in.emit(kind);
        return pop();
    }

    LexState pop() {
        return after.isEmpty() ? fail("BUG in lexer: no states to pop.") : after.pop();
    }

    LexState end() {
        if (in.length() > 0) {
            return fail("Unexpected EOF.");
        }
        in.emit(Lexeme.Kind.END);
        return LexState.STOP;
    }

    LexState fail(String message) {
        in.fail(message);
        return LexState.STOP;
    }

    static boolean endsNumber(int c) {
        return isNewLine(c) || c == LexerInput.END || c == '}' || c == ';' || c == ',' || isBlank(c);
    }

    static boolean isSuffix(int c) {
        return c > 0 && "kKmMgGtTpPeE".indexOf(c) >= 0;
    }

    static boolean isBool(String text) {
        return switch (GoText.lower(text)) {
            case "true", "false", "on", "off", "yes", "no" -> true;
            default -> false;
        };
    }

    static boolean isKeySeparator(int c) {
        return c == '=' || c == ':';
    }

    static boolean isBlank(int c) {
        return c == '\t' || c == ' ';
    }

    static boolean isNewLine(int c) {
        return c == '\n' || c == '\r';
    }

    static String shown(int c) {
        return c == '\n' ? "\\n" : Character.toString(c);
    }
}
