// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.flow;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a publisher of ours and a subscriber, and makes something else of what comes: whoever extends it takes each message in {@link #onNext} and hands on
 * with {@link #put}. Demand and cancelling go through to the source; demand may come before there is a source, and is remembered. Any thread.
 *
 * @param <S> what the source gives
 * @param <T> what the subscriber is given
 */
public abstract class Relay<S, T> implements Pull<T>, Flow.Subscriber<S> {
    private final CompletableFuture<@Nullable Throwable> ended = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by the lock
    private final ArrayDeque<T> ready = new ArrayDeque<>();
    private Flow.@Nullable Subscription source;
    private long early;
    private boolean cancelled;
    private boolean over;
    private @Nullable Throwable failure;
    private @Nullable CompletableFuture<Optional<T>> waiter;

    // from the source

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        long now;
        boolean late;
        lock.lock();
        try {
            source = subscription;
            now = early;
            late = cancelled;
        } finally {
            lock.unlock();
        }
        if (late) {
            subscription.cancel();
        } else if (now > 0) {
            subscription.request(now);
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

    // to the subscriber

    /** Hands an item on. */
    protected final void put(T item) {
        lock.lock();
        try {
            ready.add(item);
        } finally {
            lock.unlock();
        }
        wake();
    }

    /** Makes an item good that is not handed on. */
    protected final void askForOneMore() {
        Flow.Subscription from = source();
        if (from != null) {
            from.request(1);
        }
    }

    /** Ends behind what was put: with a failure, or with null as it should. */
    protected final void finish(@Nullable Throwable error) {
        lock.lock();
        try {
            if (!over) {
                over = true;
                failure = error;
            }
        } finally {
            lock.unlock();
        }
        wake();
    }

    /** {@link #finish}, and wants nothing of the source any more. */
    protected final void stop(@Nullable Throwable error) {
        cancelSource();
        finish(error);
    }

    /** Hands what is there to who waits; tells the end when nothing is left. */
    private void wake() {
        CompletableFuture<Optional<T>> due = null;
        T item = null;
        Throwable why;
        boolean end;
        lock.lock();
        try {
            why = failure;
            if (waiter != null && (!ready.isEmpty() || over)) {
                due = waiter;
                waiter = null;
                item = due.isDone() ? null : ready.poll();
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
        if (end) {
            ended.complete(why);
        }
    }

    @Override
    public final Optional<T> poll() {
        T item;
        Throwable why;
        boolean end;
        lock.lock();
        try {
            item = ready.poll();
            why = failure;
            end = over && ready.isEmpty();
        } finally {
            lock.unlock();
        }
        if (end) {
            // whoever took the last has nothing more to ask for, and is to hear of the end all the same
            ended.complete(why);
        }
        return Optional.ofNullable(item);
    }

    @Override
    public final CompletableFuture<Optional<T>> next() {
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
    public final CompletableFuture<@Nullable Throwable> ended() {
        return ended;
    }

    @Override
    public final void requested(long n) {
        Flow.Subscription from;
        lock.lock();
        try {
            from = source;
            if (from == null) {
                early = early + n < 0 ? Long.MAX_VALUE : early + n;
            }
        } finally {
            lock.unlock();
        }
        if (from != null) {
            from.request(n);
        }
    }

    @Override
    public final void cancel() {
        lock.lock();
        try {
            cancelled = true;
        } finally {
            lock.unlock();
        }
        cancelSource();
    }

    private void cancelSource() {
        Flow.Subscription from = source();
        if (from != null) {
            from.cancel();
        }
    }

    private Flow.@Nullable Subscription source() {
        lock.lock();
        try {
            return source;
        } finally {
            lock.unlock();
        }
    }
}
