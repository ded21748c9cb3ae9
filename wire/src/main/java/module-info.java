// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** What both ends of a NATS connection share: subjects, headers, ids, NKeys, credentials, JWT claims, JSON, JetStream API records, in-process links. */
@SuppressWarnings("module")
module io.natskit.wire {
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;

    exports io.natskit.wire;
    exports io.natskit.wire.checks to
            io.natskit.client,
            io.natskit.client.websocket,
            io.natskit.jetstream,
            io.natskit.kv,
            io.natskit.objectstore;
    exports io.natskit.wire.creds;
    exports io.natskit.wire.headers;
    exports io.natskit.wire.inprocess;
    exports io.natskit.wire.jetstream;
    exports io.natskit.wire.json;
    exports io.natskit.wire.jwt;
    exports io.natskit.wire.nkey;
    exports io.natskit.wire.subject;
    exports io.natskit.wire.websocket to
            io.natskit.client.websocket,
            io.natskit.server;
}
