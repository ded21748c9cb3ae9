// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.report;

import io.natskit.conformance.report.Ledger.Entry;
import io.natskit.conformance.report.Ledger.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Makes the report of a run: {@code index.html} beside the ledger, {@code CONFORMANCE.md} in the repository's root if asked for by
 *  {@code -Dconformance.write=true}, and a table on the console. A program, run behind the tests; arguments: the ledger's folder, the root.
 */
public final class ConformanceReport {
    private final List<Entry> entries;

    private ConformanceReport(List<Entry> entries) {
        this.entries = entries;
    }

    /** Runs the program. */
    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        if (!Files.isDirectory(folder)) {
            return; // the tests were skipped
        }
        ConformanceReport report = new ConformanceReport(Ledger.read(folder));
        report.write(folder.resolve("index.html"), new HtmlPage(report).text());
        if (Boolean.getBoolean("conformance.write")) {
            report.write(Path.of(args[1]).resolve("CONFORMANCE.md"), new MarkdownPage(report).text());
        }
        report.print(System.out);
    }

    private void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Entries of one kind. */
    List<Entry> of(String kind) {
        return entries.stream().filter(e -> e.kind().equals(kind)).toList();
    }

    /** The targets of one kind, in the order of their first entry. */
    Set<String> targets(String kind) {
        Set<String> targets = new LinkedHashSet<>();
        of(kind).forEach(e -> targets.add(e.target()));
        return targets;
    }

    /** The rows of one kind, sorted. */
    Set<String> rows(String kind) {
        Set<String> rows = new TreeSet<>();
        of(kind).forEach(e -> rows.addAll(e.rows()));
        return rows;
    }

    /** The cases of a row, each title once. */
    Set<String> cases(String kind, String row) {
        Set<String> titles = new TreeSet<>();
        of(kind).stream().filter(e -> e.rows().contains(row)).forEach(e -> titles.add(e.title()));
        return titles;
    }

    /** What a cell says: passed of run, or a dash where nothing ran. */
    String cell(String kind, String row, String target) {
        List<Entry> those = of(kind).stream()
                .filter(e -> e.target().equals(target) && e.rows().contains(row))
                .toList();
        long passed = count(those, Outcome.PASSED);
        long failed = count(those, Outcome.FAILED);
        long skipped = count(those, Outcome.SKIPPED);
        if (passed + failed == 0) {
            return skipped == 0 ? "–" : "skipped";
        }
        return failed == 0 ? passed + " ✓" : passed + " ✓ " + failed + " ✗";
    }

    static long count(List<Entry> entries, Outcome outcome) {
        return entries.stream().filter(e -> e.outcome() == outcome).count();
    }

    private void print(PrintStream out) {
        out.println();
        out.println("Conformance: who was judged, and how it went");
        out.printf("  %-34s %7s %7s %7s %8s%n", "", "passed", "failed", "skipped", "not run");
        Map<String, List<Entry>> groups = new TreeMap<>();
        for (Entry e : entries) {
            if (!e.kind().equals("target")) {
                groups.computeIfAbsent(e.kind() + " " + e.target(), k -> new ArrayList<>())
                        .add(e);
            }
        }
        groups.forEach((name, those) -> out.printf(
                "  %-34s %7d %7d %7d %8d%n",
                name,
                count(those, Outcome.PASSED),
                count(those, Outcome.FAILED),
                count(those, Outcome.SKIPPED),
                count(those, Outcome.NOT_RUN)));
        list(out, "Peers found", e -> e.kind().equals("target") && e.outcome() == Outcome.PASSED);
        list(out, "Skipped", e -> e.outcome() == Outcome.SKIPPED);
        list(out, "Failed", e -> e.outcome() == Outcome.FAILED);
        long notRun = count(entries, Outcome.NOT_RUN);
        if (notRun > 0) {
            out.println("Not run against this target, since they need a configuration: " + notRun
                    + " cases; the report lists them");
        }
    }

    private void list(PrintStream out, String title, Predicate<Entry> which) {
        Set<String> lines = new LinkedHashSet<>();
        entries.stream().filter(which).forEach(e -> lines.add(line(e)));
        if (!lines.isEmpty()) {
            out.println(title + ":");
            lines.forEach(line -> out.println("  " + line));
        }
    }

    private static String line(Entry e) {
        String what = e.kind().equals("target") ? e.target() : e.target() + ": " + e.title();
        String detail = e.detail().length() > 200 ? e.detail().substring(0, 200) + "…" : e.detail();
        return detail.isEmpty() ? what : what + " (" + detail + ")";
    }
}
