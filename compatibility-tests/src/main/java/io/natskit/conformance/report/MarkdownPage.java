// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.report;

import io.natskit.conformance.report.Ledger.Entry;
import io.natskit.conformance.report.Ledger.Outcome;
import java.util.Set;
import java.util.TreeSet;

/** The report as Markdown, for the repository. It holds no times and no machine's names, so that two runs that went alike write the same. */
final class MarkdownPage {
    private final ConformanceReport report;
    private final StringBuilder out = new StringBuilder();

    MarkdownPage(ConformanceReport report) {
        this.report = report;
    }

    String text() {
        out.append("# Conformance\n\n");
        out.append("Written by the suite (`mvn verify -Dconformance.write=true`), never by hand. What the rows mean:")
                .append(" `docs/conformance.md`.\nA cell counts the cases that passed (✓) and failed (✗);")
                .append(" a dash: nothing ran there. A case may prove several rows.\n\n");
        table("server", "Servers: rows of the specification × targets");
        table("client", "Clients: features × clients, as a scripted server saw them");
        table("peer", "Other people's clients as peers of each server");
        differences();
        missing();
        return out.toString();
    }

    private void table(String kind, String title) {
        Set<String> targets = report.targets(kind);
        if (targets.isEmpty()) {
            return;
        }
        out.append("## ").append(title).append("\n\n| row | cases |");
        targets.forEach(target -> out.append(' ').append(target).append(" |"));
        out.append("\n|---|---|").append("---|".repeat(targets.size())).append('\n');
        for (String row : report.rows(kind)) {
            out.append("| ")
                    .append(row)
                    .append(" | ")
                    .append(report.cases(kind, row).size())
                    .append(" |");
            targets.forEach(target ->
                    out.append(' ').append(report.cell(kind, row, target)).append(" |"));
            out.append('\n');
        }
        long cases = report.of(kind).stream().map(Entry::title).distinct().count();
        out.append("\n").append(cases).append(" different cases.\n\n");
    }

    private void differences() {
        Set<String> lines = new TreeSet<>();
        report.of("server").stream()
                .filter(e -> e.outcome() == Outcome.PASSED && !e.detail().isEmpty())
                .forEach(e -> lines.add("- " + e.title() + " (" + e.target() + "): " + e.detail()));
        if (!lines.isEmpty()) {
            out.append("## Deliberate differences\n\nReasons: `docs/differences.md`.\n\n");
            lines.forEach(line -> out.append(line).append('\n'));
            out.append('\n');
        }
    }

    private void missing() {
        Set<String> lines = new TreeSet<>();
        report.of("target").stream()
                .filter(e -> e.outcome() == Outcome.SKIPPED)
                .forEach(e -> lines.add("- " + e.target() + ": " + e.detail()));
        if (!lines.isEmpty()) {
            out.append("## Not judged in this run\n\n");
            lines.forEach(line -> out.append(line).append('\n'));
        }
    }
}
