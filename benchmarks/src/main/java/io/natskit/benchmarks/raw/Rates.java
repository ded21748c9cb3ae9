// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import java.util.Locale;

/** The line that tells of a stream. */
final class Rates {
    private Rates() {}

    static String line(long messages, long nanos) {
        return String.format(
                Locale.ROOT, "messages=%d seconds=%.4f rate=%.1f", messages, nanos / 1e9, messages * 1e9 / nanos);
    }
}
