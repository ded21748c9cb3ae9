// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** The judge: holds servers and clients of NATS against the protocol. */
module io.natskit.conformance {
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;
    requires io.natskit.client;
    requires io.natskit.server;

    exports io.natskit.conformance.client;
    exports io.natskit.conformance.scenario;
    exports io.natskit.conformance.transcript;
    exports io.natskit.conformance.target;
    exports io.natskit.conformance.differential;
    exports io.natskit.conformance.report;
}
