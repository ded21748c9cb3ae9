// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a person sees below a problem of a configuration file: the line's number, the key with a caret below it, and what was probably meant. Of the line nothing
 * but the key is shown: what stands beside it may be a secret. Only the program shows it; exceptions and logs keep to one line.
 */
final class Explanation {
    private static final String UNKNOWN = ": unknown field \"";
    private static final String MARGIN = "      | ";

    private Explanation() {}

    /** The explanation of a message of a line for each problem, or empty text where nothing can be shown. */
    static String of(String message) {
        StringBuilder text = new StringBuilder();
        for (String problem : message.lines().toList()) {
            Place place = Place.in(problem);
            String key = place == null ? null : place.key();
            if (place != null && key != null) {
                text.append(String.format(Locale.ROOT, "%5d | %s%n", place.line, key));
                text.append(MARGIN).append('^').append(hint(problem)).append('\n');
            }
        }
        return text.toString();
    }

    private static String hint(String problem) {
        int from = problem.indexOf(UNKNOWN);
        int to = problem.lastIndexOf('"');
        if (from < 0 || to <= from + UNKNOWN.length()) {
            return "";
        }
        String meant = nearest(problem.substring(from + UNKNOWN.length(), to).toLowerCase(Locale.ROOT));
        return meant == null ? " see docs/errors/configuration.md" : " did you mean \"" + meant + "\"?";
    }

    /** The known field that is written most alike, or null where none is near. */
    static @Nullable String nearest(String word) {
        String best = null;
        int least = Math.min(2, (word.length() - 1) / 2) + 1;
        for (String field : fields()) {
            int distance = distance(word, field);
            if (distance < least) {
                least = distance;
                best = field;
            }
        }
        return best;
    }

    /** How many letters have to be put in, taken out, changed or swapped with the next. */
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 2) {
            return Integer.MAX_VALUE;
        }
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
                least = Math.min(least, cost[i - 1][j - 1] + change);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                cost[i][j] = swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
            }
        }
        return cost[a.length()][b.length()];
    }

    /** The names that configuration files may hold, in whatever block. */
    static List<String> fields() {
        InputStream in = Objects.requireNonNull(Explanation.class.getResourceAsStream("fields.txt"));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Where a problem stands, of {@code file:line:column: words}. */
    private record Place(String file, int line, int column) {
        static @Nullable Place in(String problem) {
            int end = problem.indexOf(": ");
            int second = end < 0 ? -1 : problem.lastIndexOf(':', end - 1);
            int first = second < 0 ? -1 : problem.lastIndexOf(':', second - 1);
            if (first <= 0) {
                return null;
            }
            try {
                return new Place(
                        problem.substring(0, first),
                        Integer.parseInt(problem.substring(first + 1, second)),
                        Integer.parseInt(problem.substring(second + 1, end)));
            } catch (NumberFormatException e) {
                return null;
            }
        }

        /** The key that stands there, or null where something else does. */
        @Nullable
        String key() {
            try {
                String text = Files.readAllLines(Path.of(file)).get(line - 1);
                // columns begin at 0 on the first line, and at 1 on others, as nats-server counts them
                int from = line == 1 ? column : column - 1;
                int to = from;
                while (to < text.length() && isOfAName(text.charAt(to))) {
                    to++;
                }
                int next = to;
                while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '"')) {
                    next++;
                }
                boolean key = to > from && next < text.length() && ":={".indexOf(text.charAt(next)) >= 0;
                return key ? text.substring(from, to) : null;
            } catch (IOException | InvalidPathException | IndexOutOfBoundsException e) {
                return null;
            }
        }

        private static boolean isOfAName(char c) {
            return Character.isLetterOrDigit(c) || c == '_' || c == '-';
        }
    }
}
