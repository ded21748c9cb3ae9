// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** The name that was meant where another was written. */
final class Nearest {
    private static final int FAR = 3;

    private Nearest() {}

    /** A question for the most similar of these names; empty where none is similar. */
    static String question(String written, Collection<String> names) {
        return names.stream()
                .filter(name -> distance(written, name) < Math.min(FAR, 1 + written.length() / 2))
                .min(Comparator.comparingInt((String name) -> distance(written, name))
                        .thenComparing(Comparator.naturalOrder()))
                .map(name -> ", did you mean " + name + "?")
                .orElse("");
    }

    /** How many letters must change, without regard to case. */
    private static int distance(String written, String name) {
        String a = written.toLowerCase(Locale.ROOT);
        String b = name.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = corner + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                corner = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
