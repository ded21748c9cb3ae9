// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal;

import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.SubscriptionEndedException;
import io.natskit.client.internal.delivery.ReceivedMessage;
import io.natskit.client.internal.delivery.Worker;
import io.natskit.client.internal.routing.Route;
import io.natskit.client.internal.session.Session;
import io.natskit.client.internal.session.Tracing;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/** Futures that wait for the messages of a subscription, in the order they were asked for. Any thread. */
final class NextFutures implements Worker {
    private final Session session;
    private final Route route;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    // when timers are due, the next one first; one for each future would keep its message, which may have come long
    // before
    private final ArrayDeque<Long> timers = new ArrayDeque<>();

    // a deadline is a System.nanoTime(); whoever waits without an end has none
    private record Waiting(CompletableFuture<Optional<Message>> future, boolean ends, long deadline) {}

    NextFutures(Session session, Route route) {
        this.session = session;
        this.route = route;
    }

    /** The next message; empty when the subscription has ended well and nothing is left. */
    CompletableFuture<Optional<Message>> next() {
        return next(new Waiting(new CompletableFuture<>(), false, 0));
    }

    /** The next message, or empty after {@code timeout}. */
    CompletableFuture<Optional<Message>> next(Duration timeout) {
        return next(new Waiting(new CompletableFuture<>(), true, System.nanoTime() + timeout.toNanos()));
    }

    private CompletableFuture<Optional<Message>> next(Waiting one) {
        lock.lock();
        try {
            waiting.add(one);
        } finally {
            lock.unlock();
        }
        serve();
        if (one.ends && !one.future.isDone()) {
            lock.lock();
            try {
                wakeBy(one.deadline);
            } finally {
                lock.unlock();
            }
        }
        return one.future;
    }

    // a timer for what is due before all others: those behind it find out by themselves what is left to do
    private void wakeBy(long deadline) {
        if (timers.isEmpty() || deadline - timers.element() < 0) {
            timers.push(deadline);
            session.after(Math.max(0, deadline - System.nanoTime()), () -> timeUp(deadline));
        }
    }

    private void timeUp(long at) {
        List<Waiting> late = new ArrayList<>();
        lock.lock();
        try {
            timers.removeFirstOccurrence(at);
            long now = System.nanoTime();
            waiting.removeIf(one -> one.future.isDone() || (one.ends && one.deadline - now <= 0 && late.add(one)));
            waiting.stream()
                    .filter(Waiting::ends)
                    .min((one, other) -> Long.signum(one.deadline - other.deadline))
                    .ifPresent(next -> wakeBy(next.deadline));
        } finally {
            lock.unlock();
        }
        late.forEach(one -> session.completions().run(() -> one.future.complete(Optional.empty())));
    }

    @Override
    public void ready() {
        serve();
    }

    private void serve() {
        List<Runnable> completions = new ArrayList<>(0);
        lock.lock();
        try {
            boolean ended = route.mailbox().hasEnded();
            while (!waiting.isEmpty()) {
                if (waiting.element().future.isDone()) {
                    waiting.remove();
                    continue;
                }
                ReceivedMessage message = route.mailbox().poll();
                if (message == null && !ended) {
                    break;
                }
                CompletableFuture<Optional<Message>> future = waiting.remove().future;
                completions.add(message == null ? () -> end(future) : () -> give(future, message, false));
            }
        } finally {
            lock.unlock();
        }
        completions.forEach(session.completions()::run);
    }

    /** A future cancelled meanwhile takes no message: the next one in line does. The tracer is told before those who depend on the future run. */
    private void give(CompletableFuture<Optional<Message>> future, ReceivedMessage message, boolean told) {
        Tracing tracing = session.tracing();
        boolean tell = tracing != null && !told && !future.isDone();
        if (tracing != null && tell) {
            tracing.taken(message, 0);
        }
        if (future.complete(Optional.of(message))) {
            return;
        }
        Waiting other;
        lock.lock();
        try {
            other = waiting.poll();
            if (other == null) {
                route.mailbox().putBack(message);
                return;
            }
        } finally {
            lock.unlock();
        }
        give(other.future, message, told || tell);
    }

    private void end(CompletableFuture<Optional<Message>> future) {
        NatsException error = route.error();
        if (error == null) {
            future.complete(Optional.empty());
        } else {
            future.completeExceptionally(error);
        }
    }

    /** The error of a caller who wanted a message and not perhaps one. */
    SubscriptionEndedException ended() {
        return new SubscriptionEndedException(
                route.subject(), java.util.Objects.requireNonNull(route.end(), "it has not ended"));
    }
}
