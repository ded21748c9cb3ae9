// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** The server in a user's own tests. */
module io.natskit.junit {
    requires static org.jspecify;
    requires io.natskit.server;
    requires org.junit.jupiter.api;

    exports io.natskit.junit.proxy;
}
