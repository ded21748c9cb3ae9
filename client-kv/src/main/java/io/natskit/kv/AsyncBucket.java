// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

import io.natskit.jetstream.Pages;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** {@link Bucket} for callers that must not wait; each method means what its namesake there says. Futures are completed as those of JetStream are. */
public interface AsyncBucket<K, V> {

    /** See {@link Bucket#name()}. */
    String name();

    /** See {@link Bucket#with(KeyCodec, Codec)}. */
    <A, B> AsyncBucket<A, B> with(KeyCodec<A> keys, Codec<B> values);

    /** See {@link Bucket#with(Codec)}. */
    <B> AsyncBucket<K, B> with(Codec<B> values);

    /** See {@link Bucket#throughLeader()}. */
    AsyncBucket<K, V> throughLeader();

    /** See {@link Bucket#get(Object)}. */
    CompletableFuture<Optional<Entry<K, V>>> get(K key);

    /** See {@link Bucket#get(Object, long)}. */
    CompletableFuture<Optional<Entry<K, V>>> get(K key, long revision);

    /** See {@link Bucket#put}. */
    CompletableFuture<Long> put(K key, V value);

    /** See {@link Bucket#create(Object, Object)}. */
    CompletableFuture<Long> create(K key, V value);

    /** See {@link Bucket#create(Object, Object, Consumer)}. */
    CompletableFuture<Long> create(K key, V value, Consumer<CreateSpec> spec);

    /** See {@link Bucket#update}. */
    CompletableFuture<Long> update(K key, V value, long revision);

    /** See {@link Bucket#compute}; {@code change} runs where futures are completed. */
    CompletableFuture<Entry<K, V>> compute(K key, UnaryOperator<Optional<V>> change);

    /** See {@link Bucket#delete(Object)}. */
    CompletableFuture<Long> delete(K key);

    /** See {@link Bucket#delete(Object, Consumer)}. */
    CompletableFuture<Long> delete(K key, Consumer<DeleteSpec> spec);

    /** See {@link Bucket#purge(Object)}. */
    CompletableFuture<Long> purge(K key);

    /** See {@link Bucket#purge(Object, Consumer)}. */
    CompletableFuture<Long> purge(K key, Consumer<DeleteSpec> spec);

    /** See {@link Bucket#purgeDeletes()}. */
    CompletableFuture<Long> purgeDeletes();

    /** See {@link Bucket#purgeDeletes(Duration)}. */
    CompletableFuture<Long> purgeDeletes(Duration olderThan);

    /** See {@link Bucket#atomic}. */
    CompletableFuture<List<Long>> atomic(Consumer<AtomicWrites<K, V>> writes);

    /** See {@link Bucket#keys}. */
    Pages<K> keys(String... filters);

    /** See {@link Bucket#history}. */
    Pages<Entry<K, V>> history(K key);

    /** See {@link Bucket#snapshot}. */
    CompletableFuture<Snapshot<K, V>> snapshot(Collection<String> filters);

    /** See {@link Bucket#watch}; completes when the server has made what the watch needs. */
    CompletableFuture<Watch> watch(Consumer<WatchSpec> spec, WatchListener<K, V> listener);

    /** See {@link Bucket#cached}; completes when the cache holds what was there. */
    CompletableFuture<CachedBucket<K, V>> cached(Consumer<CacheSpec> spec);

    /** See {@link Bucket#status}. */
    CompletableFuture<BucketStatus> status();

    /** The same bucket, blocking. */
    Bucket<K, V> blocking();
}
