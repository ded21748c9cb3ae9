// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named numbers of one round on one side.
 *
 * @param values the numbers in the order in which they were measured
 */
record Figures(Map<String, Double> values) {

    static Figures of(String name, double value) {
        return new Figures(Map.of(name, value));
    }

    /** Reads {@code key=value} pairs. */
    static Figures parse(String line) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (String pair : line.trim().split(" +")) {
            int equals = pair.indexOf('=');
            values.put(pair.substring(0, equals), Double.parseDouble(pair.substring(equals + 1)));
        }
        return new Figures(values);
    }

    Figures and(String name, double value) {
        Map<String, Double> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Figures(more);
    }

    double get(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("figure " + name + " (expected: one of " + values.keySet() + ")");
        }
        return value;
    }
}
