// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors

/** The client's meters for Micrometer. Those of JetStream need its module. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
module io.natskit.client.micrometer {
    requires static transitive org.jspecify;
    requires static transitive io.natskit.jetstream;
    requires transitive io.natskit.client;
    requires transitive micrometer.core;

    exports io.natskit.micrometer;
}
