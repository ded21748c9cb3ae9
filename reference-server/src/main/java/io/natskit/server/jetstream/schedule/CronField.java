// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One field of a cron pattern, as the set of its values: a bit for each, and one for a star. */
enum CronField {
    SECOND(0, 59, List.of()),
    MINUTE(0, 59, List.of()),
    HOUR(0, 23, List.of()),
    DAY_OF_MONTH(1, 31, List.of()),
    MONTH(1, 12, List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
    DAY_OF_WEEK(0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat"));

    /** Set where every value was meant, so that the field does not count against the other day. */
    static final long STAR = Long.MIN_VALUE;

    private final int min;
    private final int max;
    private final List<String> names;

    CronField(int min, int max, List<String> names) {
        this.min = min;
        this.max = max;
        this.names = names;
    }

    /** The values of a list of ranges such as {@code 1,10-20/5,*}. Throws {@link IllegalArgumentException} if it is none. */
    long parse(String text) {
        long bits = 0;
        for (String range : split(text, ',')) {
            if (!range.isEmpty()) {
                bits |= range(range);
            }
        }
        return bits;
    }

    private long range(String text) {
        List<String> rangeAndStep = split(text, '/');
        List<String> ends = split(rangeAndStep.get(0), '-');
        boolean star = ends.get(0).equals("*") || ends.get(0).equals("?");
        if (rangeAndStep.size() > 2 || (!star && ends.size() > 2)) {
            throw invalid(text);
        }
        long from = star ? min : value(ends.get(0));
        long to = star ? max : ends.size() == 2 ? value(ends.get(1)) : from;
        long step = 1;
        if (rangeAndStep.size() == 2) {
            step = number(rangeAndStep.get(1));
            to = ends.size() == 1 ? max : to; // 5/10 goes on to the end
        }
        if (from < min || to > max || from > to || step == 0) {
            throw invalid(text);
        }
        long bits = star && step == 1 ? STAR : 0;
        for (long value = from; value <= to; value += Math.min(step, 64)) {
            bits |= 1L << value;
        }
        return bits;
    }

    private long value(String text) {
        int named = names.indexOf(text.toLowerCase(Locale.ROOT));
        return named >= 0 ? named + min : number(text);
    }

    private static long number(String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0 && text.charAt(text.length() - 1) <= '9') {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            // told below
        }
        throw invalid(text);
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException("cron field: " + text);
    }

    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + 1;
        }
        parts.add(text.substring(from));
        return parts;
    }
}
