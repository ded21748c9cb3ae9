// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.client.Dispatch;
import io.natskit.jetstream.ConsumeEnd;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.OrderedSpec;
import io.natskit.jetstream.internal.catchup.Progress;
import io.natskit.kv.WatchSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What happens in a bucket, pushed by the server: an ordered consumer, and the knowledge of when all that was there has come. A {@link Sink} is told, one call at a time.
 */
final class Feed {
    private static final long QUIET_NANOS = 1_000_000_000L;

    private final Store store;
    private final String prefix;
    private final WatchSpec spec;
    private final Sink sink;
    private final Progress progress = new Progress();
    private final CompletableFuture<Void> placed = new CompletableFuture<>();
    private final CompletableFuture<Void> current = new CompletableFuture<>();
    // held while the sink is told: the end of what was there may be known on another thread than the messages come on
    private final ReentrantLock telling = new ReentrantLock();
    private final Consuming consuming;
    private volatile long lastSeen = -1;

    /** Is told what comes. */
    interface Sink {
        /** A revision; {@code remaining} says how many were still to come when it was sent. */
        void changed(Raw raw, long remaining);

        /** All that was there has come. Once. */
        void current();
    }

    private Feed(Store store, Streams.Shape shape, WatchSpec spec, Dispatch dispatch, boolean inline, Sink sink) {
        this.store = store;
        this.prefix = shape.readPrefix();
        this.spec = spec;
        this.sink = sink;
        Consumer<OrderedSpec> what = ordered(shape, spec).andThen(o -> o.onPlaced(made -> placed(made, inline)));
        consuming = store.stream().orderedPush(what).consume(this::handle, c -> c.dispatch(dispatch));
        consuming.ended().whenComplete((end, impossible) -> over(end));
        watchSilence();
    }

    /** Tells {@code sink} on the connection's callback executor. */
    static Feed begin(Store store, Streams.Shape shape, WatchSpec spec, Sink sink) {
        return new Feed(store, shape, spec, Dispatch.serial(), false, sink);
    }

    /** Tells {@code sink}, which must not wait, on the thread that reads the socket. */
    static Feed beginInline(Store store, Streams.Shape shape, WatchSpec spec, Sink sink) {
        return new Feed(store, shape, spec, Dispatch.inline(), true, sink);
    }

    /** What of the stream is read for a watch. */
    static Consumer<OrderedSpec> ordered(Streams.Shape shape, WatchSpec spec) {
        List<String> subjects = new ArrayList<>();
        spec.keys().forEach(filter -> subjects.add(shape.readPrefix() + filter));
        if (subjects.isEmpty()) {
            subjects.add(shape.readPrefix() + ">");
        }
        return o -> {
            o.subjects(subjects);
            if (spec.isUpdatesOnly()) {
                o.onlyNew();
            } else if (spec.fromRevision() > 0) {
                o.from(spec.fromRevision());
            } else if (!spec.withHistory()) {
                o.lastPerSubject();
            }
            if (spec.isMetaOnly()) {
                o.headersOnly();
            }
        };
    }

    private void placed(OrderedSpec.Placed made, boolean inline) {
        boolean complete = progress.placed(made) || spec.isUpdatesOnly() && progress.declare();
        Runnable tell = () -> {
            if (complete) {
                tellCurrent();
            }
            placed.complete(null);
        };
        if (inline) {
            tell.run();
        } else {
            store.context().call(tell);
        }
    }

    private void tellCurrent() {
        telling.lock();
        try {
            if (!current.isDone()) {
                sink.current();
                current.complete(null);
            }
        } finally {
            telling.unlock();
        }
    }

    private void handle(JetStreamMessage message) {
        if (spec.isUpdatesOnly() && (progress.declare() || !current.isDone())) {
            tellCurrent();
        }
        Raw raw = Raw.of(prefix, message, spec.isMetaOnly());
        telling.lock();
        try {
            if (!spec.ignoresDeletes() || raw.isPresent()) {
                sink.changed(raw, raw.delta());
            }
        } finally {
            lastSeen = raw.revision();
            telling.unlock();
            if (progress.handled(message.metadata())) {
                tellCurrent();
            }
        }
    }

    /** What was there may have been removed before it came: then nothing comes, and the server is asked whether anything will. */
    private void watchSilence() {
        store.context().inside().after(QUIET_NANOS, () -> {
            if (consuming.ended().isDone() || progress.isCurrent()) {
                return;
            }
            askWhetherAll().thenAccept(all -> {
                if (all && progress.declare()) {
                    store.context().call(this::tellCurrent);
                }
            });
            watchSilence();
        });
    }

    /** Whether the server has nothing more to send, and all that it sent was handled. Never fails. */
    CompletableFuture<Boolean> askWhetherAll() {
        String consumer = progress.consumer();
        if (consumer == null) {
            return CompletableFuture.completedFuture(false);
        }
        return store.stream()
                .async()
                .consumer(consumer)
                .info()
                .handle((info, error) -> error == null
                        && info.numPending() == 0
                        && progress.isAllOf(consumer, info.delivered().consumer()));
    }

    private void over(ConsumeEnd end) {
        RuntimeException why =
                end.error() == null ? new IllegalStateException("the watch has ended: " + end.reason()) : end.error();
        placed.completeExceptionally(why);
        current.completeExceptionally(why);
    }

    /** Completes when the server has made what is needed. */
    CompletableFuture<Void> placed() {
        return placed;
    }

    CompletableFuture<Void> current() {
        return current;
    }

    CompletableFuture<ConsumeEnd> ended() {
        return consuming.ended();
    }

    long revision() {
        return Math.max(0, lastSeen);
    }

    void stop() {
        consuming.stop();
    }
}
