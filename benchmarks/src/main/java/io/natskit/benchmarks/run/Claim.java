// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import java.util.Locale;

/**
 * One line of a table: a figure of a row and, where we promise something, the limit that its median has to keep.
 *
 * @param group the table: server, nats-bench, client, startup or memory
 * @param row the row whose data it reads
 * @param label what the reader sees
 * @param figure the name of the figure
 * @param unit the unit of the absolute figures
 * @param kind how the limit is meant
 * @param limit the limit; NaN where none is promised
 */
record Claim(String group, String row, String label, String figure, String unit, Kind kind, double limit) {

    /** What is compared with the limit. */
    enum Kind {
        /** Ours over theirs, at least. */
        RATIO_AT_LEAST("≥ %s ×"),
        /** Ours over theirs, at most. */
        RATIO_AT_MOST("≤ %s ×"),
        /** Ours alone, at most. */
        OURS_AT_MOST("≤ %s"),
        /** Ours less theirs, at most. */
        DIFFERENCE_AT_MOST("≤ theirs + %s"),
        /** Nothing: the figure is there to be looked at. */
        REPORTED("–");

        private final String wording;

        Kind(String wording) {
            this.wording = wording;
        }
    }

    static Claim faster(String group, String row, String label, double limit) {
        return new Claim(group, row, label, "rate", "/s", Kind.RATIO_AT_LEAST, limit);
    }

    static Claim atMost(String group, String row, String label, String figure, String unit, double limit) {
        return new Claim(group, row, label, figure, unit, Kind.RATIO_AT_MOST, limit);
    }

    static Claim reported(String group, String row, String label, String figure, String unit) {
        return new Claim(group, row, label, figure, unit, Kind.REPORTED, Double.NaN);
    }

    String limitText() {
        String number = limit == Math.rint(limit)
                ? String.valueOf((long) limit)
                : String.format(Locale.ROOT, "%.2f", limit).replaceAll("0$", "");
        return kind.wording.replace("%s", number);
    }

    /** The three values that the table shows: minimum, median and maximum of what the limit is about. */
    double[] spread(RowData data) {
        double[] values = switch (kind) {
            case OURS_AT_MOST -> data.values(RowData.OURS, figure);
            case DIFFERENCE_AT_MOST -> differences(data);
            default -> data.ratios(figure);
        };
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        return sorted.length == 0
                ? new double[] {Double.NaN, Double.NaN, Double.NaN}
                : new double[] {sorted[0], RowData.median(sorted), sorted[sorted.length - 1]};
    }

    private double[] differences(RowData data) {
        double[] ours = data.values(RowData.OURS, figure);
        double[] theirs = data.values(RowData.THEIRS, figure);
        double[] differences = new double[Math.min(ours.length, theirs.length)];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = ours[i] - theirs[i];
        }
        return differences;
    }

    /** Of what the raw generator gets out of a server: whoever reaches so much is held up by the server. */
    private static final double AT_LIMIT = 0.9;

    /**
     * kept, missed, at the server's limit (missed, where ours is nearly as fast as the raw generator on that server, so that no client could keep it), void (the generator
     * was too near its ceiling) or – (nothing was promised).
     */
    String verdict(RowData data) {
        if (kind == Kind.REPORTED) {
            return "–";
        }
        if (figure.equals("rate") && data.ceiling().isPresent()) {
            double fastest = Math.max(data.median(RowData.OURS, figure), data.median(RowData.THEIRS, figure));
            if (data.ceiling().getAsDouble() < 2 * fastest) {
                return "void";
            }
        }
        double median = spread(data)[1];
        boolean kept = kind == Kind.RATIO_AT_LEAST ? median >= limit : median <= limit;
        return kept ? "kept" : atServerLimit(data) ? "at the server's limit" : "**missed**";
    }

    private boolean atServerLimit(RowData data) {
        return figure.equals("rate")
                && kind == Kind.RATIO_AT_LEAST
                && data.serverLimit().isPresent()
                && data.median(RowData.OURS, figure)
                        >= AT_LIMIT * data.serverLimit().getAsDouble();
    }
}
