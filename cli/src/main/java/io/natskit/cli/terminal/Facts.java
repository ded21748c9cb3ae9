// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Names and values below one another, in sections, as the nats CLI shows a stream. Not shared between threads. */
public final class Facts {
    private record Line(String label, String value) {}

    private final String heading;
    private final List<Line> lines = new ArrayList<>();

    /** Facts under this heading. */
    public Facts(String heading) {
        this.heading = Printable.of(heading);
    }

    /** Begins a section. */
    public Facts section(String name) {
        lines.add(new Line("", Printable.of(name)));
        return this;
    }

    /** Adds a fact. */
    public Facts add(String label, Object value) {
        lines.add(new Line(Printable.of(label), Printable.of(value)));
        return this;
    }

    /** Adds a fact unless there is nothing to say. */
    public Facts addIfPresent(String label, String value) {
        return value.isEmpty() ? this : add(label, value);
    }

    /** Adds a fact for each entry. */
    public Facts addAll(Map<String, String> entries) {
        new TreeMap<>(entries).forEach(this::add);
        return this;
    }

    /** Prints them. */
    public void print(Terminal terminal) {
        terminal.line(toString());
    }

    @Override
    public String toString() {
        int width = lines.stream().mapToInt(line -> line.label().length()).max().orElse(0) + 2;
        StringBuilder text = new StringBuilder(heading).append("\n\n");
        for (Line line : lines) {
            if (line.label().isEmpty()) {
                text.append('\n').append(line.value()).append(":\n\n");
            } else {
                text.append(" ".repeat(width - line.label().length()))
                        .append(line.label())
                        .append(": ")
                        .append(line.value())
                        .append('\n');
            }
        }
        return text.toString();
    }
}
