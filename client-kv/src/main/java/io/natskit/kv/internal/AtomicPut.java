// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.AsyncAtomicBatch;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.kv.AtomicWrites;
import io.natskit.kv.DeleteSpec;
import io.natskit.kv.WrongRevisionException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/** Writes that are done all or none, as one atomic batch (ADR-50). Collected on the caller's thread, then sent once. */
final class AtomicPut<K, V> implements AtomicWrites<K, V> {
    private static final int MAX = 1000;

    private final Store store;
    private final Types<K, V> types;
    private final List<Store.Write> writes = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();

    AtomicPut(Store store, Types<K, V> types) {
        this.store = store;
        this.types = types;
    }

    private AtomicWrites<K, V> add(Store.Write write) {
        if (!keys.add(write.key())) {
            throw new IllegalArgumentException("key: \"" + write.key() + "\" twice (expected: each key once)");
        }
        if (writes.size() == MAX) {
            throw new IllegalArgumentException("writes: more than " + MAX + " (expected: at most that)");
        }
        writes.add(write);
        return this;
    }

    @Override
    public AtomicWrites<K, V> put(K key, V value) {
        return add(Store.Write.put(types.key(key), types.value(value)));
    }

    @Override
    public AtomicWrites<K, V> create(K key, V value) {
        return add(Store.Write.update(types.key(key), types.value(value), 0));
    }

    @Override
    public AtomicWrites<K, V> update(K key, V value, long revision) {
        return add(Store.Write.update(types.key(key), types.value(value), revision));
    }

    @Override
    public AtomicWrites<K, V> delete(K key) {
        return add(Store.Write.delete(types.key(key), new DeleteSpec()));
    }

    @Override
    public AtomicWrites<K, V> delete(K key, long revision) {
        return add(Store.Write.delete(types.key(key), new DeleteSpec().revision(revision)));
    }

    CompletableFuture<List<Long>> send() {
        if (writes.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        return store.shapeAsync()
                .thenCompose(shape -> markers().thenCompose(nothing -> {
                    AsyncAtomicBatch batch = store.context().js().async().atomicBatch(b -> {});
                    CompletableFuture<Void> sent = CompletableFuture.completedFuture(null);
                    int last = writes.size() - 1;
                    for (int i = 0; i < last; i++) {
                        Store.Write write = writes.get(i);
                        sent = sent.thenCombine(
                                batch.add(write.message(shape.writePrefix()), write::choose), (before, added) -> null);
                    }
                    Store.Write end = writes.get(last);
                    CompletableFuture<List<Long>> committed = batch.commit(
                                    end.message(shape.writePrefix()), end::choose)
                            .handle((ack, error) -> {
                                if (error != null) {
                                    throw failure(error);
                                }
                                long first = ack.sequence() - writes.size() + 1;
                                return LongStream.rangeClosed(first, ack.sequence())
                                        .boxed()
                                        .toList();
                            });
                    return sent.handle((added, error) -> {
                                if (error != null) {
                                    batch.discard();
                                    throw failure(error);
                                }
                                return added;
                            })
                            .thenCompose(added -> committed);
                }));
    }

    /** A key that is to be created may have a marker, which is what is expected then. */
    private CompletableFuture<Void> markers() {
        List<CompletableFuture<Void>> asked = new ArrayList<>();
        for (int i = 0; i < writes.size(); i++) {
            Store.Write write = writes.get(i);
            int at = i;
            if (write.expected() == 0 && write.headers().isEmpty()) {
                asked.add(store.lastAsync(write.key(), true)
                        .thenAccept(found -> found.filter(raw -> !raw.isPresent())
                                .ifPresent(raw -> writes.set(
                                        at, Store.Write.update(write.key(), write.value(), raw.revision())))));
            }
        }
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new));
    }

    /** The server does not say which of several expectations did not hold. */
    private RuntimeException failure(Throwable error) {
        Throwable cause = Failures.cause(error);
        if (cause instanceof JetStreamApiException e && Store.wrongRevision(e)) {
            List<Store.Write> expecting =
                    writes.stream().filter(w -> w.expected() >= 0).toList();
            return expecting.size() == 1
                    ? expecting.get(0).failure(e)
                    : new WrongRevisionException(
                            String.join(
                                    ", ",
                                    expecting.stream().map(Store.Write::key).toList()),
                            0,
                            0);
        }
        return Failures.unchecked(cause);
    }
}
