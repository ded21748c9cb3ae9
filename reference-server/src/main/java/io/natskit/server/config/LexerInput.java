// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The cursor of the lexer over a configuration text: reads code points, steps back, counts lines and columns, and cuts out pieces.
 * Columns are counted as nats-server counts them, so that messages name the same place.
 */
final class LexerInput {
    /** What a read past the end gives; a NUL byte in the text means the same. */
    static final int END = 0;

    private final byte[] input;
    private final ArrayDeque<Lexeme> pieces = new ArrayDeque<>();
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    private boolean hasParts;
    private int start;
    private int position;
    private int width;
    private int line = 1;
    private int lineStart;
    private int pieceLineStart;

    LexerInput(byte[] input) {
        this.input = input;
    }

    /** Reads one code point; an invalid byte reads as U+FFFD. */
    int next() {
        if (position >= input.length) {
            width = 0;
            return END;
        }
        if (input[position] == '\n') {
            line++;
            lineStart = position;
        }
        long read = GoText.codePointAt(input, position, input.length);
        width = GoText.widthOf(read);
        position += width;
        return GoText.valueOf(read);
    }

    /** Steps back by the width of the last read. */
    void backup() {
        position -= width;
        if (position < input.length && input[position] == '\n') {
            line--;
        }
    }

    int peek() {
        int c = next();
        backup();
        return c;
    }

    /** Drops what was read since the last piece. */
    void ignore() {
        start = position;
        pieceLineStart = lineStart;
    }

    /** The number of bytes read since the last piece. */
    int length() {
        return position - start;
    }

    /** What was read since the last piece. */
    String pending() {
        return GoText.decode(input, start, position);
    }

    /** The last bytes read. */
    String last(int bytes) {
        return new String(input, position - bytes, bytes, StandardCharsets.ISO_8859_1);
    }

    /** The first byte of what was read since the last piece, or {@link #END}. */
    int first() {
        return start < input.length ? input[start] : END;
    }

    /** Leaves out the first byte of what was read. */
    void dropFirst() {
        start++;
    }

    /** Keeps what was read, less the last bytes, as a part of a string with escapes. */
    void keepPart(int withoutLast) {
        parts.write(input, start, Math.max(0, position - withoutLast - start));
        hasParts = true;
        start = position;
    }

    /** Adds one byte that an escape stands for. */
    void addPart(int value) {
        parts.write(value);
        hasParts = true;
        start = position;
    }

    boolean hasParts() {
        return hasParts;
    }

    /** Cuts out what was read, with the parts kept before it, as one piece. */
    void emit(Lexeme.Kind kind) {
        parts.write(input, start, Math.max(0, position - start));
        byte[] content = parts.toByteArray();
        parts.reset();
        hasParts = false;
        int column = position - pieceLineStart - content.length;
        pieces.add(new Lexeme(kind, GoText.decode(content, 0, content.length), line, column));
        start = position;
        pieceLineStart = lineStart;
    }

    /** Ends the text with an error at the place that was reached. */
    void fail(String message) {
        pieces.add(new Lexeme(Lexeme.Kind.ERROR, message, line, position - lineStart));
    }

    @Nullable
    Lexeme poll() {
        return pieces.poll();
    }
}
