// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.client.OperationTimeoutException;
import io.natskit.jetstream.AsyncMessages;
import io.natskit.jetstream.ConsumeEnd;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.Messages;
import io.natskit.jetstream.OrderedHandle;
import io.natskit.jetstream.Pages;
import io.natskit.jetstream.internal.catchup.Progress;
import io.natskit.kv.WatchSpec;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is there in a bucket, in its order, pulled as it is asked for; ends when all has come. One that is dropped in the middle is given up when it is collected.
 */
final class Scan<T> {
    private static final Cleaner DROPPED = Cleaner.create();
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final int AHEAD = 1000;

    private final Store store;
    private final WatchSpec spec;
    private final Function<Raw, T> map;

    Scan(Store store, WatchSpec spec, Function<Raw, T> map) {
        this.store = store;
        this.spec = spec;
        this.map = map;
    }

    /** For a caller who waits; each iterator begins anew. */
    Iterable<T> blocking() {
        return () -> new Reading<>(this, store.shape());
    }

    /** For a caller who must not wait; begins when first asked. */
    Pages<T> pages() {
        return new Turning<>(this);
    }

    /** What goes on at the server; knows nothing of who reads, so that readers can be collected. */
    private static final class State implements Runnable {
        final Progress progress = new Progress();
        final Store store;
        final String prefix;
        final boolean metaOnly;
        final boolean markersToo;
        volatile @Nullable Consuming consuming;

        State(Store store, Streams.Shape shape, WatchSpec spec) {
            this.store = store;
            this.prefix = shape.readPrefix();
            this.metaOnly = spec.isMetaOnly();
            this.markersToo = !spec.ignoresDeletes();
        }

        OrderedHandle ordered(Streams.Shape shape, WatchSpec spec) {
            return store.stream()
                    .ordered(Feed.ordered(shape, spec)
                            .andThen(o -> o.onPlaced(made -> {
                                if (progress.placed(made)) {
                                    run();
                                }
                            })));
        }

        <C extends Consuming> C began(C made) {
            consuming = made;
            if (progress.isCurrent()) {
                made.stop();
            }
            return made;
        }

        /** Ends it. */
        @Override
        public void run() {
            Consuming open = consuming;
            if (open != null) {
                open.stop();
            }
        }

        /** The revision of a message, unless it is not wanted; ends when it is the last. */
        @Nullable
        Raw take(JetStreamMessage message) {
            Raw raw = Raw.of(prefix, message, metaOnly);
            if (progress.handled(message.metadata())) {
                run();
            }
            return markersToo || raw.isPresent() ? raw : null;
        }

        /** Whether all has come though nothing said so; see {@link Progress}. Never fails. */
        CompletableFuture<Boolean> isAll() {
            String consumer = progress.consumer();
            if (consumer == null) {
                return CompletableFuture.completedFuture(false);
            }
            return store.stream().async().consumer(consumer).info().handle((info, error) -> {
                boolean all = error == null
                        && info.numPending() == 0
                        && progress.isAllOf(consumer, info.delivered().consumer());
                if (all && progress.declare()) {
                    run();
                }
                return all;
            });
        }

        /** The failure of one that ended before all had come. */
        RuntimeException failure(ConsumeEnd end) {
            return end.error() != null ? end.error() : new IllegalStateException("ended: " + end.reason());
        }

        OperationTimeoutException late() {
            return new OperationTimeoutException(
                    "reading bucket \"" + store.bucket() + "\"",
                    store.context().js().options().timeout());
        }

        boolean isLate(long quietSince) {
            return System.nanoTime() - quietSince
                    > store.context().js().options().timeout().toNanos();
        }
    }

    private static final class Reading<T> implements Iterator<T> {
        private final State state;
        private final Messages messages;
        private final Function<Raw, T> map;
        private @Nullable T ahead;
        private boolean done;

        Reading(Scan<T> scan, Streams.Shape shape) {
            state = new State(scan.store, shape, scan.spec);
            map = scan.map;
            messages = state.began(state.ordered(shape, scan.spec).messages(s -> s.ahead(AHEAD)));
            DROPPED.register(this, state);
        }

        @Override
        public boolean hasNext() {
            long quietSince = System.nanoTime();
            while (ahead == null && !done) {
                Optional<JetStreamMessage> message =
                        state.progress.isCurrent() ? Optional.empty() : messages.next(QUIET);
                if (message.isPresent()) {
                    Raw raw = state.take(message.get());
                    ahead = raw == null ? null : map.apply(raw);
                    quietSince = System.nanoTime();
                } else if (state.progress.isCurrent()) {
                    done = true;
                } else if (messages.ended().isDone()) {
                    throw state.failure(messages.ended().join());
                } else if (!state.store.context().await(state.isAll(), "read") && state.isLate(quietSince)) {
                    messages.stop();
                    throw state.late();
                }
            }
            return ahead != null;
        }

        @Override
        public T next() {
            T element = hasNext() ? ahead : null;
            if (element == null) {
                throw new NoSuchElementException("nothing more");
            }
            ahead = null;
            return element;
        }
    }

    private static final class Turning<T> implements Pages<T> {
        private final Scan<T> scan;
        private @Nullable CompletableFuture<State> begun;

        Turning(Scan<T> scan) {
            this.scan = scan;
        }

        private CompletableFuture<State> begin() {
            CompletableFuture<State> known = begun;
            if (known == null) {
                known = scan.store.shapeAsync().thenApply(shape -> {
                    State state = new State(scan.store, shape, scan.spec);
                    state.began(state.ordered(shape, scan.spec).asyncMessages(s -> s.ahead(AHEAD)));
                    DROPPED.register(this, state);
                    return state;
                });
                begun = known;
            }
            return known;
        }

        @Override
        public CompletableFuture<Optional<T>> next() {
            return begin().thenCompose(state -> next(state, System.nanoTime()));
        }

        private CompletableFuture<Optional<T>> next(State state, long quietSince) {
            if (state.progress.isCurrent() || !(state.consuming instanceof AsyncMessages messages)) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            return messages.next(QUIET).thenCompose(message -> {
                if (message.isPresent()) {
                    Raw raw = state.take(message.get());
                    return raw == null
                            ? next(state, System.nanoTime())
                            : CompletableFuture.completedFuture(Optional.of(scan.map.apply(raw)));
                }
                if (state.progress.isCurrent()) {
                    return CompletableFuture.completedFuture(Optional.empty());
                }
                if (messages.ended().isDone()) {
                    return CompletableFuture.failedFuture(
                            state.failure(messages.ended().join()));
                }
                return state.isAll().thenCompose(all -> {
                    if (!all && state.isLate(quietSince)) {
                        messages.stop();
                        return CompletableFuture.failedFuture(state.late());
                    }
                    return next(state, quietSince);
                });
            });
        }

        @Override
        public CompletableFuture<List<T>> all() {
            return gather(new ArrayList<>());
        }

        private CompletableFuture<List<T>> gather(List<T> into) {
            CompletableFuture<Optional<T>> next = next();
            // what is there already is taken without a step deeper into the stack
            while (next.isDone() && !next.isCompletedExceptionally()) {
                Optional<T> element = next.join();
                if (element.isEmpty()) {
                    return CompletableFuture.completedFuture(into);
                }
                into.add(element.get());
                next = next();
            }
            return next.thenCompose(element -> {
                if (element.isEmpty()) {
                    return CompletableFuture.completedFuture(into);
                }
                into.add(element.get());
                return gather(into);
            });
        }
    }
}
