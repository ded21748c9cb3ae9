// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.wire.checks;

import java.time.Duration;

/** Checks of arguments; each gives the argument, or throws {@link IllegalArgumentException} that shows the value and what was expected. */
public final class Checks {
    private Checks() {}

    /** At least {@code least}. */
    public static long atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
        }
        return value;
    }

    /** At least {@code least}. */
    public static int atLeast(String name, int value, int least) {
        atLeast(name, (long) value, least);
        return value;
    }

    /** At least {@code least}. */
    public static Duration atLeast(String name, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
        }
        return value;
    }

    /** Not less than nothing. */
    public static int notNegative(String name, int value) {
        return atLeast(name, value, 0);
    }

    /** Not less than nothing. */
    public static long notNegative(String name, long value) {
        return atLeast(name, value, 0);
    }

    /** Not less than nothing. */
    public static Duration notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 0)");
        }
        return value;
    }

    /** More than nothing. */
    public static int positive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
        }
        return value;
    }

    /** More than nothing. */
    public static long positive(String name, long value) {
        return atLeast(name, value, 1);
    }

    /** More than nothing. */
    public static Duration positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
        }
        return value;
    }

    /** More than white space. */
    public static String notBlank(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + ": \"" + value + "\" (expected: not blank)");
        }
        return value;
    }

    /** A name of a bucket or a store (ADR-6). */
    public static String plainName(String what, String name) {
        boolean good = !name.isEmpty();
        for (int i = 0; i < name.length() && good; i++) {
            char c = name.charAt(i);
            good = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
        }
        if (!good) {
            throw new IllegalArgumentException(what + ": \"" + name + "\" (expected: letters, digits, - and _)");
        }
        return name;
    }
}
