// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.transcript;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one line may look like. In a literal text, <code>${*}</code> stands for anything, <code>${name=*}</code> also keeps it,
 *  <code>${name=~regex}</code> and <code>${~regex}</code> ask for a shape. Behind {@code INFO} and {@code CONNECT} (unless a brace follows)
 *  stand conditions on JSON fields: {@code key=json}, {@code key~regex}, {@code key}, {@code !key}, {@code key->name}.
 */
public final class LinePattern {
    private LinePattern() {}

    /** Says what is wrong with a line, or nothing. Captured values are added to {@code values}. */
    public static String mismatch(String pattern, String line, Map<String, String> values) {
        for (String word : new String[] {"INFO", "CONNECT"}) {
            if (pattern.equals(word) || pattern.startsWith(word + " ") && !pattern.startsWith(word + " {")) {
                String conditions = pattern.substring(word.length()).strip();
                if (!line.startsWith(word + " ")) {
                    return "expected " + word + ", got: " + shown(line);
                }
                return fields(conditions, line.substring(word.length()).strip(), values);
            }
        }
        return literal(pattern, line, values);
    }

    private static String literal(String pattern, String line, Map<String, String> values) {
        if (pattern.indexOf('$') < 0 && pattern.indexOf('\\') < 0) {
            return Text.latin1(pattern).equals(line) ? "" : "expected: " + pattern + "\n     got: " + shown(line);
        }
        if (!pattern.contains("=*}") && !pattern.contains("{*}") && !pattern.contains("~")) {
            return Text.latin(pattern, values).equals(line)
                    ? ""
                    : "expected: " + pattern + "\n     got: " + shown(line);
        }
        StringBuilder regex = new StringBuilder();
        List<String> captures = new ArrayList<>();
        int at = 0;
        while (at < pattern.length()) {
            int next = pattern.indexOf("${", at);
            if (next < 0) {
                next = pattern.length();
            }
            regex.append(Pattern.quote(Text.latin(pattern.substring(at, next), values)));
            if (next == pattern.length()) {
                break;
            }
            int end = closing(pattern, next + 2);
            hole(pattern.substring(next + 2, end), values, regex, captures);
            at = end + 1;
        }
        Matcher m = Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(line);
        if (!m.matches()) {
            return "expected: " + pattern + "\n     got: " + shown(line);
        }
        for (int i = 0; i < captures.size(); i++) {
            if (!captures.get(i).isEmpty()) {
                values.put(captures.get(i), Text.notation(m.group(i + 1)));
            }
        }
        return "";
    }

    /** The brace that closes a hole; a regular expression may hold braces of its own. */
    private static int closing(String pattern, int from) {
        int depth = 0;
        for (int i = from; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}' && depth-- == 0) {
                return i;
            }
        }
        throw new TranscriptFailure("a ${ without its }: " + pattern);
    }

    private static void hole(String hole, Map<String, String> values, StringBuilder regex, List<String> captures) {
        int equals = hole.indexOf('=');
        String shape = equals >= 0 ? hole.substring(equals + 1) : hole;
        if (shape.equals("*")) {
            regex.append("(.*?)");
        } else if (shape.startsWith("~")) {
            // groups within a shape must not count
            String inner = shape.substring(1).replaceAll("(?<!\\\\)\\((?!\\?)", "(?:");
            regex.append('(').append(inner).append(')');
        } else {
            regex.append(Pattern.quote(Text.value(hole, values)));
            return;
        }
        captures.add(equals >= 0 ? hole.substring(0, equals) : "");
    }

    private static String fields(String conditions, String text, Map<String, String> values) {
        Map<String, Object> json;
        try {
            json = Json.object(text);
        } catch (TranscriptFailure e) {
            return "not a JSON object: " + shown(text);
        }
        for (String condition : conditions.isEmpty() ? new String[0] : conditions.split(" +")) {
            String wrong = field(condition, json, values);
            if (!wrong.isEmpty()) {
                return wrong + "\n      in: " + shown(text);
            }
        }
        return "";
    }

    private static String field(String condition, Map<String, Object> json, Map<String, String> values) {
        if (condition.startsWith("!")) {
            return json.containsKey(condition.substring(1)) ? "unexpected field " + condition.substring(1) : "";
        }
        int arrow = condition.indexOf("->");
        int cut = firstOf(condition, '=', '~');
        String key = arrow >= 0 ? condition.substring(0, arrow) : cut >= 0 ? condition.substring(0, cut) : condition;
        if (!json.containsKey(key)) {
            return "no field " + key + " (expected: " + condition + ")";
        }
        String value = String.valueOf(json.get(key));
        if (arrow >= 0) {
            values.put(condition.substring(arrow + 2), value);
            return "";
        }
        if (cut < 0) {
            return "";
        }
        String wanted = condition.substring(cut + 1);
        boolean right = condition.charAt(cut) == '~'
                ? value.matches(wanted)
                : Json.text(json.get(key)).equals(Text.latin(wanted, values));
        return right ? "" : key + " is " + Json.text(json.get(key)) + " (expected: " + condition + ")";
    }

    private static int firstOf(String text, char a, char b) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == a || text.charAt(i) == b) {
                return i;
            }
        }
        return -1;
    }

    /** A line for a message: printable, and not longer than a reader wants. */
    public static String shown(String line) {
        String text = Text.notation(line);
        return text.length() > 900 ? text.substring(0, 900) + "…" : text;
    }
}
