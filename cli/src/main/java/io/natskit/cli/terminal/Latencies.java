// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.terminal;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long something took, many times: buckets a sixteenth of a power of two wide, so that a percentile is right to 6 %. Not shared between
 * threads; {@link #add(Latencies)} joins those of several.
 */
public final class Latencies {
    private static final int STEPS = 16;
    private static final int STEP_BITS = 4;
    private static final int BAR = 40;

    private final long[] buckets = new long[64 * STEPS];
    private long count;
    private long max;
    private double sum;

    /** None yet. */
    public Latencies() {}

    /** Records one, in nanoseconds; a negative one counts as nothing. */
    public void record(long nanos) {
        long time = Math.max(0, nanos);
        buckets[bucket(time)]++;
        count++;
        sum += time;
        max = Math.max(max, time);
    }

    /** Takes in all of another. */
    public void add(Latencies other) {
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] += other.buckets[i];
        }
        count += other.count;
        sum += other.sum;
        max = Math.max(max, other.max);
    }

    /** How many there are. */
    public long count() {
        return count;
    }

    /** The longest. */
    public Duration max() {
        return Duration.ofNanos(max);
    }

    /** Their mean. */
    public Duration mean() {
        return Duration.ofNanos(count == 0 ? 0 : Math.round(sum / count));
    }

    /** The time that {@code percent} of them did not pass. */
    public Duration percentile(double percent) {
        long wanted = Math.max(1, (long) Math.ceil(count * percent / 100));
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += buckets[i];
            if (seen >= wanted) {
                return Duration.ofNanos(Math.min(max, top(i)));
            }
        }
        return Duration.ZERO;
    }

    /** Percentiles in a line, and a histogram with a bar for each power of two. */
    public String report() {
        if (count == 0) {
            return "no latencies";
        }
        StringBuilder text = new StringBuilder("latency  mean " + Figures.duration(mean()));
        for (double percent : new double[] {50, 90, 99, 99.9}) {
            text.append("  p").append(percent % 1 == 0 ? Long.toString((long) percent) : Double.toString(percent));
            text.append(' ').append(Figures.duration(percentile(percent)));
        }
        text.append("  max ").append(Figures.duration(max())).append('\n');
        return text.append(histogram()).toString();
    }

    private String histogram() {
        long[] powers = new long[64];
        for (int i = 0; i < buckets.length; i++) {
            powers[i / STEPS] += buckets[i];
        }
        long most = Arrays.stream(powers).max().orElse(1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < powers.length; i++) {
            if (powers[i] > 0) {
                int filled = (int) Math.max(1, powers[i] * BAR / most);
                text.append(String.format(
                        Locale.ROOT,
                        "  up to %10s  %-" + BAR + "s %,d (%.1f %%)%n",
                        Figures.duration(Duration.ofNanos(top(i * STEPS + STEPS - 1))),
                        "█".repeat(filled),
                        powers[i],
                        powers[i] * 100.0 / count));
            }
        }
        return text.toString();
    }

    /** Below {@link #STEPS} each nanosecond has its own; above, the leading bits behind the first one say which. */
    private static int bucket(long nanos) {
        if (nanos < STEPS) {
            return (int) nanos;
        }
        int power = 63 - Long.numberOfLeadingZeros(nanos);
        int step = (int) (nanos >>> (power - STEP_BITS)) & (STEPS - 1);
        return (power - STEP_BITS + 1) * STEPS + step;
    }

    /** The longest time of a bucket. */
    private static long top(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int shift = bucket / STEPS - 1;
        return ((long) (STEPS + bucket % STEPS + 1) << shift) - 1;
    }
}
