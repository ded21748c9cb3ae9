// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.jmh;

import io.natskit.server.subject.Interest;
import io.natskit.server.subject.Matches;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The interest of one account with 100,000 subscriptions, half of them with wildcards. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class InterestBenchmark {
    private static final int SUBSCRIPTIONS = 100_000;
    private static final int DRAWN = 1 << 16;

    private final Interest<Integer> interest = new Interest<>();
    private final Matches<Integer> matches = new Matches<>();
    private final byte[][] hits = new byte[DRAWN][];
    private final byte[][] misses = new byte[DRAWN][];
    private int next;

    /** Fills the index and draws subjects at random. */
    @Setup
    public void fill() {
        for (int i = 0; i < SUBSCRIPTIONS; i++) {
            String end = i % 2 == 0 ? "part" : i % 4 == 1 ? "*" : ">";
            interest.insert(subject(i % 2 == 0 ? "exact" : "broad", i, end), null, i);
        }
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < DRAWN; i++) {
            int drawn = random.nextInt(SUBSCRIPTIONS);
            hits[i] = subject(drawn % 2 == 0 ? "exact" : "broad", drawn, "part");
            misses[i] = subject("other", drawn, "part");
        }
    }

    private static byte[] subject(String first, int index, String end) {
        return String.format(Locale.ROOT, "%s.%06d.%s", first, index, end).getBytes(StandardCharsets.US_ASCII);
    }

    /** A subject that one subscription wants, another each time. */
    @Benchmark
    public int hit() {
        return match(hits[next++ & (DRAWN - 1)]);
    }

    /** A subject that nobody wants, another each time. */
    @Benchmark
    public int miss() {
        return match(misses[next++ & (DRAWN - 1)]);
    }

    private int match(byte[] subject) {
        matches.clear();
        interest.match(subject, 0, subject.length, matches);
        return matches.plainCount();
    }
}
