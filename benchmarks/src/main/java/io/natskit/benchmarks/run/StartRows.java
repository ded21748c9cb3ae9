// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import io.natskit.benchmarks.start.EmbeddedStart;
import io.natskit.benchmarks.start.OneLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** How long a start takes. The single starts of a round are many, since one says little. */
final class StartRows {
    private static final int STARTS = 5;

    private final Setup setup;

    StartRows(Setup setup) {
        this.setup = setup;
    }

    void run() {
        for (String release : List.of("17", "25")) {
            Optional<String> home = Setup.java(release);
            if (home.isEmpty()) {
                setup.say(
                        "startup on JDK %s is not measured: neither JAVA%s_HOME nor the running JDK", release, release);
                continue;
            }
            Launch launch = new Launch(setup, home.get());
            launch.awaitArchive();
            String row = "start" + release;
            if (setup.wanted(row)) {
                List<String> bare = launch.jvm(OneLine.class);
                keep(row, SideBySide.run(setup, row, () -> pong(launch, launch.server()), () -> line(bare)));
            }
            String nativeRow = "start-native" + release;
            if (setup.wanted(nativeRow)) {
                keep(
                        nativeRow,
                        SideBySide.run(
                                setup,
                                nativeRow,
                                () -> pong(launch, launch.server()),
                                () -> pong(launch, setup.natsServer())));
            }
        }
        if (setup.wanted("embedded")) {
            RowData data = new RowData();
            for (int round = 1; round <= setup.rounds(); round++) {
                data.add(
                        round,
                        RowData.OURS,
                        Figures.parse(
                                output(Setup.javaMain(EmbeddedStart.class)).substring(3)));
            }
            keep("embedded", data);
        }
    }

    private void keep(String row, RowData data) {
        SideBySide.keep(setup, row, data);
    }

    private static Figures pong(Launch launch, List<String> command) {
        double[] millis = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            millis[i] = launch.millisToPong(command);
        }
        return Figures.of("ms", RowData.median(millis));
    }

    private static Figures line(List<String> command) {
        double[] millis = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            long before = System.nanoTime();
            output(command);
            millis[i] = (System.nanoTime() - before) / 1e6;
        }
        return Figures.of("ms", RowData.median(millis));
    }

    /** The first line that the command prints; the time until it is there is what {@link #line} measures. */
    private static String output(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                String line = out.readLine();
                if (line == null) {
                    throw new IllegalStateException(command + " printed nothing (expected: one line)");
                }
                return line;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
