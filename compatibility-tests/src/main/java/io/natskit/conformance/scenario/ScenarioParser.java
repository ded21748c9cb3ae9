// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.scenario;

import io.natskit.conformance.transcript.TranscriptFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads scenario files; {@code docs/conformance.md} describes their syntax. Confined to one thread, used once. */
public final class ScenarioParser {
    private static final Pattern HEADER = Pattern.compile("== (.+?) \\[([A-Za-z0-9 -]+)]");
    private static final Pattern LINE = Pattern.compile("(?:@(\\d+) )?(?:x(\\d+) )?(\\S+)(?: (.*))?");
    private static final Set<String> VERBS = Set.of(
            "login", "api", "req", "ask", "pull", "pub", "post", "sub", "from", "m", "s", "next", "none", "hold",
            "keep", "ack", "ackonly", "await", "drop", "cut", "=", "err", "raw", "h", "status", "reply", "subject",
            "headers");

    private final String name;
    private final StringBuilder config = new StringBuilder();
    private final List<Scenario.Case> cases = new ArrayList<>();

    // per case
    private String title = "";
    private List<String> rows = List.of();
    private List<Map<String, String>> variants = new ArrayList<>();
    private String difference = "";
    private String only = "";
    private boolean loose;
    private List<Act> acts = new ArrayList<>();

    private ScenarioParser(String name) {
        this.name = name;
    }

    /** All scenarios of a folder, by name. */
    public static List<Scenario> in(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".txt"))
                    .sorted()
                    .map(ScenarioParser::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one file. */
    public static Scenario read(Path file) {
        try {
            String name = String.valueOf(file.getFileName());
            return parse(name.substring(0, name.length() - ".txt".length()), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parses a file's text. */
    public static Scenario parse(String name, String text) {
        return new ScenarioParser(name).parse(text);
    }

    private Scenario parse(String text) {
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("== ")) {
                finishCase();
                startCase(line, number);
            } else if (!title.isEmpty()) {
                caseLine(line, number);
            } else if (line.startsWith("|")) {
                config.append(line.substring(1).strip()).append('\n');
            } else {
                throw failure(number, "expected a line of configuration (\"| …\") or a case (\"== …\"): " + line);
            }
        }
        finishCase();
        return new Scenario(name, config.toString(), List.copyOf(cases));
    }

    private void startCase(String line, int number) {
        Matcher m = HEADER.matcher(line);
        if (!m.matches()) {
            throw failure(number, "expected \"== title [ROW ROW]\": " + line);
        }
        title = m.group(1);
        rows = List.of(m.group(2).trim().split(" +"));
        if (cases.stream().anyMatch(other -> other.title().equals(title))) {
            throw failure(number, "a second case of the same title: " + title);
        }
    }

    private void caseLine(String line, int number) {
        if (line.startsWith("with ")) {
            withLine(line.substring(5), number);
        } else if (line.startsWith("only: ")) {
            only = line.substring(6).strip();
        } else if (line.startsWith("difference: ")) {
            difference = line.substring(12).strip();
        } else if (line.equals("loose")) {
            loose = true;
        } else {
            Matcher m = LINE.matcher(line);
            if (!m.matches() || !VERBS.contains(m.group(3))) {
                throw failure(number, "no such step: " + line);
            }
            int connection = m.group(1) == null ? 1 : Integer.parseInt(m.group(1));
            int times = m.group(2) == null ? 1 : Integer.parseInt(m.group(2));
            acts.add(new Act(number, connection, times, m.group(3), m.group(4) == null ? "" : m.group(4)));
        }
    }

    /** {@code with a, b: 1 | 2} gives one variant in which {@code a} is 1 and {@code b} is 2. */
    private void withLine(String text, int number) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw failure(number, "expected \"with name: value\": " + text);
        }
        String[] parameters = text.substring(0, colon).split(", *");
        String[] values = text.substring(colon + 1).strip().split(" \\| ", -1);
        if (values.length != parameters.length) {
            throw failure(number, values.length + " values (expected: " + parameters.length + ")");
        }
        Map<String, String> variant = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            variant.put(parameters[i].strip(), values[i]);
        }
        variants.add(variant);
    }

    private void finishCase() {
        if (title.isEmpty()) {
            return;
        }
        if (variants.isEmpty()) {
            variants.add(Map.of());
        }
        cases.add(new Scenario.Case(title, rows, List.copyOf(variants), difference, only, loose, List.copyOf(acts)));
        title = "";
        variants = new ArrayList<>();
        difference = "";
        only = "";
        loose = false;
        acts = new ArrayList<>();
    }

    private TranscriptFailure failure(int line, String what) {
        return new TranscriptFailure(name + ".txt:" + line + ": " + what);
    }
}
