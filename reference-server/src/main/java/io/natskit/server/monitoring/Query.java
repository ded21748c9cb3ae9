// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import io.natskit.wire.json.GoQuote;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of a request over HTTP: of those of one name the first counts. Immutable. */
final class Query {
    private final Map<String, String> values = new HashMap<>();

    private Query() {}

    /** The arguments of a query as it stands in the URL; null for none. */
    static Query of(@Nullable String raw) {
        Query query = new Query();
        if (raw == null) {
            return query;
        }
        int start = 0;
        while (start <= raw.length()) {
            int end = raw.indexOf('&', start);
            end = end < 0 ? raw.length() : end;
            query.add(raw.substring(start, end));
            start = end + 1;
        }
        return query;
    }

    /** What cannot be decoded is passed over, as in Go. */
    private void add(String argument) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        try {
            values.putIfAbsent(decoded(name), equals < 0 ? "" : decoded(argument.substring(equals + 1)));
        } catch (IllegalArgumentException e) {
            // a percent sign without its digits
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** An argument, empty where it is missing. */
    String text(String name) {
        return values.getOrDefault(name, "");
    }

    /** Whether more than the plain list is asked for. */
    boolean isDetail(String name) {
        return text(name).toLowerCase(Locale.ROOT).equals("detail");
    }

    /** A truth value, false where it is missing. Throws {@link InvalidRequestException}. */
    boolean bool(String name) {
        String text = text(name);
        return switch (text) {
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "", "0", "f", "F", "FALSE", "false", "False" -> false;
            default -> throw invalid("boolean", name, "ParseBool", text, "invalid syntax");
        };
    }

    /** A whole number, 0 where it is missing. Throws {@link InvalidRequestException}. */
    long integer(String name) {
        String text = text(name);
        if (text.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            int sign = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
            throw invalid("int", name, "Atoi", text, isNumber(text, sign) ? "value out of range" : "invalid syntax");
        }
    }

    /** A whole number without a sign, 0 where it is missing. Throws {@link InvalidRequestException}. */
    long unsigned(String name) {
        String text = text(name);
        if (text.isEmpty()) {
            return 0;
        }
        if (!isNumber(text, 0)) {
            throw invalid("uint64", name, "ParseUint", text, "invalid syntax");
        }
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw invalid("uint64", name, "ParseUint", text, "value out of range");
        }
    }

    private static boolean isNumber(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return from < text.length();
    }

    private static InvalidRequestException invalid(String type, String name, String call, String text, String why) {
        return new InvalidRequestException("Error decoding " + type + " for '" + name + "': strconv." + call
                + ": parsing " + GoQuote.quote(text) + ": " + why);
    }
}
