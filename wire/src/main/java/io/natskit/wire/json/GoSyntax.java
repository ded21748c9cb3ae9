// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.json;

import java.nio.charset.StandardCharsets;

/**
 * Walks over one JSON value and finds its end, or says with Go's words what is wrong with it. No recursion: one bit a level. Confined to
 * the reader that made it.
 */
final class GoSyntax {
    /** The text ended inside of the value. */
    static final int TRUNCATED = -1;

    private final byte[] json;
    private final int from;
    private final int end;
    private final boolean offsets;
    private int at;
    private long objects; // one bit a level: set if it is an object
    private int depth;
    private boolean opened; // the last bracket opened is not closed yet

    /** Over {@code json[from…end)}; with {@code offsets}, a message ends with the place, counted from {@code from}. */
    GoSyntax(byte[] json, int from, int end, boolean offsets) {
        this.json = json;
        this.from = from;
        this.end = end;
        this.offsets = offsets;
    }

    /** Where the value that begins at {@code start} ends, or {@link #TRUNCATED}. Throws {@link JsonException} on a wrong byte. */
    int valueEnd(int start) {
        at = start;
        depth = 0;
        do {
            if (!value()) {
                return TRUNCATED;
            }
        } while (depth > 0);
        return at;
    }

    /** Throws {@link JsonException} unless there is only white space behind the value, which ends there. */
    void requireNothingAfter(int valueEnd) {
        at = valueEnd;
        space();
        if (at < end) {
            throw wrong("after top-level value");
        }
    }

    // one value, or the opening of one, and all that closes after it; false at the end of the text
    private boolean value() {
        space();
        if (at == end) {
            return false;
        }
        byte c = json[at];
        boolean whole = switch (c) {
            case '{' -> open(true);
            case '[' -> open(false);
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> {
                if (c != '-' && (c < '0' || c > '9')) {
                    throw wrong("looking for beginning of value");
                }
                yield number();
            }
        };
        return whole && (justOpened(c) || close());
    }

    // an empty one is closed at once; else a key follows, or the first element
    private boolean open(boolean object) {
        if (depth == JsonFactories.DEPTH_MAX) {
            throw wrong("exceeded max depth");
        }
        at++;
        depth++;
        objects = object ? objects | 1L << depth - 1 : objects & ~(1L << depth - 1);
        space();
        if (at == end) {
            return false;
        }
        if (json[at] == (object ? '}' : ']')) {
            at++;
            depth--;
            opened = false;
            return true;
        }
        opened = true;
        return !object || key();
    }

    private boolean justOpened(byte c) {
        return (c == '{' || c == '[') && opened;
    }

    // after a value: commas and closing brackets, up to the next value's beginning or the end of the whole
    private boolean close() {
        while (depth > 0) {
            space();
            if (at == end) {
                return false;
            }
            boolean object = (objects & 1L << depth - 1) != 0;
            byte c = json[at];
            if (c == ',') {
                at++;
                return !object || nextKey();
            }
            if (c != (object ? '}' : ']')) {
                throw wrong(object ? "after object key:value pair" : "after array element");
            }
            at++;
            depth--;
        }
        return true;
    }

    private boolean nextKey() {
        space();
        return at < end && key();
    }

    private boolean key() {
        if (json[at] != '"') {
            throw wrong("looking for beginning of object key string");
        }
        if (!string()) {
            return false;
        }
        space();
        if (at == end) {
            return false;
        }
        if (json[at] != ':') {
            throw wrong("after object key");
        }
        at++;
        return true;
    }

    private boolean string() {
        for (at++; at < end; at++) {
            byte c = json[at];
            if (c == '"') {
                at++;
                return true;
            }
            if (c >= 0 && c < ' ') {
                throw wrong("in string literal");
            }
            if (c == '\\' && !escape()) {
                return false;
            }
        }
        return false;
    }

    // leaves the last byte of the escape to the caller's step
    private boolean escape() {
        if (++at == end) {
            return false;
        }
        if (json[at] != 'u') {
            if ("\"\\/bfnrt".indexOf(json[at]) < 0) {
                throw wrong("in string escape code");
            }
            return true;
        }
        for (int i = 0; i < 4; i++) {
            if (++at == end) {
                return false;
            }
            if (Character.digit((char) (json[at] & 0xff), 16) < 0 || json[at] < 0) {
                throw wrong("in \\u hexadecimal character escape");
            }
        }
        return true;
    }

    private boolean word(String word) {
        for (int i = 1; i < word.length(); i++) {
            if (++at == end) {
                return false;
            }
            if (json[at] != word.charAt(i)) {
                throw wrong("in literal " + word + " (expecting '" + word.charAt(i) + "')");
            }
        }
        at++;
        return true;
    }

    private boolean number() {
        if (json[at] == '-' && ++at == end) {
            return false;
        }
        if (!digit()) {
            throw wrong("in numeric literal");
        }
        if (json[at] == '0') {
            at++;
        } else {
            digits();
        }
        if (at < end && json[at] == '.') {
            if (++at == end) {
                return false;
            }
            if (!digit()) {
                throw wrong("after decimal point in numeric literal");
            }
            digits();
        }
        return at == end || (json[at] != 'e' && json[at] != 'E') || exponent();
    }

    private boolean exponent() {
        at++;
        if (at < end && (json[at] == '+' || json[at] == '-')) {
            at++;
        }
        if (at == end) {
            return false;
        }
        if (!digit()) {
            throw wrong("in exponent of numeric literal");
        }
        digits();
        return true;
    }

    private boolean digit() {
        return json[at] >= '0' && json[at] <= '9';
    }

    private void digits() {
        while (at < end && digit()) {
            at++;
        }
    }

    private void space() {
        while (at < end && isSpace(json[at])) {
            at++;
        }
    }

    static boolean isSpace(byte c) {
        return c <= ' ' && (c == ' ' || c == '\t' || c == '\r' || c == '\n');
    }

    private JsonException wrong(String context) {
        String text = "invalid character " + GoQuote.quote(json[at]) + " " + context;
        return new JsonException(offsets ? text + " at offset " + (at - from + 1) : text);
    }

    /** The text of the literal in {@code json[from…to)}, marks included, with escapes resolved and bad bytes replaced. */
    static String unquote(byte[] json, int from, int to) {
        String inside = new String(json, from + 1, to - from - 2, StandardCharsets.UTF_8);
        int escape = inside.indexOf('\\');
        if (escape < 0) {
            return inside;
        }
        StringBuilder out = new StringBuilder(inside.length());
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            c = inside.charAt(++i);
            switch (c) {
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'u' -> {
                    out.append((char) Integer.parseInt(inside, i + 1, i + 5, 16));
                    i += 4;
                }
                default -> out.append(c);
            }
        }
        return wellFormed(out);
    }

    // half a pair becomes a replacement character, as Go reads it
    private static String wellFormed(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                text.setCharAt(i, '\uFFFD');
            }
        }
        return text.toString();
    }
}
