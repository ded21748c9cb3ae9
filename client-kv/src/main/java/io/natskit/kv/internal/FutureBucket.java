// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.jetstream.Pages;
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
import io.natskit.kv.Watch;
import io.natskit.kv.WatchListener;
import io.natskit.kv.WatchSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A bucket for callers who must not wait. No state of its own. */
final class FutureBucket<K, V> implements AsyncBucket<K, V> {
    private final Engine<K, V> engine;

    FutureBucket(Engine<K, V> engine) {
        this.engine = engine;
    }

    private Store store() {
        return engine.store();
    }

    @Override
    public String name() {
        return store().bucket();
    }

    @Override
    public <A, B> AsyncBucket<A, B> with(KeyCodec<A> keys, Codec<B> values) {
        return new FutureBucket<>(engine.with(keys, values));
    }

    @Override
    public <B> AsyncBucket<K, B> with(Codec<B> values) {
        return new FutureBucket<>(engine.with(values));
    }

    @Override
    public AsyncBucket<K, V> throughLeader() {
        return new FutureBucket<>(engine.throughLeader());
    }

    @Override
    public CompletableFuture<Optional<Entry<K, V>>> get(K key) {
        return store().lastAsync(engine.types().key(key), engine.leader())
                .thenApply(found -> engine.present(key, found));
    }

    @Override
    public CompletableFuture<Optional<Entry<K, V>>> get(K key, long revision) {
        return store().atAsync(engine.types().key(key), revision, engine.leader())
                .thenApply(found -> engine.present(key, found));
    }

    @Override
    public CompletableFuture<Long> put(K key, V value) {
        return store().writeAsync(
                        Store.Write.put(engine.types().key(key), engine.types().value(value)));
    }

    @Override
    public CompletableFuture<Long> create(K key, V value) {
        return create(key, value, c -> {});
    }

    @Override
    public CompletableFuture<Long> create(K key, V value, Consumer<CreateSpec> spec) {
        return store().createAsync(engine.types().key(key), engine.types().value(value), Engine.create(spec));
    }

    @Override
    public CompletableFuture<Long> update(K key, V value, long revision) {
        return store().writeAsync(Store.Write.update(
                engine.types().key(key), engine.types().value(value), Engine.revision(revision)));
    }

    @Override
    public CompletableFuture<Entry<K, V>> compute(K key, UnaryOperator<Optional<V>> change) {
        return engine.computeAsync(key, change);
    }

    @Override
    public CompletableFuture<Long> delete(K key) {
        return delete(key, d -> {});
    }

    @Override
    public CompletableFuture<Long> delete(K key, Consumer<DeleteSpec> spec) {
        return store().writeAsync(Store.Write.delete(engine.types().key(key), Engine.delete(spec)));
    }

    @Override
    public CompletableFuture<Long> purge(K key) {
        return purge(key, d -> {});
    }

    @Override
    public CompletableFuture<Long> purge(K key, Consumer<DeleteSpec> spec) {
        return store().writeAsync(Store.Write.purge(engine.types().key(key), Engine.delete(spec)));
    }

    @Override
    public CompletableFuture<Long> purgeDeletes() {
        return purgeDeletes(Engine.MARKERS_KEPT);
    }

    @Override
    public CompletableFuture<Long> purgeDeletes(Duration olderThan) {
        return engine.purgeDeletes(olderThan);
    }

    @Override
    public CompletableFuture<List<Long>> atomic(Consumer<AtomicWrites<K, V>> writes) {
        return engine.atomic(writes).send();
    }

    @Override
    public Pages<K> keys(String... filters) {
        return engine.keys(filters).pages();
    }

    @Override
    public Pages<Entry<K, V>> history(K key) {
        return engine.history(key).pages();
    }

    @Override
    public CompletableFuture<Snapshot<K, V>> snapshot(Collection<String> filters) {
        return engine.snapshot(filters);
    }

    @Override
    public CompletableFuture<Watch> watch(Consumer<WatchSpec> spec, WatchListener<K, V> listener) {
        return engine.watch(spec, listener);
    }

    @Override
    public CompletableFuture<CachedBucket<K, V>> cached(Consumer<CacheSpec> spec) {
        return engine.cached(spec);
    }

    @Override
    public CompletableFuture<BucketStatus> status() {
        return store().info().thenApply(BucketStatus::new);
    }

    @Override
    public Bucket<K, V> blocking() {
        return new BlockingBucket<>(engine);
    }
}
