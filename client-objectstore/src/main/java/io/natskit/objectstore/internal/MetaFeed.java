// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.client.Dispatch;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.ConsumeEnd;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.OrderedSpec;
import io.natskit.jetstream.internal.catchup.Progress;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectWatch;
import io.natskit.objectstore.ObjectWatchSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The descriptions of a store, as they are and as they change: an ordered consumer, and the knowledge of when all that was there has come. */
final class MetaFeed implements ObjectWatch {
    private static final long QUIET_NANOS = 1_000_000_000L;

    private final Store store;
    private final ObjectWatchSpec spec;
    private final Consumer<? super ObjectInfo> listener;
    private final Progress progress = new Progress();
    private final CompletableFuture<Void> placed = new CompletableFuture<>();
    private final CompletableFuture<Void> current = new CompletableFuture<>();
    private final Consuming consuming;

    MetaFeed(Store store, ObjectWatchSpec spec, Dispatch dispatch, Consumer<? super ObjectInfo> listener) {
        this.store = store;
        this.spec = spec;
        this.listener = listener;
        consuming = store.stream().orderedPush(this::ordered).consume(this::handle, c -> c.dispatch(dispatch));
        consuming.ended().thenAccept(this::over);
        watchSilence();
    }

    private void ordered(OrderedSpec o) {
        o.subjects(store.metas()).onPlaced(this::placed);
        if (spec.isUpdatesOnly()) {
            o.onlyNew();
        } else {
            o.lastPerSubject();
        }
    }

    private void placed(OrderedSpec.Placed made) {
        if (progress.placed(made) || spec.isUpdatesOnly() && progress.declare()) {
            complete(current);
        }
        complete(placed);
    }

    private void complete(CompletableFuture<Void> told) {
        store.context().inside().complete(() -> told.complete(null));
    }

    private void handle(JetStreamMessage message) {
        try {
            ObjectInfo info = store.read(message.bytes(), message.metadata().time());
            if (!info.deleted() || !spec.ignoresDeletes()) {
                listener.accept(info);
            }
        } catch (RuntimeException e) {
            store.context().inside().failed(e);
        }
        if (progress.handled(message.metadata())) {
            complete(current);
        }
    }

    /** What was there may have been removed before it came: then the server is asked whether anything will come. */
    private void watchSilence() {
        store.context().inside().after(QUIET_NANOS, () -> {
            String consumer = progress.consumer();
            if (consuming.ended().isDone() || progress.isCurrent()) {
                return;
            }
            if (consumer != null) {
                store.stream().async().consumer(consumer).info().thenAccept(info -> {
                    if (info.numPending() == 0
                            && progress.isAllOf(consumer, info.delivered().consumer())
                            && progress.declare()) {
                        complete(current);
                    }
                });
            }
            watchSilence();
        });
    }

    private void over(ConsumeEnd end) {
        RuntimeException why =
                end.error() == null ? new IllegalStateException("the watch has ended: " + end.reason()) : end.error();
        placed.completeExceptionally(why);
        current.completeExceptionally(why);
    }

    /** All objects that are there. */
    static CompletableFuture<List<ObjectInfo>> list(Store store) {
        Map<String, ObjectInfo> found = new LinkedHashMap<>();
        ReentrantLock lock = new ReentrantLock();
        // on the thread that reads: one at a time, and no user's code
        MetaFeed feed = new MetaFeed(store, new ObjectWatchSpec(), Dispatch.inline(), info -> {
            lock.lock();
            try {
                found.remove(info.name());
                if (!info.deleted()) {
                    found.put(info.name(), info);
                }
            } finally {
                lock.unlock();
            }
        });
        return feed.current.handle((nothing, error) -> {
            feed.close();
            if (error != null) {
                throw Failures.unchecked(error);
            }
            lock.lock();
            try {
                return List.copyOf(found.values());
            } finally {
                lock.unlock();
            }
        });
    }

    CompletableFuture<Void> placed() {
        return placed;
    }

    @Override
    public CompletableFuture<Void> current() {
        return current.copy();
    }

    @Override
    public CompletableFuture<ConsumeEnd> ended() {
        return consuming.ended();
    }

    @Override
    public void close() {
        consuming.stop();
    }
}
