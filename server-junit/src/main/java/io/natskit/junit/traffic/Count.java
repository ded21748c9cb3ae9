// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit.traffic;

/** How often something is expected. Immutable. */
public final class Count {
    private final long min;
    private final long max;

    private Count(long min, long max) {
        if (min < 0 || max < min) {
            throw new IllegalArgumentException("count: " + min + ".." + max + " (expected: 0 <= least <= most)");
        }
        this.min = min;
        this.max = max;
    }

    /** Exactly {@code n} times. */
    public static Count times(long n) {
        return new Count(n, n);
    }

    /** Once. */
    public static Count once() {
        return times(1);
    }

    /** Not at all. */
    public static Count never() {
        return times(0);
    }

    /** {@code n} times or more. */
    public static Count atLeast(long n) {
        return new Count(n, Long.MAX_VALUE);
    }

    /** {@code n} times or fewer. */
    public static Count atMost(long n) {
        return new Count(0, n);
    }

    /** From {@code least} to {@code most} times. */
    public static Count between(long least, long most) {
        return new Count(least, most);
    }

    long min() {
        return min;
    }

    boolean isBounded() {
        return max != Long.MAX_VALUE;
    }

    boolean holds(long found) {
        return found >= min && found <= max;
    }

    boolean isExceededBy(long found) {
        return found > max;
    }

    @Override
    public String toString() {
        if (max == 0) {
            return "never";
        }
        if (min == max) {
            return "exactly " + words(min);
        }
        if (!isBounded()) {
            return "at least " + words(min);
        }
        return min == 0 ? "at most " + words(max) : "from " + min + " to " + words(max);
    }

    static String words(long n) {
        return n + (n == 1 ? " time" : " times");
    }
}
