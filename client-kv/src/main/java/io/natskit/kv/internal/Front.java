// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.client.internal.flow.Pull;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.internal.store.Context;
import io.natskit.kv.Bucket;
import io.natskit.kv.KeyValue;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/** Where the API meets the engine. */
public final class Front {
    private Front() {}

    /** See {@link KeyValue#on}. */
    public static KeyValue on(JetStream js) {
        return new BlockingKeyValue(new Buckets(Context.of(js)));
    }

    /** A cold publisher that signals where those of {@code bucket} do. */
    public static <T> Flow.Publisher<T> publisher(Bucket<?, ?> bucket, Supplier<? extends Pull<T>> source) {
        if (!(bucket instanceof BlockingBucket<?, ?> own)) {
            throw new IllegalArgumentException(
                    "bucket: " + bucket.getClass().getName() + " (expected: one that KeyValue gave)");
        }
        return own.engine.store().context().publisher(source);
    }
}
