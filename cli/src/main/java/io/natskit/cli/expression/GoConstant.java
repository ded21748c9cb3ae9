// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import java.util.Locale;
import java.util.Map;

/**
 * A constant of Go's: a number with a name, which no string and no number is equal to.
 *
 * @param word as JSON has it
 */
record GoConstant(String word) {
    private static final Map<String, String> NAMES = Map.of("workqueue", "WorkQueue", "s2", "S2 Compression");

    /** What its method {@code String()} gives. */
    String name() {
        String known = NAMES.get(word);
        if (known != null) {
            return known;
        }
        StringBuilder name = new StringBuilder();
        for (String part : word.split("_", -1)) {
            name.append(name.length() == 0 ? "" : " ");
            name.append(part.isEmpty() ? "" : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
        }
        return name.toString();
    }

    @Override
    public String toString() {
        return name();
    }
}
