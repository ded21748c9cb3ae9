// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.client.NatsException;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.PurgeSpec;
import io.natskit.kv.AtomicWrites;
import io.natskit.kv.CacheSpec;
import io.natskit.kv.CachedBucket;
import io.natskit.kv.Codec;
import io.natskit.kv.CreateSpec;
import io.natskit.kv.DeleteSpec;
import io.natskit.kv.Entry;
import io.natskit.kv.KeyCodec;
import io.natskit.kv.Operation;
import io.natskit.kv.Snapshot;
import io.natskit.kv.Watch;
import io.natskit.kv.WatchListener;
import io.natskit.kv.WatchSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A bucket in its user's types: what the shapes share.
 *
 * @param leader whether reads go through the leader
 */
record Engine<K, V>(Store store, Types<K, V> types, boolean leader) {
    static final Duration MARKERS_KEPT = Duration.ofMinutes(30);
    private static final int RACES_MAX = 100;
    private static final int PURGES_AT_ONCE = 64;

    <A, B> Engine<A, B> with(KeyCodec<A> keys, Codec<B> values) {
        return new Engine<>(store, new Types<>(keys, values), leader);
    }

    <B> Engine<K, B> with(Codec<B> values) {
        return new Engine<>(store, new Types<>(types.keys(), values), leader);
    }

    Engine<K, V> throughLeader() {
        return new Engine<>(store, types, true);
    }

    Entry<K, V> entry(Raw raw) {
        return new TypedEntry<>(store.bucket(), types, raw);
    }

    Optional<Entry<K, V>> present(K key, Optional<Raw> found) {
        return found.filter(Raw::isPresent).map(raw -> new TypedEntry<>(store.bucket(), types, key, raw));
    }

    static <S> S chosen(S spec, Consumer<S> choose) {
        choose.accept(spec);
        return spec;
    }

    // compute

    /** What to write after what was read; null in its place when there is nothing to do. */
    private record Change<V>(Optional<V> value, Store.Write write) {}

    private Change<V> change(String text, Optional<Raw> found, UnaryOperator<Optional<V>> change) {
        Optional<V> before = found.filter(Raw::isPresent).map(raw -> types.value(text, raw.revision(), raw.bytes()));
        Optional<V> after = change.apply(before);
        long revision = found.map(Raw::revision).orElse(0L);
        return new Change<>(
                after,
                after.isPresent()
                        ? Store.Write.update(text, types.value(after.get()), revision)
                        : Store.Write.delete(text, new DeleteSpec().revision(revision)));
    }

    private Entry<K, V> changed(K key, Store.Write write, long revision) {
        boolean put = write.headers().isEmpty();
        return new TypedEntry<>(
                store.bucket(),
                types,
                key,
                new Raw(
                        write.key(),
                        write.value(),
                        write.value().length,
                        false,
                        revision,
                        Instant.now(),
                        0,
                        put ? Operation.PUT : Operation.DELETE));
    }

    Entry<K, V> compute(K key, UnaryOperator<Optional<V>> change) {
        String text = types.key(key);
        for (int i = 0; ; i++) {
            // later readings are the leader's, since a replica may not know yet who was faster
            Store.Write write =
                    change(text, store.last(text, leader || i > 0), change).write();
            try {
                return changed(key, write, store.write(write));
            } catch (NatsException e) {
                if (!Store.raced(e) || i == RACES_MAX) {
                    throw e;
                }
            }
        }
    }

    CompletableFuture<Entry<K, V>> computeAsync(K key, UnaryOperator<Optional<V>> change) {
        return computeAsync(key, types.key(key), change, 0);
    }

    private CompletableFuture<Entry<K, V>> computeAsync(
            K key, String text, UnaryOperator<Optional<V>> change, int races) {
        return store.lastAsync(text, leader || races > 0).thenCompose(found -> {
            Store.Write write = change(text, found, change).write();
            return store.writeAsync(write)
                    .handle((revision, error) -> {
                        if (error == null) {
                            return CompletableFuture.completedFuture(changed(key, write, revision));
                        }
                        RuntimeException cause = Failures.unchecked(error);
                        return cause instanceof NatsException e && Store.raced(e) && races < RACES_MAX
                                ? computeAsync(key, text, change, races + 1)
                                : CompletableFuture.<Entry<K, V>>failedFuture(cause);
                    })
                    .thenCompose(Function.identity());
        });
    }

