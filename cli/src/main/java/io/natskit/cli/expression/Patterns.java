// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** Regular expressions in the syntax of Go, whose time grows with what they are applied to and no faster. */
public final class Patterns {
    private static final int LENGTH_MAX = 1000;
    private static final long STATES_MAX = 1_000_000;

    private Patterns() {}

    /** Reads one; throws {@link IllegalArgumentException} for what is none, or would take much memory. */
    public static Pattern compile(String text) {
        if (text.length() > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "a pattern of " + text.length() + " characters (expected: at most " + LENGTH_MAX + ")");
        }
        if (states(text) > STATES_MAX) {
            throw new IllegalArgumentException("a pattern that repeats too much (expected: at most " + STATES_MAX
                    + " characters once each is repeated as often as it says)");
        }
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "no pattern: " + e.getDescription() + (e.getPattern().isEmpty() ? "" : ": " + e.getPattern()), e);
        }
    }

    /** At most so many: as if each repetition stood within all others. */
    private static long states(String text) {
        long states = text.length();
        for (int i = text.indexOf('{'); i >= 0; i = text.indexOf('{', i + 1)) {
            if (i == 0 || text.charAt(i - 1) != '\\') {
                states = Math.min(STATES_MAX + 1, states * Math.max(1, times(text, i + 1)));
            }
        }
        return states;
    }

    /** The larger number of {@code n}, {@code n,} or {@code n,m} and the brace behind it; 0 where something else stands there. */
    private static long times(String text, int from) {
        long most = 0;
        long count = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                count = Math.min(STATES_MAX, count * 10 + c - '0');
            } else if (c == ',' || c == '}') {
                most = Math.max(most, count);
                count = 0;
                if (c == '}') {
                    return most;
                }
            } else {
                return 0;
            }
        }
        return 0;
    }
}
