// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** The client's spans for OpenTelemetry. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
module io.natskit.client.opentelemetry {
    requires static transitive org.jspecify;
    requires transitive io.natskit.client;
    requires transitive io.opentelemetry.api;
    requires transitive io.opentelemetry.context;

    exports io.natskit.opentelemetry;
}
