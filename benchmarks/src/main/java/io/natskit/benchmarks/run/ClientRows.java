// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.run;

import io.natskit.benchmarks.client.NatsKitLoads;
import io.natskit.benchmarks.raw.RawMain;
import java.util.List;

/** Our client and jnats, each in a process of its own, on the same server: nats-server's rows are "their-", those of ours "our-". */
final class ClientRows {
    /**
     * A load of both clients.
     *
     * @param limit the raw generator's loads that ask the server for the same: the last is measured, those before prepare it; none where there is no such load
     */
    private record Row(String name, String load, String... limit) {
        static Row publish(String name, int size, int messages) {
            return new Row(name, "publish size=" + size + " messages=" + messages, "stream publishers=1 size=" + size);
        }
    }

    private static final List<Row> ROWS = List.of(
            Row.publish("publish16", 16, 2_000_000),
            Row.publish("publish128", 128, 1_500_000),
            Row.publish("publish1k", 1024, 400_000),
            new Row("pubsub16", "pubsub size=16 messages=1000000"),
            new Row("pubsub128", "pubsub size=128 messages=1000000"),
            new Row("request", "request size=16 messages=10000"),
            new Row("async", "async size=16 messages=100000 inflight=256"),
            new Row("alloc-publish", "allocation-publish size=16 messages=1000000"),
            new Row("alloc-receive", "allocation-receive size=128 messages=200000"),
            new Row("threads1", "threads connections=1"),
            new Row("threads300", "threads connections=300"));

    private static final String FILL = "js-fill size=128 messages=200000";

    /** On a server with JetStream; "their-" alone until ours is measured, too. */
    private static final List<Row> JETSTREAM = List.of(
            new Row("js-publish", "js-publish size=128 messages=10000"),
            new Row(
                    "js-async1024",
                    "js-async size=128 messages=200000 inflight=1024",
                    "js-store size=128 inflight=1024"),
            new Row("js-ingest", "js-ingest size=128 messages=300000", "js-ingest size=128 messages=300000"),
            new Row(
                    "js-consume-none",
                    "js-consume size=128 messages=200000 ack=none",
                    FILL,
                    "js-consume messages=200000 ack=none"),
            new Row(
                    "js-consume-explicit",
                    "js-consume size=128 messages=200000 ack=explicit",
                    FILL,
                    "js-consume messages=200000 ack=explicit"));

    /** Buckets and object stores, on nats-server. */
    private static final List<Row> STORES = List.of(
            new Row("kv-put", "kv-put size=128 messages=10000"),
            new Row("kv-get", "kv-get size=128 messages=10000"),
            new Row("kv-put256", "kv-put-many size=128 messages=60000 inflight=256"),
            new Row("kv-get256", "kv-get-many size=128 messages=60000 inflight=256"),
            new Row("kv-watch", "kv-watch size=128 messages=100000"),
            new Row("object-put", "object-put size=67108864"),
            new Row("object-get", "object-get size=67108864"));

    private final Setup setup;

    ClientRows(Setup setup) {
        this.setup = setup;
    }

    void run() {
        run("their-", setup.natsServer(), ROWS);
        run("our-", setup.ours(), ROWS);
        run("their-", setup.natsServer("-js", "-sd", Setup.store().toString()), JETSTREAM);
    }

    void runStores() {
        run("their-", setup.natsServer("-js", "-sd", Setup.store().toString()), STORES);
    }

    private void run(String prefix, List<String> serverCommand, List<Row> rows) {
        for (Row row : rows) {
            String name = prefix + row.name;
            if (setup.wanted(name)) {
                try (ServerProcess server = ServerProcess.start(serverCommand);
                        Agent ours = new Agent(Setup.javaMain(NatsKitLoads.class));
                        Agent theirs = new Agent(setup.jnats())) {
                    String command = row.load.replaceFirst(" ", " " + server.url() + " ");
                    RowData data = SideBySide.run(setup, name, () -> ours.run(command), () -> theirs.run(command));
                    serverLimit(row, server, data);
                    SideBySide.keep(setup, name, data);
                }
            }
        }
    }

    /** What the server can do is measured in the same run, on the same server, as often as the sides were. */
    private void serverLimit(Row row, ServerProcess server, RowData data) {
        if (row.limit.length == 0) {
            return;
        }
        try (Agent generator = new Agent(Setup.javaMain(RawMain.class))) {
            String rest = " millis=" + setup.millis() + " port=" + server.port();
            for (String load : row.limit) {
                generator.run(load + rest);
            }
            String measured = row.limit[row.limit.length - 1] + rest;
            for (int round = 1; round <= setup.rounds(); round++) {
                data.add(round, RowData.SERVER_LIMIT, generator.run(measured));
            }
        }
    }
}
