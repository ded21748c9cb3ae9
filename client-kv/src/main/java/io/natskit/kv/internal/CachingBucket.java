// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.kv.AtomicWrites;
import io.natskit.kv.CachedBucket;
import io.natskit.kv.CreateSpec;
import io.natskit.kv.DeleteSpec;
import io.natskit.kv.Entry;
import io.natskit.kv.Operation;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A bucket with a near cache: reads from it where it knows, and has it know own writes at once. */
final class CachingBucket<K, V> extends BlockingBucket<K, V> implements CachedBucket<K, V> {
    private final NearCache cache;

    CachingBucket(Engine<K, V> engine, NearCache cache) {
        super(engine);
        this.cache = cache;
    }

    @Override
    public Optional<Entry<K, V>> get(K key) {
        String text = engine.types().key(key);
        Raw raw = cache.find(text);
        if (raw != null) {
            return engine.present(key, Optional.of(raw));
        }
        return cache.knowsAllOf(text) ? Optional.empty() : super.get(key);
    }

    @Override
    public Optional<Entry<K, V>> getCached(K key) {
        return engine.present(key, Optional.ofNullable(cache.find(engine.types().key(key))));
    }

    @Override
    public Map<K, Entry<K, V>> entries() {
        Map<K, Entry<K, V>> entries = new HashMap<>();
        cache.all().values().forEach(raw -> {
            if (raw.isPresent()) {
                Entry<K, V> entry = engine.entry(raw);
                entries.put(entry.key(), entry);
            }
        });
        return entries;
    }

    @Override
    public CompletableFuture<Void> caughtUpTo(long revision) {
        return cache.caughtUpTo(revision);
    }

    @Override
    public long revision() {
        return cache.seen();
    }

    @Override
    public boolean isLive() {
        return cache.isLive();
    }

    @Override
    public void close() {
        cache.close();
    }

    // own writes

    private long wrote(String key, byte[] value, long revision, Operation operation) {
        cache.learn(new Raw(key, value, value.length, false, revision, Instant.now(), 0, operation));
        return revision;
    }

    @Override
    public long put(K key, V value) {
        byte[] bytes = engine.types().value(value);
        return wrote(engine.types().key(key), bytes, super.put(key, value), Operation.PUT);
    }

    @Override
    public long create(K key, V value, Consumer<CreateSpec> spec) {
        byte[] bytes = engine.types().value(value);
        return wrote(engine.types().key(key), bytes, super.create(key, value, spec), Operation.PUT);
    }

    @Override
    public long update(K key, V value, long revision) {
        byte[] bytes = engine.types().value(value);
        return wrote(engine.types().key(key), bytes, super.update(key, value, revision), Operation.PUT);
    }

    @Override
    public Entry<K, V> compute(K key, UnaryOperator<Optional<V>> change) {
        Entry<K, V> entry = super.compute(key, change);
        wrote(engine.types().key(key), entry.bytes(), entry.revision(), entry.operation());
        return entry;
    }

    @Override
    public long delete(K key, Consumer<DeleteSpec> spec) {
        return wrote(engine.types().key(key), Store.NOTHING, super.delete(key, spec), Operation.DELETE);
    }

    @Override
    public long purge(K key, Consumer<DeleteSpec> spec) {
        return wrote(engine.types().key(key), Store.NOTHING, super.purge(key, spec), Operation.PURGE);
    }

    @Override
    public List<Long> atomic(Consumer<AtomicWrites<K, V>> writes) {
        List<Long> revisions = super.atomic(writes);
        if (!revisions.isEmpty()) {
            engine.store().context().await(cache.caughtUpTo(revisions.get(revisions.size() - 1)), "atomic");
        }
        return revisions;
    }
}
