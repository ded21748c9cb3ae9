// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import io.natskit.benchmarks.raw.RawMain;
import io.natskit.benchmarks.start.IdleJvm;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Resident memory: idle, by connection, and beside a consumer that does not read. */
final class MemoryRows {
    private static final int CONNECTIONS = 10_000;
    private static final double MEGABYTE = 1024 * 1024;

    private final Setup setup;

    MemoryRows(Setup setup) {
        this.setup = setup;
    }

    void run() {
        if (setup.wanted("idle")) {
            List<String> bare = Launch.sameJvm(setup, IdleJvm.class);
            keep("idle", SideBySide.run(setup, "idle", () -> idle(setup.ours()), () -> idle(bare)));
        }
        if (setup.wanted("idle-native")) {
            keep(
                    "idle-native",
                    SideBySide.run(setup, "idle-native", () -> idle(setup.ours()), () -> idle(setup.natsServer())));
        }
        if (setup.wanted("connections")) {
            keep(
                    "connections",
                    SideBySide.run(
                            setup,
                            "connections",
                            () -> connections(setup.ours()),
                            () -> connections(setup.natsServer())));
        }
        if (setup.wanted("slow")) {
            keep(
                    "slow",
                    SideBySide.run(
                            setup, "slow", () -> slow(setup.ours(), true), () -> slow(setup.natsServer(), true)));
        }
        if (setup.wanted("slow-others")) {
            keep("slow-others", SideBySide.run(setup, "slow-others", () -> requests(true), () -> requests(false)));
        }
    }

    private void keep(String row, RowData data) {
        SideBySide.keep(setup, row, data);
    }

    private static Figures idle(List<String> command) {
        try (ServerProcess server = ServerProcess.start(command)) {
            settle();
            return Figures.of("MB", server.memoryBytes("VmRSS") / MEGABYTE);
        }
    }

    private static Figures connections(List<String> command) {
        try (ServerProcess server = ServerProcess.start(command);
                Agent holder = new Agent(Setup.javaMain(RawMain.class))) {
            holder.run("hold connections=100 port=" + server.port());
            settle();
            long before = server.memoryBytes("VmRSS");
            holder.run("hold connections=" + CONNECTIONS + " port=" + server.port());
            settle();
            long after = server.memoryBytes("VmRSS");
            return Figures.of("kB", (after - before) / 1024.0 / CONNECTIONS).and("MB", after / MEGABYTE);
        }
    }

    /** One subscriber that never reads, or none, beside one that does, and a publisher at full speed. */
    private Figures slow(List<String> command, boolean stalled) {
        try (ServerProcess server = ServerProcess.start(command);
                Agent generator = new Agent(Setup.javaMain(RawMain.class))) {
            settle();
            long before = server.memoryBytes("VmRSS");
            if (stalled) {
                generator.run("stall port=" + server.port());
            }
            Figures stream = generator.run(
                    "stream subscribers=1 size=1024 millis=" + 2 * setup.millis() + " port=" + server.port());
            return stream.and("MB", (server.memoryBytes("VmHWM") - before) / MEGABYTE);
        }
    }

    /** A requester on our server: beside a flood that a stalled subscriber wants too, or alone. */
    private Figures requests(boolean stalled) {
        try (ServerProcess server = ServerProcess.start(setup.ours());
                Agent generator = new Agent(Setup.javaMain(RawMain.class))) {
            String load = "request clients=1 port=" + server.port() + " millis=";
            generator.run(load + setup.millis());
            if (stalled) {
                generator.run("stall port=" + server.port());
            }
            return generator.run(load + 2 * setup.millis() + (stalled ? " beside=1024" : ""));
        }
    }

    /** Waits until the dust of a start has settled: then memory is looked at. */
    static void settle() {
        try {
            TimeUnit.MILLISECONDS.sleep(700);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
