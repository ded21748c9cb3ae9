// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The loads that the {@code nats} program can make. It saturates before a fast server does, so these ratios say little about the
 * server; they are here because it is the yardstick that everybody has. Rates are by wall time, from the start of the publishing
 * program to the end of the last one, since its own subscriber rate counts from the first message only.
 */
final class NatsBenchRows {
    /** The row that has the median over all others. */
    static final String MIDDLE = "nb-middle";

    /** A row: what listens, what works and how many messages it is about. */
    record Row(String name, String label, List<String> listener, List<String> worker, int messages) {}

    /** Every row. */
    static final List<Row> ROWS = List.of(
            row("nb-pub16", "nats bench pub, 16 B", 3_000_000, "", "pub bench.nb --size 16"),
            row("nb-pub128", "nats bench pub, 128 B", 2_000_000, "", "pub bench.nb --size 128"),
            row("nb-pub16x4", "nats bench pub, 16 B, 4 clients", 4_000_000, "", "pub bench.nb --size 16 --clients 4"),
            row("nb-one16", "nats bench pub and sub, 16 B", 2_000_000, "sub bench.nb", "pub bench.nb --size 16"),
            row("nb-one128", "nats bench pub and sub, 128 B", 1_000_000, "sub bench.nb", "pub bench.nb --size 128"),
            row("nb-one1k", "nats bench pub and sub, 1 KiB", 500_000, "sub bench.nb", "pub bench.nb --size 1024"),
            row(
                    "nb-rr1",
                    "nats bench service, 1 client",
                    10_000,
                    "service serve bench.svc",
                    "service request bench.svc"),
            row(
                    "nb-rr10",
                    "nats bench service, 10 clients",
                    40_000,
                    "service serve bench.svc",
                    "service request bench.svc --clients 10"));

    private static final Pattern SECONDS = Pattern.compile("([\\d,.]+) msgs/sec");

    private final Setup setup;

    NatsBenchRows(Setup setup) {
        this.setup = setup;
    }

    private static Row row(String name, String label, int messages, String listener, String worker) {
        return new Row(
                name,
                label,
                listener.isEmpty() ? List.of() : List.of(listener.split(" ")),
                List.of(worker.split(" ")),
                messages);
    }

    void run() {
        RowData middle = new RowData();
        boolean complete = true;
        List<Double> medians = new ArrayList<>();
        for (Row row : ROWS) {
            if (setup.wanted(row.name)) {
                try (ServerProcess ours = ServerProcess.start(setup.ours());
                        ServerProcess theirs = ServerProcess.start(setup.natsServer())) {
                    RowData data = SideBySide.run(setup, row.name, () -> once(row, ours), () -> once(row, theirs));
                    SideBySide.keep(setup, row.name, data);
                }
            }
            boolean measured = java.nio.file.Files.exists(setup.dataFile(row.name));
            complete &= measured;
            if (measured) {
                medians.add(
                        RowData.median(RowData.read(setup.dataFile(row.name)).ratios("rate")));
            }
        }
        if (complete) {
            for (int i = 0; i < medians.size(); i++) {
                middle.add(i + 1, RowData.OURS, Figures.of("rate", medians.get(i)));
                middle.add(i + 1, RowData.THEIRS, Figures.of("rate", 1));
            }
            SideBySide.keep(setup, MIDDLE, middle);
        }
    }

    private Figures once(Row row, ServerProcess server) {
        try {
            Process listener = null;
            if (!row.listener.isEmpty()) {
                listener = start(row.listener, row, server);
                awaitSubscription(listener);
            }
            long start = System.nanoTime();
            Process worker = start(row.worker, row, server);
            String said = new String(worker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            finish(worker, said);
            boolean counts = false;
            if (listener != null && row.listener.get(0).equals("sub")) {
                counts = true;
                finish(listener, "");
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            if (listener != null) {
                listener.destroy();
            }
            Figures figures = Figures.of("wall", row.messages / seconds).and("messages", row.messages);
            return figures.and("rate", counts ? row.messages / seconds : reported(said));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private static double reported(String said) {
        Matcher rate = SECONDS.matcher(said);
        double last = Double.NaN;
        while (rate.find()) {
            last = Double.parseDouble(rate.group(1).replace(",", ""));
        }
        if (Double.isNaN(last)) {
            throw new IllegalStateException("nats bench said: " + said + " (expected: a rate)");
        }
        return last;
    }

    private static Process start(List<String> words, Row row, ServerProcess server) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Setup.binary("NATS_CLI", "nats"), "--server", server.url(), "bench"));
        command.addAll(words);
        command.add("--no-progress");
        boolean endless = words.contains("serve");
        if (!endless) {
            command.addAll(List.of("--msgs", String.valueOf(row.messages)));
        }
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void awaitSubscription(Process listener) throws IOException, InterruptedException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(listener.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null && !line.contains("Starting")) {
            line = lines.readLine();
        }
        // it says so just before it subscribes
        TimeUnit.MILLISECONDS.sleep(300);
        Thread drain = new Thread(() -> lines.lines().forEach(rest -> {}), "listener-output");
        drain.setDaemon(true);
        drain.start();
    }

    private static void finish(Process process, String said) throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("nats bench did not end within 60 s: " + said);
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException("nats bench ended with " + process.exitValue() + ": " + said);
        }
    }
}
