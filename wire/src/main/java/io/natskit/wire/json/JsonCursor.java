// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.json;

import java.nio.charset.StandardCharsets;

/**
 * Walks over JSON that was found to be well-formed before: where it stands, and whether the value there has been taken. Knows nothing of types.
 * Confined to the reader that made it.
 */
final class JsonCursor {
    private final byte[] json;
    private final int end;
    private int at;
    private long integer;
    private boolean waiting; // it stands before a value that nobody has taken

    /** At the beginning of {@code json[from…end)}. */
    JsonCursor(byte[] json, int from, int end) {
        this.json = json;
        this.at = from;
        this.end = end;
    }

    int place() {
        return at;
    }

    boolean isAtEnd() {
        return at == end;
    }

    /** The byte at hand. */
    byte peek() {
        return json[at];
    }

    boolean isAtNumber() {
        byte c = json[at];
        return c == '-' || (c >= '0' && c <= '9');
    }

    /** What the value at hand is, in Go's words. */
    String kind() {
        return switch (json[at]) {
            case '"' -> "string";
            case '{' -> "object";
            case '[' -> "array";
            case 't', 'f' -> "bool";
            case 'n' -> "null";
            default -> "number";
        };
    }

    /** A value stands here, to be taken. */
    void offer() {
        waiting = true;
    }

    /** Takes the bracket that opens the value at hand; its inside follows. */
    void open() {
        at++;
        waiting = false;
    }

    /** Goes over the comma before the next element, past a value that nobody took; false, and past the bracket, if {@code bracket} comes. */
    boolean toNext(char bracket) {
        pass();
        space();
        if (json[at] == ',') {
            at++;
            space();
        }
        if (json[at] == bracket) {
            at++;
            return false;
        }
        return true;
    }

    /** Takes the name at hand and its colon; the value follows. */
    String key() {
        String key = text();
        space();
        at++; // the colon
        space();
        waiting = true;
        return key;
    }

    /** Takes the text at hand. */
    String string() {
        waiting = false;
        return text();
    }

    /** Takes the value at hand as it stands there. */
    String raw() {
        int from = at;
        pass();
        return since(from);
    }

    /** What it has gone over since it stood there. */
    String since(int from) {
        return new String(json, from, at - from, StandardCharsets.UTF_8);
    }

    /** Takes the number at hand; whether it is a whole one of 64 bits, with a sign or without, which {@link #lastInteger()} answers then. */
    boolean integer(boolean unsigned) {
        int from = at;
        pass();
        boolean negative = json[from] == '-';
        if (at - from > 20 || (unsigned && negative)) {
            return false;
        }
        long value = 0;
        for (int i = negative ? from + 1 : from; i < at; i++) {
            int digit = json[i] - '0';
            if (digit < 0 || digit > 9 || Long.compareUnsigned(value, (-1L - digit >>> 1) / 5) > 0) {
                return false;
            }
            value = value * 10 + digit;
        }
        integer = negative ? -value : value;
        return unsigned || value >= 0 || (negative && value == Long.MIN_VALUE);
    }

    long lastInteger() {
        return integer;
    }

    /** Goes over white space. */
    void space() {
        while (at < end && GoSyntax.isSpace(json[at])) {
            at++;
        }
    }

    /** Takes the value at hand, whatever it is; does nothing if it has been taken. */
    void pass() {
        if (!waiting) {
            return;
        }
        waiting = false;
        int depth = 0;
        do {
            byte c = json[at];
            if (c == '"') {
                passString();
            } else if (c == '{' || c == '[') {
                depth++;
                at++;
            } else if (c == '}' || c == ']') {
                depth--;
                at++;
            } else if (depth > 0 && (c == ',' || c == ':' || GoSyntax.isSpace(c))) {
                at++;
            } else {
                passWord();
            }
        } while (depth > 0);
    }

    private String text() {
        int from = at;
        passString();
        return GoSyntax.unquote(json, from, at);
    }

    private void passString() {
        for (at++; json[at] != '"'; at++) {
            if (json[at] == '\\') {
                at++;
            }
        }
        at++;
    }

    private void passWord() {
        while (at < end && json[at] != ',' && json[at] != '}' && json[at] != ']' && !GoSyntax.isSpace(json[at])) {
            at++;
        }
    }
}
