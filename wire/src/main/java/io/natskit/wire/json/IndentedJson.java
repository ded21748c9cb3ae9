// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.json;

import java.io.ByteArrayOutputStream;

/** Lays out JSON without white space as Go's encoder indents it. Pure. */
public final class IndentedJson {
    private final byte[] compact;
    private final int width;
    private final ByteArrayOutputStream out;
    private int depth;

    private IndentedJson(byte[] compact, int width) {
        this.compact = compact;
        this.width = width;
        this.out = new ByteArrayOutputStream(compact.length * 2);
    }

    /** The same value over several lines, each level moved by so many blanks. */
    public static byte[] of(byte[] compact, int width) {
        IndentedJson layout = new IndentedJson(compact, width);
        layout.write();
        return layout.out.toByteArray();
    }

    private void write() {
        boolean inText = false;
        for (int i = 0; i < compact.length; i++) {
            byte b = compact[i];
            if (inText) {
                out.write(b);
                if (b == '\\') {
                    out.write(compact[++i]);
                }
                inText = b != '"';
                continue;
            }
            inText = b == '"';
            switch (b) {
                case '{', '[' -> open(b, compact[i + 1]);
                case '}', ']' -> close(b, compact[i - 1]);
                case ',' -> {
                    out.write(b);
                    newLine();
                }
                case ':' -> {
                    out.write(b);
                    out.write(' ');
                }
                default -> out.write(b);
            }
        }
    }

    private void open(byte bracket, byte next) {
        out.write(bracket);
        depth++;
        if (next != '}' && next != ']') {
            newLine();
        }
    }

    private void close(byte bracket, byte before) {
        depth--;
        if (before != '{' && before != '[') {
            newLine();
        }
        out.write(bracket);
    }

    private void newLine() {
        out.write('\n');
        for (int i = 0; i < depth * width; i++) {
            out.write(' ');
        }
    }
}
