// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.json;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * Times as Go's JSON has them: RFC 3339 with up to nine decimals, trailing zeros trimmed. Reading gives Go's own error texts. Pure: any
 * thread.
 */
public final class GoTime {
    /** Go's zero time: what a field holds that nobody set. */
    public static final Instant ZERO = Instant.ofEpochSecond(-62135596800L);

    static final String ZERO_TEXT = "0001-01-01T00:00:00Z";
    private static final String LAYOUT = "2006-01-02T15:04:05Z07:00";
    private static final int OFFSET_MAX = ZoneOffset.MAX.getTotalSeconds();

    private final String all;
    private int at;

    private GoTime(String all) {
        this.all = all;
    }

    /** The time in UTC. */
    public static String format(Instant time) {
        return format(time.atOffset(ZoneOffset.UTC));
    }

    /** The time with its offset; {@code Z} for none. */
    public static String format(OffsetDateTime time) {
        StringBuilder out = new StringBuilder(35);
        pad(out, time.getYear(), 4).append('-');
        pad(out, time.getMonthValue(), 2).append('-');
        pad(out, time.getDayOfMonth(), 2).append('T');
        pad(out, time.getHour(), 2).append(':');
        pad(out, time.getMinute(), 2).append(':');
        pad(out, time.getSecond(), 2);
        int nanos = time.getNano();
        if (nanos != 0) {
            pad(out.append('.'), nanos, 9);
            while (out.charAt(out.length() - 1) == '0') {
                out.setLength(out.length() - 1);
            }
        }
        int minutes = time.getOffset().getTotalSeconds() / 60;
        if (minutes == 0) {
            return out.append('Z').toString();
        }
        out.append(minutes < 0 ? '-' : '+');
        pad(out, Math.abs(minutes) / 60, 2).append(':');
        return pad(out, Math.abs(minutes) % 60, 2).toString();
    }

    /**
     * Reads a time. Throws {@link JsonException} with Go's text. An offset beyond 18 hours, which Java does not know, keeps the instant
     * and becomes UTC.
     */
    public static OffsetDateTime parse(String text) {
        return new GoTime(text).read();
    }

    private OffsetDateTime read() {
        int year = year();
        literal('-');
        int month = two("01", 1, 12, "month");
        literal('-');
        int day = two("02", 0, 99, "day");
        literal('T');
        int hour = hour();
        literal(':');
        int minute = two("04", 0, 59, "minute");
        literal(':');
        int second = two("05", 0, 59, "second");
        int nanos = fraction();
        int offset = offset();
        if (at < all.length()) {
            throw outOfRange(": extra text: " + quote(all.substring(at)));
        }
        if (day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
            throw outOfRange(": day out of range");
        }
        LocalDateTime local = LocalDateTime.of(year, month, day, hour, minute, second, nanos);
        return Math.abs(offset) > OFFSET_MAX
                ? local.minusSeconds(offset).atOffset(ZoneOffset.UTC)
                : local.atOffset(ZoneOffset.ofTotalSeconds(offset));
    }

    private int year() {
        if (!digits(4)) {
            throw cannot("2006", at);
        }
        at += 4;
        return number(at - 4, at);
    }

    private void literal(char c) {
        if (at >= all.length() || all.charAt(at) != c) {
            throw cannot(String.valueOf(c), at);
        }
        at++;
    }

    private int two(String element, int min, int max, String what) {
        if (!digits(2)) {
            throw cannot(element, at);
        }
        at += 2;
        int value = number(at - 2, at);
        if (value < min || value > max) {
            throw outOfRange(": " + what + " out of range");
        }
        return value;
    }

    // Go takes one digit here
    private int hour() {
        int length = digits(2) ? 2 : 1;
        if (!digits(length)) {
            throw cannot("15", at);
        }
        at += length;
        int value = number(at - length, at);
        if (value > 23) {
            throw outOfRange(": hour out of range");
        }
        return value;
    }

    // a comma will do, and digits past the ninth are dropped
    private int fraction() {
        if (at + 1 >= all.length() || (all.charAt(at) != '.' && all.charAt(at) != ',') || !digit(at + 1)) {
            return 0;
        }
        int nanos = 0;
        int count = 0;
        for (at++; at < all.length() && digit(at); at++) {
            if (count < 9) {
                nanos = nanos * 10 + (all.charAt(at) - '0');
                count++;
            }
        }
        for (; count < 9; count++) {
            nanos *= 10;
        }
        return nanos;
    }

    private int offset() {
        int start = at;
        if (at < all.length() && all.charAt(at) == 'Z') {
            at++;
            return 0;
        }
        if (all.length() - at < 6 || all.charAt(at + 3) != ':') {
            throw cannot("Z07:00", start);
        }
        boolean numbers = digit(at + 1) && digit(at + 2) && digit(at + 4) && digit(at + 5);
        int hours = numbers ? number(at + 1, at + 3) : 0;
        int minutes = numbers ? number(at + 4, at + 6) : 0;
        if (hours > 24 || minutes > 60) {
            throw outOfRange(": time zone offset " + (minutes > 60 ? "minute" : "hour") + " out of range");
        }
        char sign = all.charAt(at);
        if (!numbers || (sign != '+' && sign != '-')) {
            throw cannot("Z07:00", start);
        }
        at += 6;
        int seconds = (hours * 60 + minutes) * 60;
        return sign == '-' ? -seconds : seconds;
    }

    private boolean digits(int count) {
        for (int i = at; i < at + count; i++) {
            if (i >= all.length() || !digit(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean digit(int i) {
        return all.charAt(i) >= '0' && all.charAt(i) <= '9';
    }

    private int number(int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + (all.charAt(i) - '0');
        }
        return value;
    }

    private JsonException cannot(String element, int from) {
        return new JsonException("parsing time " + quote(all) + " as " + quote(LAYOUT) + ": cannot parse "
                + quote(all.substring(from)) + " as " + quote(element));
    }

    private JsonException outOfRange(String message) {
        return new JsonException("parsing time " + quote(all) + message);
    }

    // not Go's usual quotation: here it escapes the bytes of everything that is not ASCII
    private static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (byte b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            if (b < ' ') {
                out.append("\\x").append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
            } else {
                out.append(b == '"' || b == '\\' ? "\\" : "").append((char) b);
            }
        }
        return out.append('"').toString();
    }

    private static StringBuilder pad(StringBuilder out, int value, int width) {
        String digits = Integer.toString(value);
        return out.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
    }
}
