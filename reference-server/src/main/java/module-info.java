// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** The reference server. */
module io.natskit.server {
    requires static transitive org.jspecify;
    requires io.natskit.wire;
    requires org.bouncycastle.provider;

    exports io.natskit.server.config;
}
