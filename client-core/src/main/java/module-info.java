// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** The NATS client. */
module io.natskit.client {
    requires static org.jspecify;
    requires io.natskit.wire;
}
