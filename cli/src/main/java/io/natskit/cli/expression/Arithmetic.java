// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.expression;

import io.natskit.wire.GoDuration;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Sums, products and ranges; of times and durations, too. */
final class Arithmetic {
    /** A range of more would fill the memory. */
    static final int ELEMENTS_MAX = 1_000_000;

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Arithmetic() {}

    static Object add(Object left, Object right) {
        if (left instanceof String a && right instanceof String b) {
            if (a.length() + b.length() > ELEMENTS_MAX) {
                throw new Unfit("a text of more than " + ELEMENTS_MAX + " characters (expected: at most so many)");
            }
            return a + b;
        }
        if (left instanceof Long a && right instanceof Long b) {
            return a + b;
        }
        if (left instanceof Number a && right instanceof Number b) {
            return a.doubleValue() + b.doubleValue();
        }
        if (left instanceof Duration a && right instanceof Instant b) {
            return add(b, a);
        }
        if (right instanceof Duration more) {
            return later("+", left, more);
        }
        throw refused("+", left, right);
    }

    static Object subtract(Object left, Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return a - b;
        }
        if (left instanceof Number a && right instanceof Number b) {
            return a.doubleValue() - b.doubleValue();
        }
        if (left instanceof Instant a && right instanceof Instant b) {
            return fitting(Duration.between(b, a));
        }
        if (right instanceof Duration less) {
            return later("-", left, less.negated());
        }
        throw refused("-", left, right);
    }

    private static Object later(String sign, Object left, Duration more) {
        try {
            if (left instanceof Instant time) {
                return time.plus(more);
            }
            if (left instanceof Duration duration) {
                return fitting(duration.plus(more));
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw new Unfit("no such time or duration: " + GoText.of(left) + " and " + GoDuration.format(more));
        }
        throw refused(sign, left, more);
    }

    static Object multiply(Object left, Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return a * b;
        }
        if (left instanceof Number a && right instanceof Number b) {
            return a.doubleValue() * b.doubleValue();
        }
        if (left instanceof Number times && right instanceof Duration duration) {
            return multiply(duration, times);
        }
        if (left instanceof Duration duration && right instanceof Number times) {
            return fitting(Duration.ofNanos((long) (nanos(duration) * times.doubleValue())));
        }
        throw refused("*", left, right);
    }

    /** Always of fractions. */
    static Object divide(Object left, Object right) {
        if (left instanceof Number a && right instanceof Number b) {
            return a.doubleValue() / b.doubleValue();
        }
        if (left instanceof Duration a && right instanceof Duration b) {
            return nanos(a) / nanos(b);
        }
        throw refused("/", left, right);
    }

    static Object remainder(Object left, Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            if (b == 0) {
                throw new Unfit("a remainder of a division by zero");
            }
            return a % b;
        }
        throw refused("%", left, right);
    }

    static Object power(Object left, Object right) {
        return Math.pow(Values.number("what is raised to a power", left), Values.number("the power", right));
    }

    static Object negate(Object value) {
        if (value instanceof Long number) {
            return -number;
        }
        if (value instanceof Duration duration) {
            return fitting(duration.negated());
        }
        return -Values.number("what is negated", value);
    }

    /** All whole numbers from the one to the other. */
    static Object range(Object left, Object right) {
        long from = Values.whole("the beginning of a range", left);
        long to = Values.whole("the end of a range", right);
        if (to >= from && (to - from < 0 || to - from >= ELEMENTS_MAX)) {
            throw new Unfit("a range of too many numbers (expected: at most " + ELEMENTS_MAX + ")");
        }
        List<Object> numbers = new ArrayList<>();
        for (long number = from; number <= to && numbers.size() < ELEMENTS_MAX; number++) {
            numbers.add(number);
        }
        return numbers;
    }

    /** As long as Go's durations are at most: 292 years. */
    static Duration fitting(Duration duration) {
        return duration.compareTo(LONGEST) > 0
                ? LONGEST
                : duration.compareTo(LONGEST.negated()) < 0 ? LONGEST.negated() : duration;
    }

    private static double nanos(Duration duration) {
        return duration.getSeconds() * 1e9 + duration.getNano();
    }

    private static Unfit refused(String sign, Object left, Object right) {
        return new Unfit("operator " + sign + " does not fit " + Values.type(left) + " and " + Values.type(right));
    }
}
