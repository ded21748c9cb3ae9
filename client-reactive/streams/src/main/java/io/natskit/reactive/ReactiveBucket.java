// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.kv.Bucket;
import io.natskit.kv.Entry;
import io.natskit.kv.FlowBucket;
import io.natskit.kv.WatchEvent;
import io.natskit.kv.WatchSpec;
import java.util.function.Consumer;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/** {@link FlowBucket} with the types of Reactive Streams; each method means what its namesake there says. No state of its own. */
public final class ReactiveBucket<K, V> {
    private final FlowBucket<K, V> flow;

    private ReactiveBucket(FlowBucket<K, V> flow) {
        this.flow = flow;
    }

    /** A view of {@code bucket}. */
    public static <K, V> ReactiveBucket<K, V> of(Bucket<K, V> bucket) {
        return new ReactiveBucket<>(bucket.flow());
    }

    /** See {@link FlowBucket#keys}. */
    public Publisher<K> keys(String... filters) {
        return FlowAdapters.toPublisher(flow.keys(filters));
    }

    /** See {@link FlowBucket#history}. */
    public Publisher<Entry<K, V>> history(K key) {
        return FlowAdapters.toPublisher(flow.history(key));
    }

    /** See {@link FlowBucket#watch}. */
    public Publisher<WatchEvent<K, V>> watch(Consumer<WatchSpec> spec) {
        return FlowAdapters.toPublisher(flow.watch(spec));
    }

    /** The same bucket, blocking. */
    public Bucket<K, V> blocking() {
        return flow.blocking();
    }
}
