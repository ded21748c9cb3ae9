// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import io.natskit.benchmarks.jmh.SubjectBenchmark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The parts of the hot paths alone: time and allocation of an operation. {@code bench.rows} is a pattern of benchmark names here. */
final class JmhRows {
    private final Setup setup;

    JmhRows(Setup setup) {
        this.setup = setup;
    }

    void run() {
        TimeValue time = TimeValue.milliseconds(setup.millis() / 2);
        Options options = new OptionsBuilder()
                .include(SubjectBenchmark.class.getPackageName() + ".*" + System.getProperty("bench.rows", "") + ".*")
                .forks(1)
                .warmupIterations(setup.rounds())
                .warmupTime(time)
                .measurementIterations(setup.rounds())
                .measurementTime(time)
                .addProfiler(GCProfiler.class)
                .build();
        try {
            write(new Runner(options).run());
        } catch (RunnerException failure) {
            throw new IllegalStateException("JMH failed", failure);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void write(Collection<RunResult> results) throws IOException {
        StringBuilder table =
                new StringBuilder("| benchmark | ns an operation | ± | B an operation |\n|---|---|---|---|\n");
        for (RunResult result : results) {
            Result<?> primary = result.getPrimaryResult();
            Result<?> allocation = result.getSecondaryResults().get("gc.alloc.rate.norm");
            String name = result.getParams().getBenchmark().replace(SubjectBenchmark.class.getPackageName() + ".", "");
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.1f |%n",
                    name,
                    primary.getScore(),
                    primary.getScoreError(),
                    allocation == null ? Double.NaN : allocation.getScore()));
        }
        Files.createDirectories(setup.dataFile("jmh").getParent());
        Files.writeString(setup.results().resolve("data").resolve("jmh.md"), table);
    }
}
