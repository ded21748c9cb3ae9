// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.jetstream.JetStream;
import io.natskit.kv.KeyValue;

/** Where the API meets the engine. */
public final class Front {
    private Front() {}

    /** See {@link KeyValue#on}. */
    public static KeyValue on(JetStream js) {
        return new BlockingKeyValue(new Buckets(Context.of(js)));
    }
}
