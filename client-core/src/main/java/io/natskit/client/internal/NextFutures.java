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
    private final ArrayDeque<CompletableFuture<Optional<Message>>> waiting = new ArrayDeque<>();

    NextFutures(Session session, Route route) {
        this.session = session;
        this.route = route;
    }

    /** The next message; empty when the subscription has ended well and nothing is left. */
    CompletableFuture<Optional<Message>> next() {
        CompletableFuture<Optional<Message>> future = new CompletableFuture<>();
        lock.lock();
        try {
            waiting.add(future);
        } finally {
            lock.unlock();
        }
        serve();
        return future;
    }

    /** The next message, or empty after {@code timeout}. */
    CompletableFuture<Optional<Message>> next(Duration timeout) {
        CompletableFuture<Optional<Message>> future = next();
        if (!future.isDone()) {
            session.after(timeout.toNanos(), () -> timeUp(future));
        }
        return future;
    }

    private void timeUp(CompletableFuture<Optional<Message>> future) {
        boolean waited;
        lock.lock();
        try {
            waited = waiting.remove(future);
        } finally {
            lock.unlock();
        }
        if (waited) {
            session.completions().run(() -> future.complete(Optional.empty()));
        }
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
                if (waiting.element().isDone()) {
                    waiting.remove();
                    continue;
                }
                ReceivedMessage message = route.mailbox().poll();
                if (message == null && !ended) {
                    break;
                }
                CompletableFuture<Optional<Message>> future = waiting.remove();
                completions.add(message == null ? () -> end(future) : () -> give(future, message));
            }
        } finally {
            lock.unlock();
        }
        completions.forEach(session.completions()::run);
    }

    /** A future cancelled meanwhile takes no message: the next one in line does. */
    private void give(CompletableFuture<Optional<Message>> future, ReceivedMessage message) {
        if (future.complete(Optional.of(message))) {
            return;
        }
        CompletableFuture<Optional<Message>> other;
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
        give(other, message);
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
