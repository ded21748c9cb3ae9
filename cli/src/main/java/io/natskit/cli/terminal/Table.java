// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table with lines around its cells, as the nats CLI draws them. Not shared between threads. */
public final class Table {
    private final String title;
    private final List<String> heads;
    private final List<List<String>> rows = new ArrayList<>();

    private Table(String title, List<String> heads) {
        this.title = Printable.of(title);
        this.heads = heads;
    }

    /** A table of these columns. */
    public static Table of(String title, String... heads) {
        return new Table(title, List.of(heads));
    }

    /** Adds a row: as many cells as there are columns. */
    public Table row(Object... cells) {
        if (cells.length != heads.size()) {
            throw new IllegalArgumentException("row: " + cells.length + " cells (expected: " + heads.size() + ")");
        }
        rows.add(Arrays.stream(cells).map(Printable::of).toList());
        return this;
    }

    /** How many rows there are. */
    public int size() {
        return rows.size();
    }

    /** Prints it. */
    public void print(Terminal terminal) {
        terminal.line(toString());
    }

    @Override
    public String toString() {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        int inner = Arrays.stream(widths).sum() + 3 * widths.length - 1;
        text.append('╭').append("─".repeat(inner)).append("╮\n");
        text.append('│').append(centred(title, inner)).append("│\n");
        rule(text, widths, "├", "┬", "┤\n");
        cells(text, widths, heads);
        rule(text, widths, "├", "┼", "┤\n");
        rows.forEach(row -> cells(text, widths, row));
        rule(text, widths, "╰", "┴", "╯");
        return text.toString();
    }

    private int[] widths() {
        int[] widths = new int[heads.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    heads.get(i).length(),
                    rows.stream()
                            .mapToInt(row -> row.get(column).length())
                            .max()
                            .orElse(0));
        }
        int inner = Arrays.stream(widths).sum() + 3 * widths.length - 1;
        widths[widths.length - 1] += Math.max(0, title.length() + 2 - inner);
        return widths;
    }

    private static void rule(StringBuilder text, int[] widths, String left, String middle, String right) {
        text.append(left);
        for (int i = 0; i < widths.length; i++) {
            text.append("─".repeat(widths[i] + 2)).append(i < widths.length - 1 ? middle : right);
        }
    }

    private static void cells(StringBuilder text, int[] widths, List<String> cells) {
        text.append('│');
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            text.append(' ')
                    .append(cell)
                    .append(" ".repeat(widths[i] - cell.length()))
                    .append(" │");
        }
        text.append('\n');
    }

    private static String centred(String text, int width) {
        int left = (width - text.length()) / 2;
        return " ".repeat(left) + text + " ".repeat(width - text.length() - left);
    }
}