    // lists

    WatchSpec keysOf(Collection<String> filters) {
        return new WatchSpec().keys(types.filters(filters)).metaOnly().ignoreDeletes();
    }

    WatchSpec historyOf(K key) {
        return new WatchSpec().keys(types.key(key)).history();
    }

    Scan<K> keys(String... filters) {
        return new Scan<>(store, keysOf(List.of(filters)), raw -> types.key(raw.key()));
    }

    Scan<Entry<K, V>> history(K key) {
        return new Scan<>(store, historyOf(key), this::entry);
    }

    CompletableFuture<Snapshot<K, V>> snapshot(Collection<String> filters) {
        return Snapshots.take(store, types, types.filters(filters));
    }

    // watches

    CompletableFuture<Watch> watch(Consumer<WatchSpec> spec, WatchListener<K, V> listener) {
        WatchSpec chosen = chosen(new WatchSpec(), spec);
        Watching.encoded(types, chosen);
        return store.shapeAsync().thenCompose(shape -> {
            Watching<K, V> watch = new Watching<>(store, shape, types, chosen, listener);
            return watch.placed().thenApply(nothing -> watch);
        });
    }

    CompletableFuture<CachedBucket<K, V>> cached(Consumer<CacheSpec> spec) {
        CacheSpec chosen = chosen(new CacheSpec(), spec);
        List<String> filters = types.filters(chosen.keys());
        return store.shapeAsync().thenCompose(shape -> {
            NearCache cache = new NearCache(store, shape, filters, chosen.entriesMax());
            return cache.filled().thenApply(nothing -> new CachingBucket<>(this, cache));
        });
    }

    // markers

    CompletableFuture<Long> purgeDeletes(Duration olderThan) {
        if (olderThan.isNegative()) {
            throw new IllegalArgumentException("olderThan: " + olderThan + " (expected: >= 0)");
        }
        Instant limit = Instant.now().minus(olderThan);
        boolean all = olderThan.isZero();
        return new Scan<>(store, new WatchSpec().metaOnly(), raw -> raw)
                .pages()
                .all()
                .thenCompose(raws -> {
                    List<Raw> markers =
                            raws.stream().filter(raw -> !raw.isPresent()).toList();
                    return store.shapeAsync().thenCompose(shape -> purge(shape, markers, limit, all));
                });
    }

    private CompletableFuture<Long> purge(Streams.Shape shape, List<Raw> markers, Instant limit, boolean all) {
        AtomicInteger next = new AtomicInteger();
        List<CompletableFuture<Void>> lanes = new ArrayList<>();
        for (int i = 0; i < Math.min(PURGES_AT_ONCE, markers.size()); i++) {
            lanes.add(purgeNext(shape, markers, next, limit, all));
        }
        return CompletableFuture.allOf(lanes.toArray(CompletableFuture[]::new))
                .thenApply(nothing -> (long) markers.size());
    }

    private CompletableFuture<Void> purgeNext(
            Streams.Shape shape, List<Raw> markers, AtomicInteger next, Instant limit, boolean all) {
        int at = next.getAndIncrement();
        if (at >= markers.size()) {
            return CompletableFuture.completedFuture(null);
        }
        Raw marker = markers.get(at);
        boolean old = all || !marker.time().isAfter(limit);
        // no more than the marker: a value that was set meanwhile stays
        Consumer<PurgeSpec> spec = p ->
                p.subject(shape.readPrefix() + marker.key()).before(old ? marker.revision() + 1 : marker.revision());
        return store.stream().async().purge(spec).thenCompose(gone -> purgeNext(shape, markers, next, limit, all));
    }

    // several at once

    AtomicPut<K, V> atomic(Consumer<AtomicWrites<K, V>> writes) {
        AtomicPut<K, V> put = new AtomicPut<>(store, types);
        writes.accept(put);
        return put;
    }

    static long revision(long revision) {
        if (revision < 0) {
            throw new IllegalArgumentException("revision: " + revision + " (expected: >= 0)");
        }
        return revision;
    }

    static CreateSpec create(Consumer<CreateSpec> spec) {
        return chosen(new CreateSpec(), spec);
    }

    static DeleteSpec delete(Consumer<DeleteSpec> spec) {
        return chosen(new DeleteSpec(), spec);
    }
}
