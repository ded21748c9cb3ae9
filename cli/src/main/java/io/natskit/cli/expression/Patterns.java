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
        if (text.length() > LENGTH_MAX || states(text) > STATES_MAX) {
            throw new IllegalArgumentException("a pattern of " + text.length()
                    + " characters whose repetitions are too many (expected: at most " + LENGTH_MAX + ", and "
                    + STATES_MAX
                    + " with each repeated as often as it says)");
        }
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "no pattern: " + e.getDescription() + (e.getPattern().isEmpty() ? "" : ": " + e.getPattern()), e);
        }
    }

    /** At most so many: as if each count stood within all others. */
    private static long states(String text) {
        long states = text.length();
        long count = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                count = Math.min(STATES_MAX, count * 10 + c - '0');
            } else {
                boolean counts = i > 0 && (c == ',' || c == '}') && count > 0;
                states = counts ? Math.min(STATES_MAX + 1, states * count) : states;
                count = 0;
            }
        }
        return states;
    }
}
