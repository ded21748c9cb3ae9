// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** Authorization callouts, on the public API of the client. A module of its own, since sealing brings Bouncy Castle. */
module io.natskit.callout {
    requires static transitive org.jspecify;
    requires transitive io.natskit.client;
    requires io.natskit.xkeys;

    exports io.natskit.callout;
}
