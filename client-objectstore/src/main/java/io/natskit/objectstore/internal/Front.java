// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.internal.store.Context;
import io.natskit.objectstore.ObjectStores;

/** Where the API meets the engine. */
public final class Front {
    private Front() {}

    /** See {@link ObjectStores#on}. */
    public static ObjectStores on(JetStream js) {
        return new BlockingStores(new Stores(Context.of(js), new ChunkArrays()));
    }
}
