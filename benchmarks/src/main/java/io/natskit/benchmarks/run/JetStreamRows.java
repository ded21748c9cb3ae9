// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import io.natskit.benchmarks.raw.RawMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** JetStream of our server and of nats-server under the raw generator. */
final class JetStreamRows {
    /** When stored bytes are synced, as {@code sync_interval} says it, and by what they are encrypted; DEFAULT: as the server itself chooses. */
    private enum Keeping {
        MINUTES("sync_interval: 2m"),
        ALWAYS("sync_interval: always"),
        CHACHA("sync_interval: 2m, cipher: chachapoly, key: \"of the benchmark\""),
        AES("sync_interval: 2m, cipher: aes, key: \"of the benchmark\""),
        AES_ALWAYS("sync_interval: always, cipher: aes, key: \"of the benchmark\""),
        DEFAULT("");

        private final String settings;

        Keeping(String settings) {
            this.settings = settings;
        }
    }

    private record Store(String name, String load, Keeping keeping) {}

    private static final List<Store> STORES = List.of(
            new Store("js-memory1", "storage=memory inflight=1", Keeping.MINUTES),
            new Store("js-memory16", "storage=memory inflight=16", Keeping.MINUTES),
            new Store("js-memory1024", "storage=memory inflight=1024", Keeping.MINUTES),
            new Store("js-file1", "storage=file inflight=1", Keeping.MINUTES),
            new Store("js-file16", "storage=file inflight=16", Keeping.MINUTES),
            new Store("js-file1024", "storage=file inflight=1024", Keeping.MINUTES),
            new Store("js-always1", "storage=file inflight=1", Keeping.ALWAYS),
            new Store("js-always256", "storage=file inflight=256", Keeping.ALWAYS),
            new Store("js-default256", "storage=file inflight=256", Keeping.DEFAULT),
            new Store("js-chacha1024", "storage=file inflight=1024", Keeping.CHACHA),
            new Store("js-aes1024", "storage=file inflight=1024", Keeping.AES),
            new Store("js-aes-always256", "storage=file inflight=256", Keeping.AES_ALWAYS));

    /** How the server ended before it is started again: stopped, it has written its index. */
    private enum Ending {
        STOPPED("js-restart"),
        KILLED("js-killed");

        private final String row;

        Ending(String row) {
            this.row = row;
        }
    }

    private static final double KILOBYTE = 1024;

    private final Setup setup;
    private final int consumed = Integer.getInteger("bench.consumed", 200_000);
    private final int subjects = Integer.getInteger("bench.subjects", 1_000_000);
    private final int restarted = Integer.getInteger("bench.restarted", 10_000_000);

    JetStreamRows(Setup setup) {
        this.setup = setup;
    }

    void run() {
        for (Store row : STORES) {
            if (setup.wanted(row.name)) {
                sideBySide(row.name, row.keeping, "", "js-store size=128 " + row.load + " millis=" + setup.millis());
            }
        }
        String filled = " messages=" + consumed;
        String fill = "js-fill size=128 storage=memory" + filled;
        if (setup.wanted("js-consume-none")) {
            sideBySide("js-consume-none", Keeping.MINUTES, fill, "js-consume ack=none" + filled);
        }
        if (setup.wanted("js-consume-explicit")) {
            sideBySide("js-consume-explicit", Keeping.MINUTES, fill, "js-consume ack=explicit" + filled);
        }
        for (int inFlight : new int[] {1, 64}) {
            if (setup.wanted("js-get" + inFlight)) {
                String load = "js-get inflight=" + inFlight + filled + " millis=" + setup.millis();
                sideBySide("js-get" + inFlight, Keeping.MINUTES, fill, load);
            }
        }
        if (setup.wanted("js-subjects")) {
            manySubjects();
        }
        for (Ending ending : Ending.values()) {
            if (setup.wanted(ending.row)) {
                restarts(ending);
            }
        }
    }

    private void sideBySide(String name, Keeping keeping, String prepare, String load) {
        try (Side ours = new Side(true, keeping);
                Side theirs = new Side(false, keeping)) {
            if (!prepare.isEmpty()) {
                ours.run(prepare);
                theirs.run(prepare);
            }
            alternate(name, () -> ours.run(load), () -> theirs.run(load));
        }
    }

