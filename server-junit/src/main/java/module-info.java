// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** The server in a user's own tests. */
module io.natskit.junit {
    requires static org.jspecify;
    requires transitive io.natskit.server;
    requires transitive org.junit.jupiter.api;
    requires transitive org.opentest4j;

    exports io.natskit.junit;
    exports io.natskit.junit.proxy;
    exports io.natskit.junit.traffic;
}
