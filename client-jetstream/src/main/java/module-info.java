// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/** JetStream for the NATS client: streams, consumers, publishing that is acknowledged. What is exported by name is for the stores on top of it, which are built with it. */
@SuppressWarnings("module")
module io.natskit.jetstream {
    requires static transitive org.jspecify;
    requires transitive io.natskit.client;
    requires transitive io.natskit.wire;

    exports io.natskit.jetstream;
    exports io.natskit.jetstream.group;
    exports io.natskit.jetstream.internal.catchup to
            io.natskit.kv,
            io.natskit.objectstore;
    exports io.natskit.jetstream.internal.store to
            io.natskit.kv,
            io.natskit.objectstore;
}
