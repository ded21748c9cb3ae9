// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** {@link Bucket} for streams with demand, which is pull credit at the server. Publishers are cold, and obey the Reactive Streams rules; cancelling ends what a subscriber started. */
public interface FlowBucket<K, V> {

    /** See {@link Bucket#keys}. */
    Flow.Publisher<K> keys(String... filters);

    /** See {@link Bucket#history}. */
    Flow.Publisher<Entry<K, V>> history(K key);

    /** First what is there, then {@link WatchEvent.Current}, then what happens. */
    Flow.Publisher<WatchEvent<K, V>> watch(Consumer<WatchSpec> spec);

    /** The same bucket, blocking. */
    Bucket<K, V> blocking();
}
