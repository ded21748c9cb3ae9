// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a configuration text into pieces. Takes what nats-server takes, its odd corners included, and stops with the same words
 * where it does. A state machine with a stack of its own: no depth of nesting can exhaust the thread's stack. Pure.
 */
final class ConfigLexer {
    private enum State {
        TOP,
        TOP_VALUE_END,
        BLOCK_START,
        BLOCK_VALUE_END,
        BLOCK_END,
        KEY_START,
        KEY,
        KEY_QUOTED,
        KEY_DOUBLE_QUOTED,
        KEY_END,
        INCLUDE_START,
        INCLUDE,
        INCLUDE_QUOTED,
        INCLUDE_DOUBLE_QUOTED,
        INCLUDE_BARE,
        VALUE,
        ARRAY_VALUE,
        ARRAY_VALUE_END,
        MAP_KEY_START,
        MAP_KEY,
        MAP_KEY_QUOTED,
        MAP_KEY_DOUBLE_QUOTED,
        MAP_KEY_END,
        MAP_VALUE,
        MAP_VALUE_END,
        MAP_END,
        QUOTED,
        DOUBLE_QUOTED,
        BARE,
        BLOCK_STRING,
        NUMBER,
        NUMBER_SUFFIX,
        NEGATIVE_START,
        NEGATIVE,
        FLOAT,
        ADDRESS,
        COMMENT,
        STOP
    }

    private final LexerInput in;
    private final ArrayDeque<State> after = new ArrayDeque<>();
    private State state = State.TOP;
    private State stringState = State.BARE;

    ConfigLexer(byte[] text) {
        this.in = new LexerInput(text);
    }

    /** The next piece; after {@code END} or {@code ERROR} there is none. */
    Lexeme next() {
        @Nullable Lexeme piece = in.poll();
        while (piece == null) {
            if (state == State.STOP) {
                throw new IllegalStateException("read past the end of a configuration");
            }
            state = step();
            piece = in.poll();
        }
        return piece;
    }

    private State step() {
        return switch (state) {
            case TOP -> top();
            case TOP_VALUE_END -> topValueEnd();
            case BLOCK_START -> blockStart();
            case BLOCK_VALUE_END -> blockValueEnd();
            case BLOCK_END -> blockEnd();
            case KEY_START -> keyStart();
            case KEY -> key(State.KEY_END, null);
            case KEY_QUOTED -> quotedKey('\'', State.KEY_END);
            case KEY_DOUBLE_QUOTED -> quotedKey('"', State.KEY_END);
            case KEY_END -> keyEnd(State.VALUE, true);
            case INCLUDE_START -> includeStart();
            case INCLUDE -> include();
            case INCLUDE_QUOTED -> quotedInclude('\'', "Unexpected EOF in quoted include");
            case INCLUDE_DOUBLE_QUOTED -> quotedInclude('"', "Unexpected EOF in double quoted include");
            case INCLUDE_BARE -> bareInclude();
            case VALUE -> value();
            case ARRAY_VALUE -> arrayValue();
            case ARRAY_VALUE_END -> arrayValueEnd();
            case MAP_KEY_START -> mapKeyStart();
            case MAP_KEY -> mapKey();
            case MAP_KEY_QUOTED -> mapQuotedKey('\'', "Unexpected EOF processing quoted map key.");
            case MAP_KEY_DOUBLE_QUOTED -> mapQuotedKey('"', "Unexpected EOF processing double quoted map key.");
            case MAP_KEY_END -> keyEnd(State.MAP_VALUE, false);
            case MAP_VALUE -> mapValue();
            case MAP_VALUE_END -> mapValueEnd();
            case MAP_END -> emitAndPop(Lexeme.Kind.MAP_END);
            case QUOTED -> quoted();
            case DOUBLE_QUOTED -> doubleQuoted();
            case BARE -> bare();
            case BLOCK_STRING -> blockString();
            case NUMBER -> number();
            case NUMBER_SUFFIX -> numberSuffix();
            case NEGATIVE_START -> negativeStart();
            case NEGATIVE -> negative();
            case FLOAT -> floating();
            case ADDRESS -> address();
            case COMMENT -> comment();
            case STOP -> State.STOP;
        };
    }

