// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/** JetStream for the NATS client: streams, consumers, publishing that is acknowledged. */
module io.natskit.jetstream {
    requires static transitive org.jspecify;
    requires transitive io.natskit.client;
    requires transitive io.natskit.wire;

    exports io.natskit.jetstream;
}
