// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit.traffic;

import java.util.Comparator;
import java.util.List;

/** Words a failed verification: what was wanted, what was found, and the entries that came closest with what they lack. Pure. */
final class NearestMisses {
    private static final int MISSES_SHOWN = 3;
    private static final int MATCHES_SHOWN = 10;

    private NearestMisses() {}

    static String describe(Expectation wanted, Count count, List<Entry> entries, long forgotten) {
        List<Entry> matches = entries.stream().filter(wanted::matches).toList();
        StringBuilder text = new StringBuilder("wanted: ")
                .append(wanted)
                .append(", ")
                .append(count)
                .append("; found: ")
                .append(Count.words(matches.size()));
        if (!matches.isEmpty()) {
            text.append("\n  found were:");
            matches.stream()
                    .limit(MATCHES_SHOWN)
                    .forEach(e -> text.append("\n    ").append(e));
            if (matches.size() > MATCHES_SHOWN) {
                text.append("\n    and ").append(matches.size() - MATCHES_SHOWN).append(" more");
            }
        }
        if (matches.size() < count.min()) {
            appendMisses(text, wanted, entries);
        }
        return appendSummary(text, entries, forgotten).toString();
    }

    private static void appendMisses(StringBuilder text, Expectation wanted, List<Entry> entries) {
        List<Entry> nearest = entries.stream()
                .filter(e -> !wanted.matches(e) && closeness(wanted, e) > 0)
                .sorted(Comparator.comparingDouble(e -> -closeness(wanted, e)))
                .limit(MISSES_SHOWN)
                .toList();
        if (!nearest.isEmpty()) {
            text.append("\n  nearest misses:");
        }
        for (Entry miss : nearest) {
            text.append("\n    ").append(miss);
            if (miss.kind() != wanted.kind()) {
                line(text, wanted.kind().word(), miss.kind().word());
            }
            for (Expectation.Check check : wanted.checks()) {
                if (!check.holds().test(miss)) {
                    line(text, check.wanted(), check.actual().apply(miss));
                }
            }
        }
    }

    private static void line(StringBuilder text, String wanted, String actual) {
        text.append("\n        wanted ")
                .append(wanted)
                .append("\n           but ")
                .append(actual);
    }

    private static StringBuilder appendSummary(StringBuilder text, List<Entry> entries, long forgotten) {
        text.append("\n  journal: ").append(entries.size()).append(entries.size() == 1 ? " entry" : " entries");
        for (Entry.Kind kind : Entry.Kind.values()) {
            long n = entries.stream().filter(e -> e.kind() == kind).count();
            if (n > 0) {
                text.append(", ").append(n).append(' ').append(kind.word());
            }
        }
        if (forgotten > 0) {
            text.append("; ").append(forgotten).append(" older ones are forgotten (the journal was full)");
        }
        return text;
    }

    /** How close an entry comes: one for the kind and for each check, and a part of one for a similar subject; 0 for nothing in common. */
    static double closeness(Expectation wanted, Entry entry) {
        if (entry.kind().isMessage() != wanted.kind().isMessage()) {
            return 0;
        }
        double sum = entry.kind() == wanted.kind() ? 1 : 0;
        for (Expectation.Check check : wanted.checks()) {
            sum += check.holds().test(entry) ? 1 : 0;
        }
        return sum + (wanted.subject().isEmpty() ? 0 : similarity(wanted.subject(), entry.subject()));
    }

    /** From 0 (nothing) to 1 (equal): the part of the longer text that need not be edited. */
    static double similarity(String a, String b) {
        int longer = Math.max(a.length(), b.length());
        return longer == 0 ? 1 : 1.0 - (double) distance(a, b) / longer;
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int edited = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(edited, 1 + Math.min(row[j - 1], row[j]));
            }
        }
        return row[b.length()];
    }
}
