// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.connect;

import io.natskit.wire.GoDuration;
import java.time.Duration;
import java.util.Map;

/** Durations as the nats CLI takes them: Go's, with days, weeks and years before them, such as {@code 1d3h5m2s}. */
public final class Durations {
    private static final Map<Character, Integer> DAYS = Map.of('d', 1, 'D', 1, 'w', 7, 'W', 7, 'y', 365, 'Y', 365);

    private Durations() {}

    /** Reads one; throws {@link IllegalArgumentException} for what is none. */
    public static Duration parse(String text) {
        Duration days = Duration.ZERO;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            Integer factor = DAYS.get(text.charAt(i));
            if (factor != null && i > from) {
                days = days.plusDays(number(text, from, i) * factor);
                from = i + 1;
            }
        }
        try {
            return from == text.length() && from > 0 ? days : days.plus(GoDuration.parse(text.substring(from)));
        } catch (IllegalArgumentException e) {
            throw refused(text);
        }
    }

    private static long number(String text, int from, int to) {
        try {
            return Long.parseLong(text, from, to, 10);
        } catch (NumberFormatException e) {
            throw refused(text);
        }
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(
                "\"" + text + "\" is no duration (expected: such as 500ms, 5s, 2h30m or 1d)");
    }
}
