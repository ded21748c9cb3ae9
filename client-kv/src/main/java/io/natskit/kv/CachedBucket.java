// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A bucket with a near cache that a watch fills and keeps. {@link #get(Object)} of a key that the cache covers never waits and asks nothing of the server; it sees all
 * writes made through this object, and others' a moment later. Everything else is as the bucket beneath does it. While the connection is away, the cache answers with
 * what it knows: {@link #isLive()} tells.
 */
public interface CachedBucket<K, V> extends Bucket<K, V>, AutoCloseable {

    /** What the cache knows of a key; never waits, and asks nothing of the server. */
    Optional<Entry<K, V>> getCached(K key);

    /** All that the cache holds, as it is now. */
    Map<K, Entry<K, V>> entries();

    /** Completes when the cache has seen everything up to {@code revision}, such as one that another process told of: reads then see that write or a later one. */
    CompletableFuture<Void> caughtUpTo(long revision);

    /** The last revision that the cache has seen. */
    long revision();

    /** Whether the connection is there, so that the cache is at most a moment old. */
    boolean isLive();

    /** Ends the watch; {@link #get(Object)} asks the server from then on. */
    @Override
    void close();
}
