// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;

/**
 * The runner's main: {@code server}, {@code scrapes}, {@code doors}, {@code jetstream}, {@code nats-bench}, {@code cli-bench}, {@code client}, {@code stores}, {@code lame-duck}, {@code startup}, {@code memory}, {@code jmh}, {@code all} or
 * {@code report}. Whatever ran, the report is made again from all the data that there is.
 */
public final class Bench {
    private Bench() {}

    /** Measures what the argument names, then writes the report. */
    public static void main(String[] arguments) throws IOException {
        Setup setup = new Setup();
        String what = arguments.length == 0 ? "all" : arguments[0];
        for (String part : what.equals("all")
                ? new String[] {
                    "server",
                    "scrapes",
                    "doors",
                    "jetstream",
                    "nats-bench",
                    "cli-bench",
                    "client",
                    "stores",
                    "lame-duck",
                    "startup",
                    "memory",
                    "jmh"
                }
                : what.split(",")) {
            measure(setup, part);
        }
        if (!what.equals("report")) {
            Files.writeString(
                    Files.createDirectories(setup.results().resolve("data")).resolve("machine.md"),
                    Machine.description() + "\n");
        }
        new Report(setup).write();
        setup.say("results: %s", setup.results());
        System.exit(0);
    }

    private static void measure(Setup setup, String part) throws IOException {
        switch (part) {
            case "server" -> new ServerRows(setup).run();
            case "scrapes" -> new ScrapeRows(setup).run();
            case "doors" -> new DoorRows(setup).run();
            case "jetstream" -> new JetStreamRows(setup).run();
            case "nats-bench" -> new NatsBenchRows(setup).run();
            case "cli-bench" -> new CliBenchRows(setup).run();
            case "client" -> new ClientRows(setup).run();
            case "stores" -> new ClientRows(setup).runStores();
            case "lame-duck" -> new LameDuckRows(setup).run();
            case "startup" -> new StartRows(setup).run();
            case "memory" -> new MemoryRows(setup).run();
            case "jmh" -> new JmhRows(setup).run();
            case "report" -> setup.say("nothing is measured");
            default ->
                throw new IllegalArgumentException(
                        "bench " + part
                                + " (expected: server, scrapes, doors, jetstream, nats-bench, cli-bench, client, stores, lame-duck, startup, memory, jmh, report or all)");
        }
    }
}
