// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** What both ends of a NATS connection share. */
module io.natskit.wire {
    requires static org.jspecify;
    requires com.fasterxml.jackson.core;
}