    private void alternate(String name, Supplier<Figures> ours, Supplier<Figures> theirs) {
        SideBySide.keep(setup, name, SideBySide.run(setup, name, ours, theirs));
    }

    /** Each round on a server of its own, since what a subject costs in memory is asked for. */
    private void manySubjects() {
        RowData data = new RowData();
        for (int round = 1; round <= setup.rounds(); round++) {
            boolean oursFirst = round % 2 == 1;
            data.add(round, oursFirst ? RowData.OURS : RowData.THEIRS, manySubjects(oursFirst));
            data.add(round, oursFirst ? RowData.THEIRS : RowData.OURS, manySubjects(!oursFirst));
        }
        SideBySide.keep(setup, "js-subjects", data);
    }

    private Figures manySubjects(boolean ours) {
        try (Side side = new Side(ours, Keeping.MINUTES)) {
            side.run("js-store size=16 storage=file inflight=1024 millis=" + setup.millis());
            long before = side.server.memoryBytes("VmRSS");
            Figures stored = side.run("js-subjects size=16 storage=file messages=" + subjects);
            pause();
            long after = side.server.memoryBytes("VmRSS");
            String filters = "js-filters messages=" + subjects + " millis=" + setup.millis() + " storage=";
            // a server of its own each round, so its warm-up is here: no consumer has been made on it yet
            side.run(filters + "memory");
            return stored.and("kB", (after - before) / KILOBYTE / subjects)
                    .and("filters", side.run(filters + "memory").get("rate"))
                    .and("durables", side.run(filters + "file").get("rate"));
        }
    }

    /** Each side fills a store of its own once; a start and the same ending again leave it as it was. */
    private void restarts(Ending ending) {
        Path ours = Setup.store();
        Path theirs = Setup.store();
        try {
            fill(true, ours, ending);
            fill(false, theirs, ending);
            alternate(ending.row, () -> restart(true, ours, ending), () -> restart(false, theirs, ending));
        } finally {
            Side.delete(ours);
            Side.delete(theirs);
        }
    }

    private void fill(boolean ours, Path folder, Ending ending) {
        try (Side side = new Side(ours, Keeping.MINUTES, folder)) {
            side.run("js-fill size=16 storage=file messages=" + restarted);
            side.end(ending);
        }
    }

    /** The time from the start to the stream's first answer. */
    private Figures restart(boolean ours, Path folder, Ending ending) {
        long before = System.nanoTime();
        try (Side side = new Side(ours, Keeping.MINUTES, folder)) {
            double there = side.run("js-count").get("messages");
            double millis = (System.nanoTime() - before) / 1e6;
            if (there != restarted) {
                throw new IllegalStateException("messages: " + there + " (expected: " + restarted + ")");
            }
            side.end(ending);
            return Figures.of("ms", millis);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(1000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One server with its store and a generator; the store goes with it, unless it was given. */
    private final class Side implements AutoCloseable {
        private final Path folder;
        private final boolean own;
        private final ServerProcess server;
        private final Agent generator;

        Side(boolean ours, Keeping keeping) {
            this(ours, keeping, Setup.store(), true);
        }

        Side(boolean ours, Keeping keeping, Path folder) {
            this(ours, keeping, folder, false);
        }

        private Side(boolean ours, Keeping keeping, Path folder, boolean own) {
            this.folder = folder;
            this.own = own;
            String configuration = configuration(folder, keeping);
            server =
                    ServerProcess.start(ours ? setup.ours("-c", configuration) : setup.natsServer("-c", configuration));
            generator = new Agent(Setup.javaMain(RawMain.class));
        }

        Figures run(String load) {
            return generator.run(load + " port=" + server.port());
        }

        /** Kills the server, if that is how it is to end, once what it has acknowledged has reached its files; otherwise {@link #close()} stops it. */
        void end(Ending ending) {
            if (ending == Ending.KILLED) {
                pause();
                server.kill();
            }
        }

        static void delete(Path folder) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path :
                        new ArrayList<>(all.sorted(Comparator.reverseOrder()).toList())) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private static String configuration(Path folder, Keeping keeping) {
            String text = "jetstream {\n  store_dir: \"" + folder + "\"\n  " + keeping.settings + "\n}\n";
            try {
                return Files.writeString(folder.resolve("bench.conf"), text).toString();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public void close() {
            generator.close();
            server.close();
            if (own) {
                delete(folder);
            }
        }
    }
}
