// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.ArrayDeque;

/** The steps between keys and values: the top level, blocks, maps, arrays, comments. */
final class StructureSteps extends LexerSteps {
    StructureSteps(LexerInput in, ArrayDeque<LexState> after) {
        super(in, after);
    }

    LexState top() {
        int c = in.next();
        if (GoText.isSpace(c)) {
            return skip(LexState.TOP);
        }
        switch (c) {
            case '{':
                after.push(LexState.TOP);
                return skip(LexState.BLOCK_START);
            case '#':
                return commentThen(LexState.TOP);
            case '/':
                return slash() ? commentThen(LexState.TOP) : end();
            case LexerInput.END:
                return end();
            default:
                in.backup();
                after.push(LexState.TOP_VALUE_END);
                return LexState.KEY_START;
        }
    }

    LexState topValueEnd() {
        int c = in.next();
        if (c == '#' || c == '/' && slash()) {
            return commentThen(LexState.TOP);
        }
        if (c == '/' || isBlank(c)) {
            return LexState.TOP_VALUE_END;
        }
        if (isNewLine(c) || c == LexerInput.END || c == ';' || c == ',' || c == '}') {
            return skip(LexState.TOP);
        }
        return fail("Expected a top-level value to end with a new line, comment or EOF, but got '" + shown(c)
                + "' instead.");
    }

    LexState blockStart() {
        int c = in.next();
        if (GoText.isSpace(c)) {
            return skip(LexState.BLOCK_START);
        }
        switch (c) {
            case '{':
                after.push(LexState.BLOCK_END);
                return skip(LexState.BLOCK_START);
            case '}':
                in.ignore();
                return pop();
            case '#':
                return commentThen(LexState.BLOCK_START);
            case '/':
                return slash() ? commentThen(LexState.BLOCK_START) : end();
            case LexerInput.END:
                return end();
            default:
                in.backup();
                after.push(LexState.BLOCK_VALUE_END);
                return LexState.KEY_START;
        }
    }

    LexState blockValueEnd() {
        int c = in.next();
        if (c == '#' || c == '/' && slash()) {
            return commentThen(LexState.BLOCK_VALUE_END);
        }
        if (c == '/' || isBlank(c)) {
            return LexState.BLOCK_VALUE_END;
        }
        if (isNewLine(c) || c == ';' || c == ',') {
            return skip(LexState.BLOCK_START);
        }
        if (c == '}') {
            in.backup();
            return LexState.BLOCK_END;
        }
        return fail("Expected a block-level value to end with a new line, comment or EOF, but got '" + shown(c)
                + "' instead.");
    }

    LexState blockEnd() {
        int c = in.next();
        if (c == '#' || c == '/' && slash()) {
            return commentThen(LexState.BLOCK_START);
        }
        if (c == '/' || isNewLine(c) || isBlank(c)) {
            return LexState.BLOCK_END;
        }
        if (c == ';' || c == ',') {
            return skip(LexState.BLOCK_START);
        }
        if (c == '}') {
            in.ignore();
            return pop();
        }
        return fail("Expected a block-level to end with a '}', but got '" + shown(c) + "' instead.");
    }

    LexState arrayValue() {
        int c = in.next();
        if (GoText.isSpace(c)) {
            return skip(LexState.ARRAY_VALUE);
        }
        if (c == '#' || c == '/' && slash()) {
            return commentThen(LexState.ARRAY_VALUE);
        }
        if (c == '/' || c == ',') {
            return fail("Unexpected array value terminator ','.");
        }
        if (c == ']') {
            in.ignore();
            return emitAndPop(Lexeme.Kind.ARRAY_END);
        }
        in.backup();
        after.push(LexState.ARRAY_VALUE_END);
        return LexState.VALUE;
    }

    LexState arrayValueEnd() {
        int c = in.next();
        if (isBlank(c)) {
            return skip(LexState.ARRAY_VALUE_END);
        }
        if (c == '#' || c == '/' && slash()) {
            return commentThen(LexState.ARRAY_VALUE_END);
        }
        if (c == '/' || c == ',' || isNewLine(c)) {
            return skip(LexState.ARRAY_VALUE);
        }
        if (c == ']') {
            in.ignore();
            return emitAndPop(Lexeme.Kind.ARRAY_END);
        }
        return fail("Expected an array value terminator \",\" or an array terminator \"]\", but got '" + shown(c)
                + "' instead.");
    }

    LexState mapKeyStart() {
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
            return skip(LexState.MAP_KEY_START);
        }
        switch (c) {
            case '}', '\'', '"':
                in.next();
                return skip(
                        c == '}'
                                ? LexState.MAP_END
                                : c == '"' ? LexState.MAP_KEY_DOUBLE_QUOTED : LexState.MAP_KEY_QUOTED);
            case '#':
                in.next();
                return commentThen(LexState.MAP_KEY_START);
            case '/':
                in.next();
                if (slash()) {
                    return commentThen(LexState.MAP_KEY_START);
                }
                break;
            default:
                break;
        }
        in.ignore();
        in.next();
        return LexState.MAP_KEY;
    }

    LexState mapValue() {
        int c = in.next();
        if (GoText.isSpace(c)) {
            return skip(LexState.MAP_VALUE);
        }
        if (c == ',') {
            return fail("Unexpected map value terminator \",\".");
        }
        if (c == '}') {
            return skip(LexState.MAP_END);
        }
        in.backup();
        after.push(LexState.MAP_VALUE_END);
        return LexState.VALUE;
    }

    LexState mapValueEnd() {
        int c = in.next();
        if (isBlank(c)) {
            return skip(LexState.MAP_VALUE_END);
        }
        if (c == '#' || c == '/' && slash()) {
            return commentThen(LexState.MAP_VALUE_END);
        }
        if (c == '/' || c == ';' || c == ',' || isNewLine(c)) {
            return skip(LexState.MAP_KEY_START);
        }
        if (c == '}') {
            return skip(LexState.MAP_END);
        }
        return fail(
                "Expected a map value terminator \",\" or a map terminator \"}\", but got '" + shown(c) + "' instead.");
    }

    LexState comment() {
        int c = in.peek();
        if (isNewLine(c) || c == LexerInput.END) {
            in.ignore();
            return pop();
        }
        in.next();
        return LexState.COMMENT;
    }
}
