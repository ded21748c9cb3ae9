// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import java.util.Locale;

/** Numbers as a reader likes them. */
final class Numbers {
    private Numbers() {}

    static String shortForm(RowData data, String side, String figure) {
        return data.has(side, figure) ? shortForm(data.median(side, figure)) : "–";
    }

    static String shortForm(double value) {
        if (Math.abs(value) >= 1e6) {
            return String.format(Locale.ROOT, "%.2f M", value / 1e6);
        }
        if (Math.abs(value) >= 1e4) {
            return String.format(Locale.ROOT, "%.1f k", value / 1e3);
        }
        if (Math.abs(value) >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        if (value == 0) {
            return "0";
        }
        return String.format(Locale.ROOT, Math.abs(value) < 1 ? "%.3f" : "%.1f", value);
    }
}
