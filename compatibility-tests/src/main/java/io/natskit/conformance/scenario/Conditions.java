// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.scenario;

import io.natskit.conformance.transcript.Json;
import io.natskit.conformance.transcript.TranscriptFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What fields of JSON may look like: {@code path=json}, {@code path!=json}, {@code path~regex}, {@code path>n}, {@code path<n}, {@code path#n}
 *  (so many members), {@code path->name} (kept as a value), {@code path} (there), {@code !path} (not there). A path is keys and indexes with dots
 *  between them; a key that holds a dot stands in quotes.
 */
final class Conditions {
    private static final String KEY = "(?:\"[^\"]*\"|[A-Za-z0-9_]|-(?!>))+";
    private static final Pattern PATH = Pattern.compile("(!?)(" + KEY + "(?:\\." + KEY + ")*)");

    private Conditions() {}

    /** Says what is wrong with a value, or nothing. */
    static String mismatch(String text, Object json, Map<String, String> values) {
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) == ' ') {
                at++;
                continue;
            }
            Matcher m = PATH.matcher(text);
            if (!m.find(at) || m.start() != at) {
                throw new TranscriptFailure("no condition: " + text.substring(at));
            }
            Object found = find(json, m.group(2));
            int end = end(text, m.end());
            String wrong = check(!m.group(1).isEmpty(), found, text.substring(m.end(), end), values);
            if (!wrong.isEmpty()) {
                return m.group(2) + " is " + (found == null ? "not there" : Json.text(found)) + " (expected: "
                        + text.substring(at, end) + ")";
            }
            at = end;
        }
        return "";
    }

    /** Where the condition whose operator stands at {@code at} ends. */
    private static int end(String text, int at) {
        int from = text.startsWith("!=", at) ? at + 2 : at + 1;
        if (at < text.length() && (text.charAt(at) == '=' || text.startsWith("!=", at))) {
            return from + Json.length(text.substring(from));
        }
        int blank = text.indexOf(' ', at);
        return blank < 0 ? text.length() : blank;
    }

    private static String check(boolean not, @Nullable Object found, String condition, Map<String, String> values) {
        if (not || found == null) {
            return not && found == null && condition.isEmpty() ? "" : "wrong";
        }
        if (condition.isEmpty()) {
            return "";
        }
        if (condition.startsWith("->")) {
            values.put(condition.substring(2), found instanceof String s ? s : Json.text(found));
            return "";
        }
        String wanted = condition.substring(1);
        boolean right = switch (condition.charAt(0)) {
            case '=' -> same(Json.value(wanted), found);
            case '!' -> !same(Json.value(wanted.substring(1)), found);
            case '~' -> (found instanceof String s ? s : Json.text(found)).matches(wanted);
            case '#' -> size(found) == Integer.parseInt(wanted);
            case '>' -> Double.parseDouble(Json.text(found)) > Double.parseDouble(wanted);
            case '<' -> Double.parseDouble(Json.text(found)) < Double.parseDouble(wanted);
            default -> throw new TranscriptFailure("no operator: " + condition);
        };
        return right ? "" : "wrong";
    }

    private static boolean same(Object a, Object b) {
        return a.equals(b) || Json.text(a).equals(Json.text(b));
    }

    private static int size(Object found) {
        return found instanceof List<?> list ? list.size() : found instanceof Map<?, ?> map ? map.size() : -1;
    }

    private static @Nullable Object find(Object json, String path) {
        Object at = json;
        for (String key : keys(path)) {
            if (at instanceof Map<?, ?> map) {
                at = map.get(key);
            } else if (at instanceof List<?> list && key.matches("\\d+") && Integer.parseInt(key) < list.size()) {
                at = list.get(Integer.parseInt(key));
            } else {
                return null;
            }
            if (at == null) {
                return null;
            }
        }
        return at;
    }

    private static List<String> keys(String path) {
        List<String> keys = new ArrayList<>();
        Matcher m = Pattern.compile("\"([^\"]*)\"|([^.\"]+)").matcher(path);
        while (m.find()) {
            keys.add(m.group(1) != null ? m.group(1) : m.group(2));
        }
        return keys;
    }
}
