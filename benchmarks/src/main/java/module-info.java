// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** Side-by-side runs and JMH. */
@SuppressWarnings("requires-automatic")
module io.natskit.benchmarks {
    requires io.natskit.peer.jnats;
    requires static org.jspecify;
    requires io.natskit.client;
    requires io.natskit.client.websocket;
    requires io.natskit.jetstream;
    requires io.natskit.kv;
    requires io.natskit.objectstore;
    requires io.natskit.server;
    requires io.natskit.wire;
    requires java.desktop;
    requires java.net.http;
    requires HdrHistogram;
    requires jmh.core;
    requires xchart;
}
