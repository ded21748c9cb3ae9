// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.jetstream.internal.store.Context;
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
import io.natskit.kv.FlowBucket;
import io.natskit.kv.KeyCodec;
import io.natskit.kv.Snapshot;
import io.natskit.kv.Watch;
import io.natskit.kv.WatchListener;
import io.natskit.kv.WatchSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A bucket for callers who wait. No state of its own. */
class BlockingBucket<K, V> implements Bucket<K, V> {
    final Engine<K, V> engine;

    BlockingBucket(Engine<K, V> engine) {
        this.engine = engine;
    }

    private Store store() {
        return engine.store();
    }

    private Context context() {
        return engine.store().context();
    }

    @Override
    public String name() {
        return store().bucket();
    }

    @Override
    public <A, B> Bucket<A, B> with(KeyCodec<A> keys, Codec<B> values) {
        return new BlockingBucket<>(engine.with(keys, values));
    }

    @Override
    public <B> Bucket<K, B> with(Codec<B> values) {
        return new BlockingBucket<>(engine.with(values));
    }

    @Override
    public Bucket<K, V> throughLeader() {
        return new BlockingBucket<>(engine.throughLeader());
    }

    @Override
    public Optional<Entry<K, V>> get(K key) {
        return engine.present(key, store().last(engine.types().key(key), engine.leader()));
    }

    @Override
    public Optional<Entry<K, V>> get(K key, long revision) {
        return engine.present(key, store().at(engine.types().key(key), revision, engine.leader()));
    }

    @Override
    public long put(K key, V value) {
        return store().write(
                        Store.Write.put(engine.types().key(key), engine.types().value(value)));
    }

    @Override
    public long create(K key, V value) {
        return create(key, value, c -> {});
    }

    @Override
    public long create(K key, V value, Consumer<CreateSpec> spec) {
        return store().create(engine.types().key(key), engine.types().value(value), Engine.create(spec));
    }

    @Override
    public long update(K key, V value, long revision) {
        return store().write(Store.Write.update(
                engine.types().key(key), engine.types().value(value), Engine.revision(revision)));
    }

    @Override
    public Entry<K, V> compute(K key, UnaryOperator<Optional<V>> change) {
        return engine.compute(key, change);
    }

    @Override
    public long delete(K key) {
        return delete(key, d -> {});
    }

    @Override
    public long delete(K key, Consumer<DeleteSpec> spec) {
        return store().write(Store.Write.delete(engine.types().key(key), Engine.delete(spec)));
    }

    @Override
    public long purge(K key) {
        return purge(key, d -> {});
    }

    @Override
    public long purge(K key, Consumer<DeleteSpec> spec) {
        return store().write(Store.Write.purge(engine.types().key(key), Engine.delete(spec)));
    }

    @Override
    public long purgeDeletes() {
        return purgeDeletes(Engine.MARKERS_KEPT);
    }

    @Override
    public long purgeDeletes(Duration olderThan) {
        return context().await(engine.purgeDeletes(olderThan), "purgeDeletes");
    }

    @Override
    public List<Long> atomic(Consumer<AtomicWrites<K, V>> writes) {
        return context().await(engine.atomic(writes).send(), "atomic");
    }

    @Override
    public Iterable<K> keys(String... filters) {
        return engine.keys(filters).blocking();
    }

    @Override
    public Iterable<Entry<K, V>> history(K key) {
        return engine.history(key).blocking();
    }

    @Override
    public Snapshot<K, V> snapshot(Collection<String> filters) {
        return context().await(engine.snapshot(filters), "snapshot");
    }

    @Override
    public Watch watch(Consumer<WatchSpec> spec, WatchListener<K, V> listener) {
        return context().await(engine.watch(spec, listener), "watch");
    }

    @Override
    public CachedBucket<K, V> cached(Consumer<CacheSpec> spec) {
        return context().await(engine.cached(spec), "cached");
    }

    @Override
    public BucketStatus status() {
        return new BucketStatus(store().stream().info());
    }

    @Override
    public AsyncBucket<K, V> async() {
        return new FutureBucket<>(engine);
    }

    @Override
    public FlowBucket<K, V> flow() {
        return new Flows<>(engine);
    }
}
