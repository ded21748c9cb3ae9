// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.client.internal.flow.Pull;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.OrderedSpec;
import io.natskit.jetstream.internal.catchup.Progress;
import io.natskit.kv.WatchSpec;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a bucket's subscriber is given: the messages of an ordered consumer, turned into something else, and the end of what was there. Demand goes through to the server;
 * a message that is not wanted is made good by asking for one more. {@link #requested} may come before the server has anything: it is remembered.
 */
final class Upstream<T> implements Pull<T>, Flow.Subscriber<JetStreamMessage> {
    private final Function<Raw, T> map;
    private final @Nullable Supplier<T> end;
    private final WatchSpec spec;
    private final Progress progress = new Progress();
    private final Queue<T> ready = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<@Nullable Throwable> ended = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile String prefix = "";
    // guarded by the lock
    private volatile Flow.@Nullable Subscription subscription;
    private long early;
    private boolean cancelled;
    private boolean told;
    private boolean over;
    private @Nullable Throwable failure;
    private @Nullable CompletableFuture<Optional<T>> waiter;

    /**
     * Begins.
     *
     * @param end what stands for the end of what was there; null to end there instead
     */
    Upstream(Store store, WatchSpec spec, Function<Raw, T> map, @Nullable Supplier<T> end) {
        this.spec = spec;
        this.map = map;
        this.end = end;
        store.shapeAsync().whenComplete((shape, error) -> {
            if (error != null) {
                finish(Failures.cause(error));
                return;
            }
            prefix = shape.readPrefix();
            store.context()
                    .js()
                    .flow()
                    .ordered(store.stream(), Feed.ordered(shape, spec).andThen(o -> o.onPlaced(this::placed)))
                    .subscribe(this);
        });
    }

    private void placed(OrderedSpec.Placed made) {
        if (progress.placed(made) || spec.isUpdatesOnly() && progress.declare()) {
            current();
        }
    }

    private void current() {
        lock.lock();
        try {
            if (told) {
                return;
            }
            told = true;
        } finally {
            lock.unlock();
        }
        Supplier<T> signal = end;
        if (signal != null) {
            ready.add(signal.get());
            wake();
        } else {
            cancelSource();
            finish(null);
        }
    }

    // from the server

    @Override
    public void onSubscribe(Flow.Subscription made) {
        long now;
        lock.lock();
        try {
            subscription = made;
            now = early;
            if (cancelled) {
                made.cancel();
                return;
            }
        } finally {
            lock.unlock();
        }
        if (now > 0) {
            made.request(now);
        }
    }

    @Override
    public void onNext(JetStreamMessage message) {
        if (spec.isUpdatesOnly() && progress.declare()) {
            current();
        }
        Raw raw = Raw.of(prefix, message, spec.isMetaOnly());
        boolean last = progress.handled(message.metadata());
        if (!spec.ignoresDeletes() || raw.isPresent()) {
            try {
                ready.add(map.apply(raw));
            } catch (RuntimeException e) {
                cancelSource();
                finish(e);
                return;
            }
        } else if (!last || end != null) {
            oneMore();
        }
        if (last) {
            current();
        }
        wake();
    }

    private void oneMore() {
        Flow.Subscription source = subscription;
        if (source != null) {
            source.request(1);
        }
    }

    @Override
    public void onError(Throwable error) {
        finish(error);
    }

    @Override
    public void onComplete() {
        finish(null);
    }

    private void finish(@Nullable Throwable error) {
        lock.lock();
        try {
            if (over) {
                return;
            }
            over = true;
            failure = error;
        } finally {
            lock.unlock();
        }
        wake();
    }

    /** Hands what is there to who waits; tells the end when nothing is left. */
    private void wake() {
        CompletableFuture<Optional<T>> due = null;
        T item = null;
        Throwable why = null;
        boolean end = false;
        lock.lock();
        try {
            if (waiter != null && !waiter.isDone()) {
                item = ready.poll();
                if (item != null || over) {
                    due = waiter;
                    waiter = null;
                    why = failure;
                }
            }
            end = over && ready.isEmpty();
        } finally {
            lock.unlock();
        }
        if (due != null) {
            if (item != null) {
                due.complete(Optional.of(item));
            } else if (why != null) {
                due.completeExceptionally(why);
            } else {
                due.complete(Optional.empty());
            }
        }
        if (end && item == null) {
            ended.complete(failure);
        }
    }

    // to the subscriber

    @Override
    public Optional<T> poll() {
        return Optional.ofNullable(ready.poll());
    }

    @Override
    public CompletableFuture<Optional<T>> next() {
        CompletableFuture<Optional<T>> next = new CompletableFuture<>();
        lock.lock();
        try {
            waiter = next;
        } finally {
            lock.unlock();
        }
        wake();
        return next;
    }

    @Override
    public CompletableFuture<@Nullable Throwable> ended() {
        return ended;
    }

    @Override
    public void requested(long n) {
        Flow.Subscription source;
        lock.lock();
        try {
            source = subscription;
            if (source == null) {
                early = early + n < 0 ? Long.MAX_VALUE : early + n;
            }
        } finally {
            lock.unlock();
        }
        if (source != null) {
            source.request(n);
        }
    }

    @Override
    public void cancel() {
        lock.lock();
        try {
            cancelled = true;
        } finally {
            lock.unlock();
        }
        cancelSource();
    }

    private void cancelSource() {
        Flow.Subscription source = subscription;
        if (source != null) {
            source.cancel();
        }
    }
}
