// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text format of Prometheus (0.0.4) as strictly as its rules are; what breaks one is a problem. */
final class PrometheusText {
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\\\\\"n])*)\"(?:,|$)");

    /** One metric: its kind, and its samples by their labels as they are written. */
    record Metric(String kind, Map<String, Double> samples) {}

    private final Map<String, Metric> metrics = new LinkedHashMap<>();
    private final Map<String, String> helps = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private String current = "";

    private PrometheusText() {}

    static PrometheusText read(String text) {
        PrometheusText read = new PrometheusText();
        if (!text.endsWith("\n")) {
            read.problems.add("the last line does not end");
        }
        for (String line : text.split("\n")) {
            read.line(line);
        }
        read.metrics.forEach((name, metric) -> {
            if (!read.helps.containsKey(name)) {
                read.problems.add(name + ": no help");
            }
            if (name.endsWith("_total") != metric.kind.equals("counter")) {
                read.problems.add(name + ": a " + metric.kind);
            }
        });
        return read;
    }

    private void line(String line) {
        String[] words = line.split(" ", 4);
        if (line.startsWith("# HELP ")) {
            if (helps.put(words[2], words[3]) != null) {
                problems.add(words[2] + ": help twice");
            }
        } else if (line.startsWith("# TYPE ")) {
            current = words[2];
            if (metrics.put(current, new Metric(words[3], new LinkedHashMap<>())) != null) {
                problems.add(current + ": begun twice");
            }
            if (!Set.of("gauge", "counter").contains(words[3])) {
                problems.add(current + ": kind " + words[3]);
            }
        } else {
            sample(line);
        }
    }

    private void sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            problems.add("no sample: " + line);
            return;
        }
        if (!sample.group(1).equals(current)) {
            problems.add("sample of another metric than " + current + ": " + line);
            return;
        }
        String labels = sample.group(2) == null ? "" : sample.group(2);
        Set<String> names = new LinkedHashSet<>();
        Matcher label = LABEL.matcher(labels);
        int end = 0;
        while (label.find() && label.start() == end) {
            end = label.end();
            if (!names.add(label.group(1))) {
                problems.add("label twice: " + line);
            }
        }
        if (end != labels.length()) {
            problems.add("labels: " + line);
        }
        Metric metric = Objects.requireNonNull(metrics.get(current), current);
        Double before = metric.samples.put(labels, Double.parseDouble(sample.group(3)));
        if (before != null) {
            problems.add("sample twice: " + line);
        }
    }

    List<String> problems() {
        return problems;
    }

    Map<String, Metric> metrics() {
        return metrics;
    }

    /** The value of a sample. */
    double value(String name, String labels) {
        Metric metric = metrics.get(name);
        Double value = metric == null ? null : metric.samples.get(labels);
        if (value == null) {
            throw new AssertionError("no sample " + name + "{" + labels + "} in " + metrics);
        }
        return value;
    }
}
