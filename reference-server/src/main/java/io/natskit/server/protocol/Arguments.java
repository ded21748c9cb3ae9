// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.protocol;

/** The arguments of one control line as ranges. Used again for each line. */
final class Arguments {
    private static final int MAX = 6;
    private static final int DIGITS_MAX = 9;

    private final int[] starts = new int[MAX];
    private final int[] ends = new int[MAX];
    private int count;

    /** Splits at runs of spaces and tabs, and at CR and LF too where {@code atLineEnds} says so. Counts on beyond what it keeps. */
    void split(byte[] b, int from, int end, boolean atLineEnds) {
        count = 0;
        int start = -1;
        for (int i = from; i < end; i++) {
            byte c = b[i];
            boolean space = c == ' ' || c == '\t' || (atLineEnds && (c == '\r' || c == '\n'));
            if (space && start >= 0) {
                add(start, i);
                start = -1;
            } else if (!space && start < 0) {
                start = i;
            }
        }
        if (start >= 0) {
            add(start, end);
        }
    }

    private void add(int start, int end) {
        if (count < MAX) {
            starts[count] = start;
            ends[count] = end;
        }
        count++;
    }

    int count() {
        return count;
    }

    boolean count(int least, int most) {
        return count >= least && count <= most;
    }

    int at(int index) {
        return starts[index];
    }

    int length(int index) {
        return ends[index] - starts[index];
    }

    /** The decimal number of an argument, -1 if it is none or too long. */
    int number(byte[] b, int index) {
        int length = length(index);
        if (length > DIGITS_MAX) {
            return -1;
        }
        int number = 0;
        for (int i = starts[index]; i < ends[index]; i++) {
            int digit = b[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** Whether an argument has a byte that must never reach another connection: it would end or cut a line there. */
    boolean isUnsafe(byte[] b) {
        for (int a = 0; a < Math.min(count, MAX); a++) {
            for (int i = starts[a]; i < ends[a]; i++) {
                if (b[i] == '\r' || b[i] == '\n' || b[i] == 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether single spaces stand between the arguments, nothing before the end of the line, and CRLF there. */
    boolean isSingleSpaced(byte[] b, int stop, int next) {
        if (next - stop != 2 || ends[count - 1] != stop) {
            return false;
        }
        for (int a = 1; a < count; a++) {
            if (starts[a] != ends[a - 1] + 1 || b[ends[a - 1]] != ' ') {
                return false;
            }
        }
        return true;
    }

    /** The length of the argument that starts there, in a line known to be whole. */
    static int tokenLength(byte[] b, int from) {
        int i = from;
        while (b[i] != ' ' && b[i] != '\t' && b[i] != '\r' && b[i] != '\n') {
            i++;
        }
        return i - from;
    }
}
