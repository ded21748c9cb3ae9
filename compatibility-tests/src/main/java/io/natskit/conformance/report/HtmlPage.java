// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.report;

import io.natskit.conformance.report.Ledger.Entry;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The report as one page without scripts: the tables, and every case with its outcome at each target. */
final class HtmlPage {
    private static final String STYLE = "body{font:15px/1.4 system-ui,sans-serif;margin:2rem;max-width:80rem}"
            + "table{border-collapse:collapse;margin:1rem 0}td,th{border:1px solid #ccc;padding:.2rem .6rem;text-align:left}"
            + ".PASSED{background:#e6f4e6}.FAILED{background:#f9d9d9}.SKIPPED{background:#fdf3d0}.NOT_RUN{background:#eee}"
            + "details{margin:.2rem 0}pre{white-space:pre-wrap}";

    private final ConformanceReport report;
    private final StringBuilder out = new StringBuilder();

    HtmlPage(ConformanceReport report) {
        this.report = report;
    }

    String text() {
        out.append("<!doctype html><html lang=en><meta charset=utf-8><title>Conformance</title><style>")
                .append(STYLE)
                .append("</style><h1>Conformance</h1>");
        section("server", "Servers");
        section("client", "Clients");
        section("peer", "Peers");
        section("target", "Found and missing");
        return out.append("</html>\n").toString();
    }

    private void section(String kind, String title) {
        Set<String> targets = report.targets(kind);
        if (targets.isEmpty()) {
            return;
        }
        out.append("<h2>").append(title).append("</h2>");
        rows(kind, targets);
        Map<String, Map<String, Entry>> cases = new TreeMap<>();
        for (Entry e : report.of(kind)) {
            cases.computeIfAbsent(e.title() + " " + e.rows(), k -> new TreeMap<>())
                    .put(e.target(), e);
        }
        out.append("<table><tr><th>case");
        targets.forEach(target -> out.append("<th>").append(escaped(target)));
        cases.forEach((name, byTarget) -> {
            out.append("<tr><td>").append(escaped(name));
            targets.forEach(target -> cell(byTarget.get(target)));
        });
        out.append("</table>");
    }

    private void rows(String kind, Set<String> targets) {
        Set<String> rows = report.rows(kind);
        if (rows.isEmpty()) {
            return;
        }
        out.append("<table><tr><th>row");
        targets.forEach(target -> out.append("<th>").append(escaped(target)));
        for (String row : rows) {
            out.append("<tr><td>").append(escaped(row));
            for (String target : targets) {
                String text = report.cell(kind, row, target);
                String style = text.contains("✗") ? "FAILED" : text.contains("✓") ? "PASSED" : "NOT_RUN";
                out.append("<td class=").append(style).append('>').append(text);
            }
        }
        out.append("</table>");
    }

    private void cell(@org.jspecify.annotations.Nullable Entry e) {
        if (e == null) {
            out.append("<td>–");
            return;
        }
        out.append("<td class=").append(e.outcome()).append('>');
        if (e.detail().isEmpty()) {
            out.append(e.outcome());
        } else {
            out.append("<details><summary>").append(e.outcome()).append("</summary><pre>");
            out.append(escaped(e.detail())).append("</pre></details>");
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