    private State top() {
        int c = in.next();
        if (GoText.isSpace(c)) {
            return skip(State.TOP);
        }
        switch (c) {
            case '{':
                after.push(State.TOP);
                return skip(State.BLOCK_START);
            case '#':
                return commentThen(State.TOP);
            case '/':
                return slash() ? commentThen(State.TOP) : end();
            case LexerInput.END:
                return end();
            default:
                in.backup();
                after.push(State.TOP_VALUE_END);
                return State.KEY_START;
        }
    }

    private State topValueEnd() {
        int c = in.next();
        if (c == '#' || c == '/' && slash()) {
            return commentThen(State.TOP);
        }
        if (c == '/' || isBlank(c)) {
            return State.TOP_VALUE_END;
        }
        if (isNewLine(c) || c == LexerInput.END || c == ';' || c == ',' || c == '}') {
            return skip(State.TOP);
        }
        return fail("Expected a top-level value to end with a new line, comment or EOF, but got '" + shown(c)
                + "' instead.");
    }

    private State blockStart() {
        int c = in.next();
        if (GoText.isSpace(c)) {
            return skip(State.BLOCK_START);
        }
        switch (c) {
            case '{':
                after.push(State.BLOCK_END);
                return skip(State.BLOCK_START);
            case '}':
                in.ignore();
                return pop();
            case '#':
                return commentThen(State.BLOCK_START);
            case '/':
                return slash() ? commentThen(State.BLOCK_START) : end();
            case LexerInput.END:
                return end();
            default:
                in.backup();
                after.push(State.BLOCK_VALUE_END);
                return State.KEY_START;
        }
    }

    private State blockValueEnd() {
        int c = in.next();
        if (c == '#' || c == '/' && slash()) {
            return commentThen(State.BLOCK_VALUE_END);
        }
        if (c == '/' || isBlank(c)) {
            return State.BLOCK_VALUE_END;
        }
        if (isNewLine(c) || c == ';' || c == ',') {
            return skip(State.BLOCK_START);
        }
        if (c == '}') {
            in.backup();
            return State.BLOCK_END;
        }
        return fail("Expected a block-level value to end with a new line, comment or EOF, but got '" + shown(c)
                + "' instead.");
    }

    private State blockEnd() {
        int c = in.next();
        if (c == '#' || c == '/' && slash()) {
            return commentThen(State.BLOCK_START);
        }
        if (c == '/' || isNewLine(c) || isBlank(c)) {
            return State.BLOCK_END;
        }
        if (c == ';' || c == ',') {
            return skip(State.BLOCK_START);
        }
        if (c == '}') {
            in.ignore();
            return pop();
        }
        return fail("Expected a block-level to end with a '}', but got '" + shown(c) + "' instead.");
    }

    private State keyStart() {
        int c = in.peek();
        if (isKeySeparator(c)) {
            return fail("Unexpected key separator '" + shown(c) + "'");
        }
        if (GoText.isSpace(c)) {
            in.next();
            return skip(State.KEY_START);
        }
        if (c == '"' || c == '\'') {
            in.next();
            return skip(c == '"' ? State.KEY_DOUBLE_QUOTED : State.KEY_QUOTED);
        }
        in.ignore();
        in.next();
        return State.KEY;
    }

