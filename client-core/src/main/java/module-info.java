// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** The NATS client. */
module io.natskit.client {
    requires static transitive org.jspecify;
    requires transitive io.natskit.wire;

    exports io.natskit;
    exports io.natskit.client;
}
