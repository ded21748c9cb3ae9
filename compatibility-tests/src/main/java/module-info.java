// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** The judge. */
module io.natskit.conformance {
    requires static org.jspecify;
    requires io.natskit.client;
    requires io.natskit.server;
}
