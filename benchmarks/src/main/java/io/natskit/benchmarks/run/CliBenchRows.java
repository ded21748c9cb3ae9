// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code natskit bench} beside {@code nats bench}: the same arguments, on the same server, and what each says itself. A program that measures must neither be the brake nor say too much, so the server's own counters
 * judge: they have counted just the messages that the program was told to make, and not for longer than it says.
 */
final class CliBenchRows {
    /**
     * A row.
     *
     * @param name without the server's prefix
     * @param label what the reader sees
     * @param listener the words of the program that listens, empty for none
     * @param worker the words of the program that publishes or asks
     * @param messages how many the worker makes
     * @param counted how many messages the server gets for each of them
     */
    record Row(String name, String label, List<String> listener, List<String> worker, int messages, int counted) {
        boolean hears() {
            return !listener.isEmpty() && listener.get(0).equals("sub");
        }
    }

    /** Every row. */
    static final List<Row> ROWS = List.of(
            row("pub16", "pub, 16 B", 4_000_000, 1, "", "pub bench.cli --size 16"),
            row("pub128", "pub, 128 B", 3_000_000, 1, "", "pub bench.cli --size 128"),
            row(
                    "one128",
                    "pub and sub, 128 B: pub",
                    2_000_000,
                    1,
                    "sub bench.cli --size 128",
                    "pub bench.cli --size 128"),
            row(
                    "rr1",
                    "service request, 128 B",
                    30_000,
                    2,
                    "service serve bench.svc --size 128",
                    "service request bench.svc --size 128"));

    /** The servers: the prefix of their rows, and what they are called. */
    static final List<String> SERVERS = List.of("cb-their-", "cb-our-");

    private static final Pattern RATE = Pattern.compile("([\\d,.]+) msgs/sec");
    private static final long LIMIT_SECONDS = 120;

    private final Setup setup;

    CliBenchRows(Setup setup) {
        this.setup = setup;
    }

    private static Row row(String name, String label, int messages, int counted, String listener, String worker) {
        return new Row(
                name,
                label,
                listener.isEmpty() ? List.of() : List.of(listener.split(" ")),
                List.of(worker.split(" ")),
                messages,
                counted);
    }

    void run() {
        for (String prefix : SERVERS) {
            for (Row row : ROWS) {
                String name = prefix + row.name;
                if (setup.wanted(name)) {
                    sideBySide(name, row, prefix.equals("cb-our-"));
                }
            }
        }
    }

    private void sideBySide(String name, Row row, boolean onOurs) {
        int monitor = Setup.freePort();
        String[] flags = {"-m", String.valueOf(monitor)};
        try (ServerProcess server = ServerProcess.start(onOurs ? setup.ours(flags) : setup.natsServer(flags))) {
            ServerCounts counts = new ServerCounts(monitor);
            RowData data = SideBySide.run(
                    setup,
                    name,
                    () -> once(natskit(server), row, counts),
                    () -> once(List.of(Setup.binary("NATS_CLI", "nats"), "--server", server.url()), row, counts));
            SideBySide.keep(setup, name, data);
        }
    }

    private List<String> natskit(ServerProcess server) {
        Path jar = setup.root().resolve("cli/target/natskit.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing (expected: the module cli is packaged)");
        }
        return List.of(Setup.runningJava(), "-jar", jar.toString(), "--server", server.url());
    }

    private static Figures once(List<String> program, Row row, ServerCounts counts) {
        ServerCounts.Total before = counts.await("nobody is connected", now -> now.connections() == 0);
        Program listener = row.listener.isEmpty() ? null : Program.start(program, row.listener, row.messages);
        try {
            if (listener != null) {
                counts.await("one more subscribes", now -> now.subscriptions() > before.subscriptions());
            }
            CompletableFuture<Double> atLeast = counts.watch(before.in(), (long) row.messages * row.counted);
            Program worker = Program.start(program, row.worker, row.messages);
            double rate = worker.rate();
            Figures figures = Figures.of("rate", rate)
                    .and("messages", row.messages)
                    // what the server saw of it, over what the program says
                    .and("overstated", atLeast.join() * rate / row.messages);
            if (listener != null && row.hears()) {
                figures = figures.and("heard", listener.rate());
            }
            check(row, before, counts.now());
            return figures;
        } finally {
            if (listener != null) {
                listener.end();
            }
        }
    }

    private static void check(Row row, ServerCounts.Total before, ServerCounts.Total after) {
        long in = after.in() - before.in();
        if (in != (long) row.messages * row.counted) {
            throw new IllegalStateException(row.name + ": the server counted " + in + " messages (expected: "
                    + (long) row.messages * row.counted + ")");
        }
        long out = after.out() - before.out();
        if (row.hears() && out != row.messages) {
            throw new IllegalStateException(
                    row.name + ": the server delivered " + out + " messages (expected: " + row.messages + ")");
        }
    }

    /** A program that runs, and what it says. */
    private record Program(Process process, StringBuffer said, Thread reader) {
        static Program start(List<String> program, List<String> words, int messages) {
            List<String> command = new ArrayList<>(program);
            command.add("bench");
            command.addAll(words);
            command.addAll(List.of("--msgs", String.valueOf(messages), "--no-progress"));
            try {
                Process process =
                        new ProcessBuilder(command).redirectErrorStream(true).start();
                StringBuffer said = new StringBuffer();
                Thread reader = new Thread(() -> read(process, said), "bench-output");
                reader.setDaemon(true);
                reader.start();
                return new Program(process, said, reader);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private static void read(Process process, StringBuffer said) {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    said.append(line).append('\n');
                }
            } catch (IOException ended) {
                said.append(ended);
            }
        }

        /** Waits for its end, and returns the first rate that it says, which is that of all its clients. */
        double rate() {
            try {
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("not over within " + LIMIT_SECONDS + " s: " + said);
                }
                reader.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", interrupted);
            }
            Matcher rate = RATE.matcher(said);
            if (process.exitValue() != 0 || !rate.find()) {
                throw new IllegalStateException("ended with " + process.exitValue() + ": " + said);
            }
            return Double.parseDouble(rate.group(1).replace(",", ""));
        }

        void end() {
            process.destroy();
        }
    }
}
