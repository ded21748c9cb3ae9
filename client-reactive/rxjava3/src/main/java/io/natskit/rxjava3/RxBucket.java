// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3;

import io.natskit.kv.AsyncBucket;
import io.natskit.kv.AtomicWrites;
import io.natskit.kv.Bucket;
import io.natskit.kv.BucketStatus;
import io.natskit.kv.CacheSpec;
import io.natskit.kv.CachedBucket;
import io.natskit.kv.Codec;
import io.natskit.kv.CreateSpec;
import io.natskit.kv.DeleteSpec;
import io.natskit.kv.Entry;
import io.natskit.kv.KeyCodec;
import io.natskit.kv.Snapshot;
import io.natskit.kv.WatchEvent;
import io.natskit.kv.WatchSpec;
import io.natskit.reactive.ReactiveBucket;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A bucket in the shapes of RxJava; each method means what its namesake in {@link AsyncBucket} says. All are cold; disposing gives up. No state of its own. */
public final class RxBucket<K, V> {
    private final AsyncBucket<K, V> async;

    RxBucket(AsyncBucket<K, V> async) {
        this.async = async;
    }

    /** A view of {@code bucket}. */
    public static <K, V> RxBucket<K, V> of(Bucket<K, V> bucket) {
        return new RxBucket<>(bucket.async());
    }

    /** See {@link AsyncBucket#name()}. */
    public String name() {
        return async.name();
    }

    /** See {@link AsyncBucket#with(KeyCodec, Codec)}. */
    public <A, B> RxBucket<A, B> with(KeyCodec<A> keys, Codec<B> values) {
        return new RxBucket<>(async.with(keys, values));
    }

    /** See {@link AsyncBucket#with(Codec)}. */
    public <B> RxBucket<K, B> with(Codec<B> values) {
        return new RxBucket<>(async.with(values));
    }

    /** See {@link AsyncBucket#throughLeader()}. */
    public RxBucket<K, V> throughLeader() {
        return new RxBucket<>(async.throughLeader());
    }

    /** See {@link AsyncBucket#get}. */
    public Maybe<Entry<K, V>> get(K key) {
        return Futures.maybe(() -> async.get(key));
    }

    /** See {@link AsyncBucket#get}. */
    public Maybe<Entry<K, V>> get(K key, long revision) {
        return Futures.maybe(() -> async.get(key, revision));
    }

    /** See {@link AsyncBucket#put}. */
    public Single<Long> put(K key, V value) {
        return Futures.single(() -> async.put(key, value));
    }

    /** See {@link AsyncBucket#create}. */
    public Single<Long> create(K key, V value) {
        return Futures.single(() -> async.create(key, value));
    }

    /** See {@link AsyncBucket#create}. */
    public Single<Long> create(K key, V value, Consumer<CreateSpec> spec) {
        return Futures.single(() -> async.create(key, value, spec));
    }

    /** See {@link AsyncBucket#update}. */
    public Single<Long> update(K key, V value, long revision) {
        return Futures.single(() -> async.update(key, value, revision));
    }

    /** See {@link AsyncBucket#compute}. */
    public Single<Entry<K, V>> compute(K key, UnaryOperator<Optional<V>> change) {
        return Futures.single(() -> async.compute(key, change));
    }

    /** See {@link AsyncBucket#delete}. */
    public Single<Long> delete(K key) {
        return Futures.single(() -> async.delete(key));
    }

    /** See {@link AsyncBucket#delete}. */
    public Single<Long> delete(K key, Consumer<DeleteSpec> spec) {
        return Futures.single(() -> async.delete(key, spec));
    }

    /** See {@link AsyncBucket#purge}. */
    public Single<Long> purge(K key) {
        return Futures.single(() -> async.purge(key));
    }

    /** See {@link AsyncBucket#purge}. */
    public Single<Long> purge(K key, Consumer<DeleteSpec> spec) {
        return Futures.single(() -> async.purge(key, spec));
    }

    /** See {@link AsyncBucket#purgeDeletes}. */
    public Single<Long> purgeDeletes() {
        return Futures.single(() -> async.purgeDeletes());
    }

    /** See {@link AsyncBucket#purgeDeletes}. */
    public Single<Long> purgeDeletes(Duration olderThan) {
        return Futures.single(() -> async.purgeDeletes(olderThan));
    }

    /** See {@link AsyncBucket#atomic}. */
    public Single<List<Long>> atomic(Consumer<AtomicWrites<K, V>> writes) {
        return Futures.single(() -> async.atomic(writes));
    }

    /** See {@link AsyncBucket#snapshot}. */
    public Single<Snapshot<K, V>> snapshot(Collection<String> filters) {
        return Futures.single(() -> async.snapshot(filters));
    }

    /** See {@link AsyncBucket#cached}. */
    public Single<CachedBucket<K, V>> cached(Consumer<CacheSpec> spec) {
        return Futures.single(() -> async.cached(spec));
    }

    /** See {@link AsyncBucket#status}. */
    public Single<BucketStatus> status() {
        return Futures.single(() -> async.status());
    }

    /** See {@link io.natskit.kv.FlowBucket#keys}. */
    public Flowable<K> keys(String... filters) {
        return Flowable.fromPublisher(ReactiveBucket.of(async.blocking()).keys(filters));
    }

    /** See {@link io.natskit.kv.FlowBucket#history}. */
    public Flowable<Entry<K, V>> history(K key) {
        return Flowable.fromPublisher(ReactiveBucket.of(async.blocking()).history(key));
    }

    /** See {@link io.natskit.kv.FlowBucket#watch}. */
    public Flowable<WatchEvent<K, V>> watch(Consumer<WatchSpec> spec) {
        return Flowable.fromPublisher(ReactiveBucket.of(async.blocking()).watch(spec));
    }

    /** The same bucket, blocking. */
    public Bucket<K, V> blocking() {
        return async.blocking();
    }
}
