// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.client.internal.flow.Pull;
import io.natskit.client.internal.routing.Failures;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A source of states: who did not ask in time is given the last one. Goes on until cancelled, or until what it comes of ends. Any thread may offer.
 */
public final class Latest<T> implements Pull<T> {
    private final CompletableFuture<@Nullable Throwable> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by the lock
    private @Nullable T waiting;
    private @Nullable CompletableFuture<Optional<T>> asked;
    private boolean over;
    private @Nullable Throwable failure;

    /** Nothing yet. */
    public Latest() {}

    /** A state, instead of one that was not taken. */
    public void offer(T state) {
        CompletableFuture<Optional<T>> who;
        lock.lock();
        try {
            if (over) {
                return;
            }
            who = asked != null && !asked.isDone() ? asked : null;
            asked = null;
            waiting = who == null ? state : null;
        } finally {
            lock.unlock();
        }
        if (who != null && !who.complete(Optional.of(state))) {
            offer(state);
        }
    }

    /** Comes of something that is begun; fails if that cannot be. Who cancels ends it, also when it has not begun yet. */
    public <S> void until(CompletableFuture<S> begun, Consumer<S> end) {
        begun.whenComplete((source, error) -> {
            if (error != null) {
                finish(Failures.cause(error));
            } else {
                cancelled.thenRun(() -> end.accept(source));
            }
        });
    }

    /** Ends behind what was offered. */
    public void finish(@Nullable Throwable error) {
        CompletableFuture<Optional<T>> who;
        boolean told;
        lock.lock();
        try {
            if (over) {
                return;
            }
            over = true;
            failure = error;
            who = asked;
            asked = null;
            told = waiting == null;
        } finally {
            lock.unlock();
        }
        if (who != null) {
            complete(who, error);
        }
        if (told) {
            ended.complete(error);
        }
    }

    private static <T> void complete(CompletableFuture<Optional<T>> who, @Nullable Throwable error) {
        if (error == null) {
            who.complete(Optional.empty());
        } else {
            who.completeExceptionally(error);
        }
    }

    @Override
    public Optional<T> poll() {
        boolean last;
        Optional<T> state;
        lock.lock();
        try {
            state = Optional.ofNullable(waiting);
            waiting = null;
            last = over;
        } finally {
            lock.unlock();
        }
        if (last) {
            ended.complete(failure);
        }
        return state;
    }

    @Override
    public CompletableFuture<Optional<T>> next() {
        CompletableFuture<Optional<T>> next = new CompletableFuture<>();
        lock.lock();
        try {
            T state = waiting;
            if (state != null) {
                waiting = null;
                next.complete(Optional.of(state));
            } else if (over) {
                complete(next, failure);
            } else {
                asked = next;
            }
        } finally {
            lock.unlock();
        }
        return next;
    }

    @Override
    public CompletableFuture<@Nullable Throwable> ended() {
        return ended;
    }

    @Override
    public void cancel() {
        finish(null);
        cancelled.complete(null);
    }
}
