// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.client.OperationTimeoutException;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.StoredMessage;
import io.natskit.kv.Entry;
import io.natskit.kv.Snapshot;
import io.natskit.kv.WatchSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reads many keys as they were at one moment. A watch gives the last revision of each key in the order of revisions, and then what is written meanwhile. When all that was
 * there has come, the leader is asked for the last revision among them: if that has come, too, what has come is exactly how things were when the leader answered, since
 * whatever was written over before it came has been followed by what replaced it. If not, what was written meanwhile is taken in, and the leader asked again. That holds for
 * any number of keys; reading by batches of direct gets would miss a revision that is written over between two of them.
 */
final class Snapshots<K, V> implements Feed.Sink {
    private final Store store;
    private final Types<K, V> types;
    private final List<String> subjects;
    // touched by the thread that reads the socket alone
    private final LinkedHashMap<String, Raw> raws = new LinkedHashMap<>();
    private final List<Raw> later = new ArrayList<>();
    private boolean asking;
    private long revision;
    private final CompletableFuture<Map<String, Raw>> done = new CompletableFuture<>();

    private Snapshots(Store store, Types<K, V> types, List<String> subjects) {
        this.store = store;
        this.types = types;
        this.subjects = subjects;
    }

    static <K, V> CompletableFuture<Snapshot<K, V>> take(Store store, Types<K, V> types, List<String> filters) {
        return store.shapeAsync().thenCompose(shape -> {
            List<String> subjects = (filters.isEmpty() ? List.of(">") : filters)
                    .stream().map(filter -> shape.readPrefix() + filter).toList();
            Snapshots<K, V> taking = new Snapshots<>(store, types, subjects);
            Feed feed = Feed.beginInline(store, shape, new WatchSpec().keys(filters), taking);
            Duration timeout = store.context().js().options().timeout();
            Runnable stop = store.context()
                    .inside()
                    .after(
                            timeout.toNanos(),
                            () -> taking.done.completeExceptionally(
                                    new OperationTimeoutException("snapshot", timeout)));
            feed.ended()
                    .thenAccept(end -> taking.done.completeExceptionally(
                            end.error() == null
                                    ? new IllegalStateException("the snapshot's watch has ended: " + end.reason())
                                    : end.error()));
            CompletableFuture<Snapshot<K, V>> result = new CompletableFuture<>();
            taking.done.whenComplete((raws, error) -> {
                stop.run();
                feed.stop();
                store.context().inside().complete(() -> taking.finish(result, raws, error));
            });
            return result;
        });
    }

    private void finish(
            CompletableFuture<Snapshot<K, V>> result, @Nullable Map<String, Raw> found, @Nullable Throwable error) {
        if (error != null || found == null) {
            result.completeExceptionally(Failures.unchecked(error));
            return;
        }
        try {
            Map<K, Entry<K, V>> entries = new LinkedHashMap<>();
            found.values().forEach(raw -> {
                TypedEntry<K, V> entry = new TypedEntry<>(store.bucket(), types, raw);
                entries.put(entry.key(), entry);
            });
            result.complete(new Snapshot<>(revision, entries));
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    @Override
    public void changed(Raw raw, long remaining) {
        if (asking) {
            later.add(raw);
        } else if (!done.isDone()) {
            take(raw);
        }
    }

    private void take(Raw raw) {
        revision = raw.revision();
        raws.remove(raw.key());
        if (raw.isPresent()) {
            raws.put(raw.key(), raw);
        }
    }

    @Override
    public void current() {
        ask();
    }

    /** Asks the leader whether there is anything later than what has come. */
    private void ask() {
        asking = true;
        List<CompletableFuture<Long>> last = subjects.stream()
                .map(subject -> store.stream()
                        .async()
                        .last(subject)
                        .thenApply(found -> found.map(StoredMessage::sequence).orElse(0L)))
                .toList();
        CompletableFuture.allOf(last.toArray(CompletableFuture[]::new))
                .whenComplete((nothing, error) -> store.context().inside().after(0, () -> {
                    if (error != null) {
                        done.completeExceptionally(Failures.cause(error));
                    } else {
                        answered(last.stream()
                                .mapToLong(CompletableFuture::join)
                                .max()
                                .orElse(0));
                    }
                }));
    }

    private void answered(long last) {
        asking = false;
        if (last <= revision) {
            done.complete(raws);
            return;
        }
        later.forEach(this::take);
        later.clear();
        if (!done.isDone()) {
            ask();
        }
    }
}
