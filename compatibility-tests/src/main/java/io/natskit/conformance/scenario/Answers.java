// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.scenario;

import io.natskit.conformance.transcript.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The messages that the cases of one file looked at when nats-server was played against; in the order in which they were looked at, one a line.
 *  Safe for use by several threads.
 */
public final class Answers {
    private static final String BETWEEN = " | ";

    private final Map<String, List<Delivery>> cases = new TreeMap<>();

    /** No answers yet. */
    public Answers() {}

    /** What was recorded for a file; nothing when there is no recording. */
    public static Answers read(Path folder, String name) {
        Path file = folder.resolve(name + ".txt");
        try {
            return Files.exists(file) ? parse(Files.readString(file)) : new Answers();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parses a recording. */
    public static Answers parse(String text) {
        Answers answers = new Answers();
        List<Delivery> deliveries = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (line.startsWith("== ")) {
                deliveries = new ArrayList<>();
                answers.cases.put(line.substring(3), deliveries);
            } else if (!line.startsWith("#") && !line.isEmpty()) {
                String[] cells = line.split(" \\| ", 4);
                deliveries.add(new Delivery(latin(cells[0]), latin(cells[1]), latin(cells[2]), latin(cells[3])));
            }
        }
        return answers;
    }

    private static String latin(String notation) {
        return notation.equals("-") ? "" : Text.latin(notation, Map.of());
    }

    /** The recording's text. */
    public synchronized String text() {
        StringBuilder out =
                new StringBuilder("# Recorded from nats-server 2.15.2 by the suite; see docs/conformance.md\n");
        cases.forEach((title, deliveries) -> {
            out.append("== ").append(title).append('\n');
            for (Delivery d : deliveries) {
                out.append(cell(d.subject()))
                        .append(BETWEEN)
                        .append(cell(d.reply()))
                        .append(BETWEEN)
                        .append(cell(d.headers()))
                        .append(BETWEEN)
                        .append(cell(d.payload()))
                        .append('\n');
            }
        });
        return out.toString();
    }

    private static String cell(String latin) {
        return latin.isEmpty() ? "-" : Text.notation(latin).replace("|", "\\x7c");
    }

    /** Keeps a case's answers. */
    public synchronized void add(String title, List<Delivery> deliveries) {
        cases.put(title, deliveries);
    }

    /** Whether a case was recorded. */
    public synchronized boolean has(String title) {
        return cases.containsKey(title);
    }

    /** Mail that says what was recorded. */
    public synchronized Mail mail(String title) {
        return new RecordedMail(cases.getOrDefault(title, List.of()));
    }

    /** Says how answers differ from the recorded ones, or nothing. What differs between any two runs is passed over. */
    public synchronized String difference(String title, List<Delivery> now) {
        List<Delivery> then = cases.getOrDefault(title, List.of());
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < Math.min(then.size(), now.size()); i++) {
            List<String> wanted = Masks.lines(then.get(i));
            List<String> got = Masks.lines(now.get(i));
            List<String> missing = new ArrayList<>(wanted);
            missing.removeAll(got);
            List<String> extra = new ArrayList<>(got);
            extra.removeAll(wanted);
            if (!missing.isEmpty() || !extra.isEmpty()) {
                out.append("  answer ")
                        .append(i + 1)
                        .append(" on ")
                        .append(then.get(i).subject())
                        .append('\n');
                missing.forEach(
                        line -> out.append("    recorded: ").append(line).append('\n'));
                extra.forEach(line -> out.append("         got: ").append(line).append('\n'));
            }
        }
        return out.toString();
    }
}
