// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import io.natskit.benchmarks.raw.RawMain;
import java.util.List;

/**
 * What monitoring costs those whom a server is there for. A server with 100 clients, 20 streams and 100 consumers: its throughput with and without somebody who asks for everything each second,
 * and how long a requester waits while a thousand ask at the same moment.
 */
final class ScrapeRows {
    private static final String STREAM = "subscribers=1 size=128";

    /** Rounds of both sides that are near one another: the more of them, the nearer their middle is to the truth. */
    private static final int MORE_ROUNDS = 3;

    private final Setup setup;

    ScrapeRows(Setup setup) {
        this.setup = setup;
    }

    /** A server that monitors at a port that was free a moment ago: it says only where its client port is. */
    private final class Watched implements AutoCloseable {
        private final int monitor = Setup.freePort();
        private final ServerProcess server;

        Watched(boolean own) {
            String[] flags = {
                "-m", String.valueOf(monitor), "-js", "-sd", Setup.store().toString()
            };
            server = ServerProcess.start(own ? setup.ours(flags) : setup.natsServer(flags));
        }

        /** What monitoring has to tell of. */
        void fill(Agent generator) {
            generator.run("hold connections=100 port=" + server.port());
            generator.run("js-many streams=20 consumers=5 port=" + server.port());
        }

        Figures run(Agent generator, String load, int seconds) {
            long before = server.cpuNanos();
            Figures figures = generator.run(
                    load + " millis=" + seconds * setup.millis() + " port=" + server.port() + " monitor=" + monitor);
            return figures.and("cpu", (server.cpuNanos() - before) / 1e6);
        }

        @Override
        public void close() {
            server.close();
        }
    }

    void run() {
        scraped("scraped", true, "");
        scraped("scraped-metrics", true, " own=1");
        scraped("scraped-native", false, "");
        if (setup.wanted("crowd")) {
            crowd();
        }
    }

    /** With a scraper over without, on the same server. */
    private void scraped(String row, boolean own, String more) {
        if (!setup.wanted(row)) {
            return;
        }
        try (Agent generator = new Agent(Setup.javaMain(RawMain.class));
                Watched server = new Watched(own)) {
            server.fill(generator);
            RowData data = SideBySide.run(
                    setup.rounds() * MORE_ROUNDS,
                    () -> server.run(generator, "scraped " + STREAM + more, 4),
                    () -> server.run(generator, "stream " + STREAM, 4));
            SideBySide.keep(setup, row, data);
        }
    }

    private void crowd() {
        String load = "crowd scrapes=1000 clients=1 everyus=5000 beside=128";
        try (Agent generator = new Agent(Setup.javaMain(RawMain.class));
                Watched ours = new Watched(true);
                Watched theirs = new Watched(false)) {
            for (Watched one : List.of(ours, theirs)) {
                one.fill(generator);
            }
            RowData data = SideBySide.run(
                    setup.rounds(), () -> ours.run(generator, load, 4), () -> theirs.run(generator, load, 4));
            SideBySide.keep(setup, "crowd", data);
        }
    }
}
