// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** Sealing with curve keys. A module of its own, so that only its users load Bouncy Castle. */
module io.natskit.xkeys {
    requires static transitive org.jspecify;
    requires transitive io.natskit.wire;
    requires org.bouncycastle.provider;

    exports io.natskit.xkeys;
}
