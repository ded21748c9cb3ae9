// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.creds;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what stands between lines of dashes. One pass over the bytes, without regular expressions. */
final class Blocks {
    private static final int DASHES_MIN = 3;

    private Blocks() {}

    /** The contents of all blocks, in order: a line of dashes, one line of content, a line of dashes. */
    static List<char[]> of(byte[] content) {
        List<char[]> blocks = new ArrayList<>();
        boolean opened = false;
        char @Nullable [] inside = null;
        for (char[] line : lines(content)) {
            if (isRule(line)) {
                if (opened && inside != null) {
                    blocks.add(inside);
                    opened = false;
                } else {
                    opened = true;
                }
                inside = null;
            } else if (opened && line.length > 0) {
                // more than one line inside: not a block of ours
                opened = inside == null;
                inside = inside == null ? line : null;
            }
        }
        return blocks;
    }

    /** The lines that look like a seed. */
    static List<char[]> seeds(byte[] content) {
        List<char[]> seeds = new ArrayList<>();
        for (char[] line : lines(content)) {
            if (line.length > 1 && line[0] == 'S' && "NCOAUX".indexOf(line[1]) >= 0) {
                seeds.add(line);
            }
        }
        return seeds;
    }

    private static boolean isRule(char[] line) {
        if (line.length < 2 * DASHES_MIN) {
            return false;
        }
        for (int i = 0; i < DASHES_MIN; i++) {
            if (line[i] != '-' || line[line.length - 1 - i] != '-') {
                return false;
            }
        }
        return true;
    }

    // trimmed of blanks and carriage returns
    private static List<char[]> lines(byte[] content) {
        List<char[]> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= content.length; i++) {
            if (i == content.length || content[i] == '\n') {
                lines.add(trimmed(content, from, i));
                from = i + 1;
            }
        }
        return lines;
    }

    private static char[] trimmed(byte[] content, int lineFrom, int lineTo) {
        int from = lineFrom;
        int to = lineTo;
        while (from < to && isBlank(content[from])) {
            from++;
        }
        while (to > from && isBlank(content[to - 1])) {
            to--;
        }
        char[] line = new char[to - from];
        for (int i = 0; i < line.length; i++) {
            line[i] = (char) (content[from + i] & 0xff);
        }
        return line;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }
}
