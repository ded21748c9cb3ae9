// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import io.natskit.benchmarks.client.NatsKitLoads;
import io.natskit.benchmarks.raw.RawMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Our server and nats-server under the raw generator that comes over WebSocket or speaks MQTT, and what an idle session of MQTT costs. */
final class DoorRows {
    private static final String CLIENTS = "ws-client128";
    private static final int SESSIONS = 9_500;

    /** A load of {@code web} or {@code mqtt}. */
    private record Row(String name, String load) {}

    private static final List<Row> ROWS = List.of(
            new Row("ws128", "web subscribers=1 size=128"),
            new Row("ws4k-packed", "web subscribers=1 size=4096 packed=1"),
            new Row("mqtt0", "mqtt qos=0 size=128"),
            new Row("mqtt1", "mqtt qos=1 size=128 inflight=256"));

    private final Setup setup;

    DoorRows(Setup setup) {
        this.setup = setup;
    }

    /** A server's doors, at ports that were free a moment ago: it says only where its client port is. */
    private record Doors(int web, int mqtt, Path configuration) {
        static Doors make() {
            int web = Setup.freePort();
            int mqtt = Setup.freePort();
            try {
                Path folder = Files.createTempDirectory("bench-doors");
                String text = """
                        server_name: bench
                        jetstream { store_dir: "%s", sync_interval: "2m" }
                        websocket { listen: "127.0.0.1:%d", no_tls: true, compression: true }
                        mqtt { listen: "127.0.0.1:%d" }
                        """.formatted(folder.resolve("store"), web, mqtt);
                return new Doors(web, mqtt, Files.writeString(folder.resolve("server.conf"), text));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        String[] flags() {
            return new String[] {"-c", configuration.toString()};
        }
    }

    void run() {
        for (Row row : ROWS) {
            if (setup.wanted(row.name)) {
                sideBySide(row);
            }
        }
        if (setup.wanted(CLIENTS)) {
            clients();
        }
        if (setup.wanted("mqtt-idle")) {
            RowData data = SideBySide.run(setup, "mqtt-idle", () -> idle(true), () -> idle(false));
            SideBySide.keep(setup, "mqtt-idle", data);
        }
    }

    private void sideBySide(Row row) {
        Doors oursAt = Doors.make();
        Doors theirsAt = Doors.make();
        try (Agent generator = new Agent(Setup.javaMain(RawMain.class));
                ServerProcess ours = ServerProcess.start(setup.ours(oursAt.flags()));
                ServerProcess theirs = ServerProcess.start(setup.natsServer(theirsAt.flags()))) {
            RowData data = SideBySide.run(
                    setup,
                    row.name,
                    () -> once(generator, ours, oursAt, row),
                    () -> once(generator, theirs, theirsAt, row));
            SideBySide.keep(setup, row.name, data);
        }
    }

    /** Both clients over WebSocket, on nats-server. */
    private void clients() {
        Doors at = Doors.make();
        try (ServerProcess server = ServerProcess.start(setup.natsServer(at.flags()));
                Agent ours = new Agent(Setup.javaMain(NatsKitLoads.class));
                Agent theirs = new Agent(setup.jnats())) {
            String load = "publish ws://127.0.0.1:" + at.web + " size=128 messages=1000000";
            RowData data = SideBySide.run(setup, CLIENTS, () -> ours.run(load), () -> theirs.run(load));
            SideBySide.keep(setup, CLIENTS, data);
            // the server has to be there until both have ended
            setup.say("%s: on %s", CLIENTS, server.url());
        }
    }

    private Figures once(Agent generator, ServerProcess server, Doors at, Row row) {
        int port = row.load.startsWith("web ") ? at.web : at.mqtt;
        long before = server.cpuNanos();
        Figures figures = generator.run(row.load + " millis=" + setup.millis() + " port=" + port);
        return figures.and("cpu", (server.cpuNanos() - before) / 1e3 / figures.get("messages"));
    }

    private Figures idle(boolean ourOwn) {
        Doors at = Doors.make();
        try (ServerProcess server =
                        ServerProcess.start(ourOwn ? setup.ours(at.flags()) : setup.natsServer(at.flags()));
                Agent holder = new Agent(Setup.javaMain(RawMain.class))) {
            holder.run("hold-mqtt connections=100 port=" + at.mqtt);
            MemoryRows.settle();
            long before = server.memoryBytes("VmRSS");
            holder.run("hold-mqtt connections=" + SESSIONS + " port=" + at.mqtt);
            MemoryRows.settle();
            return Figures.of("kB", (server.memoryBytes("VmRSS") - before) / 1024.0 / SESSIONS);
        }
    }
}
