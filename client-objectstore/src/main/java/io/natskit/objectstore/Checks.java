// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore;

import java.time.Duration;

/** Checks of arguments; each message shows the value and what was expected. */
final class Checks {
    private Checks() {}

    static long atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
        }
        return value;
    }

    static int atLeast(String name, int value, int least) {
        atLeast(name, (long) value, least);
        return value;
    }

    static Duration atLeast(String name, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
        }
        return value;
    }

    /** A store's name (ADR-6). */
    static String storeName(String name) {
        boolean good = !name.isEmpty();
        for (int i = 0; i < name.length() && good; i++) {
            char c = name.charAt(i);
            good = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
        }
        if (!good) {
            throw new IllegalArgumentException("store: \"" + name + "\" (expected: letters, digits, - and _)");
        }
        return name;
    }
}
