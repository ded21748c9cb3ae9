// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.jmh;

import io.natskit.wire.subject.Subjects;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Rules of subjects, over bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SubjectBenchmark {
    private final byte[] literal = "orders.europe.4711.created".getBytes(StandardCharsets.US_ASCII);
    private final String literalText = "orders.europe.4711.created";
    private final String pattern = "orders.*.4711.>";

    /** Checks a literal of four tokens. */
    @Benchmark
    public boolean isLiteral() {
        return Subjects.isLiteral(literal, 0, literal.length);
    }

    /** Checks a subject of four tokens. */
    @Benchmark
    public boolean isValid() {
        return Subjects.isValid(literal, 0, literal.length);
    }

    /** Matches a literal against a pattern with both wildcards. */
    @Benchmark
    public boolean matches() {
        return Subjects.matches(pattern, literalText);
    }
}
