// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
/** The client as publishers and subscribers of Reactive Streams. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module io.natskit.reactive {
    requires static transitive org.jspecify;
    requires transitive io.natskit.client;
    requires transitive io.natskit.jetstream;
    requires transitive io.natskit.kv;
    requires transitive io.natskit.objectstore;
    requires transitive org.reactivestreams;

    exports io.natskit.reactive;
}