    private State quotedKey(int quote, State then) {
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

    private State mapQuotedKey(int quote, String atEnd) {
        return in.peek() == LexerInput.END ? fail(atEnd) : quotedKey(quote, State.MAP_KEY_END);
    }

    /** A bare key; the word "include" before a space is none. */
    private State key(State then, @Nullable State afterInclude) {
        int c = in.peek();
        if (GoText.isSpace(c)) {
            if (GoText.lower(in.pending()).equals("include")) {
                in.ignore();
                if (afterInclude != null) {
                    after.push(afterInclude);
                }
                return State.INCLUDE_START;
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

    private State mapKey() {
        return in.peek() == LexerInput.END
                ? fail("Unexpected EOF processing map key.")
                : key(State.MAP_KEY_END, State.MAP_VALUE_END);
    }

    private State keyEnd(State value, boolean mayEnd) {
        int c = in.next();
        if (GoText.isSpace(c)) {
            return skip(state);
        }
        if (isKeySeparator(c)) {
            return skip(value);
        }
        if (c == LexerInput.END && mayEnd) {
            in.emit(Lexeme.Kind.END);
            return State.STOP;
        }
        in.backup();
        return value;
    }

    private State includeStart() {
        if (isBlank(in.next())) {
            return skip(State.INCLUDE_START);
        }
        in.backup();
        return State.INCLUDE;
    }

    private State include() {
        int c = in.next();
        if (c == '\'' || c == '"') {
            return skip(c == '"' ? State.INCLUDE_DOUBLE_QUOTED : State.INCLUDE_QUOTED);
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
        return State.INCLUDE_BARE;
    }

    private State quotedInclude(int quote, String atEnd) {
        int c = in.next();
        if (c == quote) {
            return emitBeforeQuote(Lexeme.Kind.INCLUDE);
        }
        return c == LexerInput.END ? fail(atEnd) : state;
    }

    private State bareInclude() {
        int c = in.next();
        if (isNewLine(c) || c == LexerInput.END || c == ';' || c == '}' || isBlank(c)) {
            in.backup();
            return emitAndPop(Lexeme.Kind.INCLUDE);
        }
        return c == '\'' ? emitBeforeQuote(Lexeme.Kind.INCLUDE) : state;
    }

    private State value() {
        int c = in.next();
        if (isBlank(c)) {
            return skip(State.VALUE);
        }
        if (GoText.isDigit(c)) {
            return State.NUMBER;
        }
        switch (c) {
            case '[':
                in.ignore();
                in.emit(Lexeme.Kind.ARRAY_START);
                return State.ARRAY_VALUE;
            case '{':
                in.ignore();
                in.emit(Lexeme.Kind.MAP_START);
                return State.MAP_KEY_START;
            case '\'':
                return skip(State.QUOTED);
            case '"':
                in.ignore();
                stringState = State.DOUBLE_QUOTED;
                return State.DOUBLE_QUOTED;
            case '-':
                return State.NEGATIVE_START;
            case '(':
                return skip(State.BLOCK_STRING);
            case '.':
                return fail("Floats must start with a digit");
            case '\n', '\r':
                return fail("Expected value but found new line");
            default:
                in.backup();
                stringState = State.BARE;
                return State.BARE;
        }
    }

    private State arrayValue() {
        int c = in.next();
        if (GoText.isSpace(c)) {
            return skip(State.ARRAY_VALUE);
        }
        if (c == '#' || c == '/' && slash()) {
            return commentThen(State.ARRAY_VALUE);
        }
        if (c == '/' || c == ',') {
            return fail("Unexpected array value terminator ','.");
        }
        if (c == ']') {
            in.ignore();
            return emitAndPop(Lexeme.Kind.ARRAY_END);
        }
        in.backup();
        after.push(State.ARRAY_VALUE_END);
        return State.VALUE;
    }

    private State arrayValueEnd() {
        int c = in.next();
        if (isBlank(c)) {
            return skip(State.ARRAY_VALUE_END);
        }
        if (c == '#' || c == '/' && slash()) {
            return commentThen(State.ARRAY_VALUE_END);
        }
        if (c == '/' || c == ',' || isNewLine(c)) {
            return skip(State.ARRAY_VALUE);
        }
        if (c == ']') {
            in.ignore();
            return emitAndPop(Lexeme.Kind.ARRAY_END);
        }
        return fail("Expected an array value terminator \",\" or an array terminator \"]\", but got '" + shown(c)
                + "' instead.");
    }

    private State mapKeyStart() {
        int c = in.peek();
        if (isKeySeparator(c)) {
            return fail("Unexpected key separator '" + shown(c) + "'.");
        }
        if (c == ']') {
            return fail("Unexpected array end ']' processing map.");
        }
        if (c == LexerInput.END) {
            return fail("Unexpected EOF processing map.");
        }
        if (GoText.isSpace(c)) {
            in.next();
            return skip(State.MAP_KEY_START);
        }
        switch (c) {
            case '}', '\'', '"':
                in.next();
                return skip(c == '}' ? State.MAP_END : c == '"' ? State.MAP_KEY_DOUBLE_QUOTED : State.MAP_KEY_QUOTED);
            case '#':
                in.next();
                return commentThen(State.MAP_KEY_START);
            case '/':
                in.next();
                if (slash()) {
                    return commentThen(State.MAP_KEY_START);
                }
                break;
            default:
                break;
        }
        in.ignore();
        in.next();
        return State.MAP_KEY;
    }

    private State mapValue() {
        int c = in.next();
        if (GoText.isSpace(c)) {
            return skip(State.MAP_VALUE);
        }
        if (c == ',') {
            return fail("Unexpected map value terminator \",\".");
        }
        if (c == '}') {
            return skip(State.MAP_END);
        }
        in.backup();
        after.push(State.MAP_VALUE_END);
        return State.VALUE;
    }

    private State mapValueEnd() {
        int c = in.next();
        if (isBlank(c)) {
            return skip(State.MAP_VALUE_END);
        }
        if (c == '#' || c == '/' && slash()) {
            return commentThen(State.MAP_VALUE_END);
        }
        if (c == '/' || c == ';' || c == ',' || isNewLine(c)) {
            return skip(State.MAP_KEY_START);
        }
        if (c == '}') {
            return skip(State.MAP_END);
        }
        return fail(
                "Expected a map value terminator \",\" or a map terminator \"}\", but got '" + shown(c) + "' instead.");
    }

    private State quoted() {
        int c = in.next();
        if (c == '\'') {
            return emitBeforeQuote(Lexeme.Kind.STRING);
        }
        return c == LexerInput.END ? end() : State.QUOTED;
    }

    private State doubleQuoted() {
        int c = in.next();
        if (c == '\\') {
            return escape();
        }
        if (c == '"') {
            return emitBeforeQuote(Lexeme.Kind.STRING);
        }
        return c == LexerInput.END ? end() : State.DOUBLE_QUOTED;
    }

    private State bare() {
        int c = in.next();
        if (c == '\\') {
            return escape();
        }
        if (c == '\'') {
            return emitBeforeQuote(Lexeme.Kind.STRING);
        }
        if (!isNewLine(c) && c != LexerInput.END && !isBlank(c) && ";,]}".indexOf(c) < 0) {
            return State.BARE;
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
    private State blockString() {
        int c = in.next();
        if (c == LexerInput.END) {
            return fail("Unexpected EOF processing block.");
        }
        if (c != ')') {
            return State.BLOCK_STRING;
        }
        in.backup();
        in.backup();
        if (in.next() != '\n') {
            in.next();
            return State.BLOCK_STRING;
        }
        in.next();
        int following = in.next();
        if (following == '\n' || following == LexerInput.END) {
            in.backup();
            in.backup();
            return emitBeforeNext(Lexeme.Kind.STRING);
        }
        in.backup();
        return State.BLOCK_STRING;
    }

    private State escape() {
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

    private State hexEscape() {
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

    private State number() {
        int c = in.next();
        if (c == '-') {
            return in.length() == "2006-".length()
                    ? dateAfterYear()
                    : fail("All ISO8601 dates must be in full Zulu form.");
        }
        if (GoText.isDigit(c)) {
            return State.NUMBER;
        }
        if (c == '.') {
            return fraction();
        }
        if (isSuffix(c)) {
            return State.NUMBER_SUFFIX;
        }
        return endsNumber(c) ? backAndEmit(Lexeme.Kind.INTEGER) : becomesString();
    }

    private State numberSuffix() {
        int c = in.next();
        if (c == 'b' || c == 'B' || c == 'i' || c == 'I') {
            return State.NUMBER_SUFFIX;
        }
        if (endsNumber(c)) {
            return backAndEmit(Lexeme.Kind.INTEGER);
        }
        in.backup();
        return becomesString();
    }

    private State becomesString() {
        stringState = State.BARE;
        return State.BARE;
    }

    private State dateAfterYear() {
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

    private State negativeStart() {
        int c = in.next();
        if (GoText.isDigit(c)) {
            return State.NEGATIVE;
        }
        return fail(
                c == '.' ? "Floats must start with a digit, not '.'." : "Expected a digit but got '" + shown(c) + "'.");
    }

    private State negative() {
        int c = in.next();
        if (GoText.isDigit(c)) {
            return State.NEGATIVE;
        }
        if (c == '.') {
            return fraction();
        }
        return isSuffix(c) ? State.NUMBER_SUFFIX : backAndEmit(Lexeme.Kind.INTEGER);
    }

    private State fraction() {
        int c = in.next();
        return GoText.isDigit(c)
                ? State.FLOAT
                : fail("Floats must have a digit after the '.', but got '" + shown(c) + "' instead.");
    }

    private State floating() {
        int c = in.next();
        if (GoText.isDigit(c)) {
            return State.FLOAT;
        }
        return c == '.' ? State.ADDRESS : backAndEmit(Lexeme.Kind.FLOAT);
    }

    private State address() {
        int c = in.next();
        return GoText.isDigit(c) || c == '.' || c == ':' || c == '-' ? State.ADDRESS : backAndEmit(Lexeme.Kind.STRING);
    }

    private State comment() {
        int c = in.peek();
        if (isNewLine(c) || c == LexerInput.END) {
            in.ignore();
            return pop();
        }
        in.next();
        return State.COMMENT;
    }

    private State commentThen(State then) {
        after.push(then);
        return skip(State.COMMENT);
    }

    /** After one slash: reads a second one, or stays where it is. */
    private boolean slash() {
        if (in.next() == '/') {
            return true;
        }
        in.backup();
        return false;
    }

    private State skip(State then) {
        in.ignore();
        return then;
    }

    private State emitBeforeQuote(Lexeme.Kind kind) {
        in.backup();
        return emitBeforeNext(kind);
    }

    private State emitBeforeNext(Lexeme.Kind kind) {
        in.emit(kind);
        in.next();
        in.ignore();
        return pop();
    }

    private State backAndEmit(Lexeme.Kind kind) {
        in.backup();
        return emitAndPop(kind);
    }

    private State emitAndPop(Lexeme.Kind kind) {
        in.emit(kind);
        return pop();
    }

    private State pop() {
        return after.isEmpty() ? fail("BUG in lexer: no states to pop.") : after.pop();
    }

    private State end() {
        if (in.length() > 0) {
            return fail("Unexpected EOF.");
        }
        in.emit(Lexeme.Kind.END);
        return State.STOP;
    }

    private State fail(String message) {
        in.fail(message);
        return State.STOP;
    }

    private static boolean endsNumber(int c) {
        return isNewLine(c) || c == LexerInput.END || c == '}' || c == ';' || c == ',' || isBlank(c);
    }

    private static boolean isSuffix(int c) {
        return c > 0 && "kKmMgGtTpPeE".indexOf(c) >= 0;
    }

    private static boolean isBool(String text) {
        return switch (GoText.lower(text)) {
            case "true", "false", "on", "off", "yes", "no" -> true;
            default -> false;
        };
    }

    private static boolean isKeySeparator(int c) {
        return c == '=' || c == ':';
    }

    private static boolean isBlank(int c) {
        return c == '\t' || c == ' ';
    }

    private static boolean isNewLine(int c) {
        return c == '\n' || c == '\r';
    }

    private static String shown(int c) {
        return c == '\n' ? "\\n" : Character.toString(c);
    }
}
