// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.jwt;

import io.natskit.wire.json.JsonWriter;
import io.natskit.wire.json.StructReader;
import java.util.ArrayList;
import java.util.List;

/**
 * A time of the day in which a user may connect.
 *
 * @param start as {@code 15:04:05}
 * @param end as {@code 15:04:05}; before the start it is one of the next day
 */
public record TimeRange(String start, String end) {
    static List<TimeRange> readAll(StructReader in) {
        List<TimeRange> ranges = new ArrayList<>();
        if (in.enterArray("[]jwt.TimeRange")) {
            while (in.nextElement()) {
                String start = "";
                String end = "";
                if (in.enter("jwt.TimeRange")) {
                    while (in.next()) {
                        switch (in.name()) {
                            case "start" -> start = in.string(start);
                            case "end" -> end = in.string(end);
                            default -> in.unknown();
                        }
                    }
                }
                ranges.add(new TimeRange(start, end));
            }
        }
        return ranges;
    }

    static void writeAll(String name, List<TimeRange> ranges, JsonWriter out) {
        if (ranges.isEmpty()) {
            return;
        }
        out.beginArray(name);
        for (TimeRange range : ranges) {
            out.beginElement()
                    .fieldIfPresent("start", range.start)
                    .fieldIfPresent("end", range.end)
                    .end();
        }
        out.endArray();
    }

    /** Whether a text is a time of the day, as Go reads {@code 15:04:05}: the hour may have one digit, the second a fraction. */
    public static boolean isTime(String text) {
        return secondOfDay(text) >= 0;
    }

    /** The second of the day, −1 for what is no time. */
    public static int secondOfDay(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon > 2) {
            return -1;
        }
        int hour = number(text, 0, colon, 23);
        if (hour < 0 || text.length() < colon + 6 || text.charAt(colon + 3) != ':') {
            return -1;
        }
        int minute = number(text, colon + 1, colon + 3, 59);
        int second = number(text, colon + 4, colon + 6, 59);
        if (minute < 0 || second < 0 || !isFraction(text, colon + 6)) {
            return -1;
        }
        return (hour * 60 + minute) * 60 + second;
    }

    private static boolean isFraction(String text, int from) {
        if (from == text.length()) {
            return true;
        }
        char point = text.charAt(from);
        return (point == '.' || point == ',')
                && from + 1 < text.length()
                && number(text, from + 1, text.length(), Integer.MAX_VALUE) >= 0;
    }

    private static int number(String text, int from, int to, int most) {
        long value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = Math.min(Integer.MAX_VALUE, value * 10 + c - '0');
        }
        return value > most ? -1 : (int) value;
    }
}
