// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** The NATS client. What is exported by name is for the modules on top of it, which are built with it. */
@SuppressWarnings("module")
module io.natskit.client {
    requires static transitive org.jspecify;
    requires transitive io.natskit.wire;
    requires jdk.jfr;

    exports io.natskit;
    exports io.natskit.client;
    exports io.natskit.client.service;
    exports io.natskit.client.internal.flow to
            io.natskit.jetstream,
            io.natskit.kv,
            io.natskit.objectstore;
    exports io.natskit.client.internal.routing to
            io.natskit.jetstream,
            io.natskit.kv,
            io.natskit.objectstore;
    exports io.natskit.client.internal.transport to
            io.natskit.client.websocket;
}
