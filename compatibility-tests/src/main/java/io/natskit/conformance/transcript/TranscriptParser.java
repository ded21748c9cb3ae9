// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.transcript;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads transcript files; {@code docs/conformance.md} describes their syntax. Confined to one thread, used once. */
public final class TranscriptParser {
    private static final Pattern HEADER = Pattern.compile("== (.+?) \\[([A-Za-z0-9 -]+)]");
    private static final Pattern TALK = Pattern.compile("([CS])(\\d*)(-?):(?: (.*))?");
    private static final Pattern DIRECTIVE =
            Pattern.compile("(closed|open|fence|login|connect|cut|run|exit|prints|never)(?: C?(\\d+))?(?::? (.+))?");

    private final String name;
    private final StringBuilder config = new StringBuilder();
    private final List<Transcript.Case> cases = new ArrayList<>();

    // per case
    private String title = "";
    private List<String> rows = List.of();
    private String[] parameters = {};
    private List<Map<String, String>> variants = new ArrayList<>();
    private Transcript.Splits splits = Transcript.Splits.BYTEWISE;
    private String difference = "";
    private String only = "";
    private List<Step> steps = new ArrayList<>();

    private TranscriptParser(String name) {
        this.name = name;
    }

    /** Parses a file's text. */
    public static Transcript parse(String name, String text) {
        return new TranscriptParser(name).parse(text);
    }

    private Transcript parse(String text) {
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("== ")) {
                finishCase();
                startCase(line, number);
            } else if (title.isEmpty()) {
                fileLine(line, number);
            } else {
                caseLine(line, number);
            }
        }
        finishCase();
        return new Transcript(name, config.toString(), List.copyOf(cases));
    }

    private void fileLine(String line, int number) {
        if (!line.startsWith("| ") && !line.equals("|")) {
            throw failure(number, "expected a line of configuration (\"| …\") or a case (\"== …\"): " + line);
        }
        config.append(line.substring(1).strip()).append('\n');
    }

    private void startCase(String line, int number) {
        Matcher m = HEADER.matcher(line);
        if (!m.matches()) {
            throw failure(number, "expected \"== title [ROW ROW]\": " + line);
        }
        title = m.group(1);
        rows = List.of(m.group(2).trim().split(" +"));
        for (Transcript.Case other : cases) {
            if (other.title().equals(title)) {
                throw failure(number, "a second case of the same title: " + title);
            }
        }
    }

    private void caseLine(String line, int number) {
        if (line.startsWith("with ")) {
            withLine(line.substring(5), number);
        } else if (line.equals("split: every")) {
            splits = Transcript.Splits.EVERY;
        } else if (line.equals("split: never")) {
            splits = Transcript.Splits.NEVER;
        } else if (line.startsWith("only: ")) {
            only = line.substring(6).strip();
        } else if (line.startsWith("difference: ")) {
            difference = line.substring(12).strip();
        } else {
            steps.add(step(line, number));
        }
    }

    /** {@code with a, b: 1 | 2} gives one variant in which {@code a} is 1 and {@code b} is 2. */
    private void withLine(String text, int number) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw failure(number, "expected \"with name: value\": " + text);
        }
        parameters = text.substring(0, colon).split(", *");
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

    private Step step(String line, int number) {
        Matcher talk = TALK.matcher(line);
        if (talk.matches()) {
            int connection = connection(talk.group(2));
            String text = talk.group(4) == null ? "" : talk.group(4);
            return talk.group(1).equals("C")
                    ? new Step.Send(number, connection, text, talk.group(3).isEmpty())
                    : new Step.Expect(number, connection, text, talk.group(3).isEmpty());
        }
        Matcher m = DIRECTIVE.matcher(line.strip());
        if (!m.matches()) {
            throw failure(number, "neither C:, S: nor a directive: " + line);
        }
        int connection = connection(m.group(2));
        String rest = m.group(3) == null ? "" : m.group(3);
        switch (m.group(1)) {
            case "closed":
                return new Step.Closed(number, connection);
            case "cut":
                return new Step.Cut(number, connection);
            case "connect":
                return new Step.Login(number, connection, "");
            case "never":
                return new Step.Never(number, connection, rest);
            case "run":
                return new Step.Run(number, connection, rest);
            case "prints":
                return new Step.Prints(number, connection, rest);
            case "exit":
                return new Step.Exit(number, connection, !rest.equals("not 0"));
            case "login":
                return new Step.Login(number, connection, rest.isEmpty() ? "{}" : rest);
            default:
                return new Step.Fence(number, connection);
        }
    }

    private static int connection(String text) {
        return text == null || text.isEmpty() ? 1 : Integer.parseInt(text);
    }

    private void finishCase() {
        if (title.isEmpty()) {
            return;
        }
        if (variants.isEmpty()) {
            variants.add(Map.of());
        }
        cases.add(
                new Transcript.Case(title, rows, List.copyOf(variants), splits, difference, only, List.copyOf(steps)));
        title = "";
        variants = new ArrayList<>();
        splits = Transcript.Splits.BYTEWISE;
        difference = "";
        only = "";
        steps = new ArrayList<>();
    }

    private TranscriptFailure failure(int line, String what) {
        return new TranscriptFailure(name + ".txt:" + line + ": " + what);
    }
}
