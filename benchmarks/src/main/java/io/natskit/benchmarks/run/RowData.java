// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * All rounds of one row. On disk a line a figure: round, side, name, value, kept apart by tabs; so a table can be made again from the
 * data, and a single row can be measured again.
 */
final class RowData {
    /** The side that is ours. */
    static final String OURS = "ours";

    /** The side that ours is held against. */
    static final String THEIRS = "theirs";

    /** What the generator could do at most. */
    static final String CEILING = "ceiling";

    /** What the raw generator gets out of the very server that both sides load. */
    static final String SERVER_LIMIT = "server-limit";

    private record Entry(int round, String side, String name, double value) {}

    private final List<Entry> entries = new ArrayList<>();

    void add(int round, String side, Figures figures) {
        figures.values().forEach((name, value) -> entries.add(new Entry(round, side, name, value)));
    }

    /** The figure of each round, in order. */
    double[] values(String side, String name) {
        return entries.stream()
                .filter(entry -> entry.side.equals(side) && entry.name.equals(name))
                .mapToDouble(Entry::value)
                .toArray();
    }

    boolean has(String side, String name) {
        return values(side, name).length > 0;
    }

    /** Ours over theirs, round by round, sorted. */
    double[] ratios(String name) {
        double[] ours = values(OURS, name);
        double[] theirs = values(THEIRS, name);
        double[] ratios = new double[Math.min(ours.length, theirs.length)];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = ours[i] / theirs[i];
        }
        Arrays.sort(ratios);
        return ratios;
    }

    double median(String side, String name) {
        return median(values(side, name));
    }

    /** The best that the generator did, where that was measured: what disturbs it can only make it slower. */
    OptionalDouble ceiling() {
        return best(CEILING);
    }

    /** The best that the generator did on the same server, where that was measured. */
    OptionalDouble serverLimit() {
        return best(SERVER_LIMIT);
    }

    private OptionalDouble best(String side) {
        return Arrays.stream(values(side, "rate")).max();
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    void write(Path file) {
        StringBuilder text = new StringBuilder();
        for (Entry entry : entries) {
            text.append(String.format(
                    Locale.ROOT, "%d\t%s\t%s\t%s%n", entry.round, entry.side, entry.name, trimmed(entry.value)));
        }
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String trimmed(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.format(Locale.ROOT, "%.4f", value);
    }

    static RowData read(Path file) {
        RowData data = new RowData();
        try {
            for (String line : Files.readAllLines(file)) {
                String[] cells = line.split("\t");
                data.entries.add(
                        new Entry(Integer.parseInt(cells[0]), cells[1], cells[2], Double.parseDouble(cells[3])));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return data;
    }
}
