// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** jnats, driven from its own process. */
module io.natskit.peer.jnats {
    requires static org.jspecify;
}
