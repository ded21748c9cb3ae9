// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal;

import io.natskit.client.AsyncSubscription;
import io.natskit.client.InterruptedWaitException;
import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.PermissionException;
import io.natskit.client.Subscription;
import io.natskit.client.SubscriptionEnd;
import io.natskit.client.SubscriptionEndedException;
import io.natskit.client.internal.delivery.ReceivedMessage;
import io.natskit.client.internal.routing.Route;
import io.natskit.client.internal.session.Session;
import io.natskit.client.internal.session.Tracing;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A route as users see it, blocking and with futures. No state of its own. */
final class SubscriptionView implements Subscription {
    private final Session session;
    private final Route route;
    private final boolean handled;
    private final NextFutures nexts;

    SubscriptionView(Session session, Route route, boolean handled) {
        this.session = session;
        this.route = route;
        this.handled = handled;
        this.nexts = new NextFutures(session, route);
    }

    Route route() {
        return route;
    }

    NextFutures nexts() {
        return nexts;
    }

    @Override
    public String subject() {
        return route.subject();
    }

    @Override
    public @Nullable String queueGroup() {
        return route.queueGroup();
    }

    @Override
    public boolean isActive() {
        return route.end() == null;
    }

    private void mustPull() {
        if (handled) {
            throw new IllegalStateException(
                    "next: the subscription on \"" + route.subject() + "\" has a handler, which takes its messages");
        }
    }

    @Override
    public Message next() {
        Message message = take(Long.MAX_VALUE);
        if (message != null) {
            return message;
        }
        SubscriptionEnd end = Objects.requireNonNull(route.end());
        if (end.error() instanceof PermissionException refused) {
            throw refused.copy();
        }
        throw new SubscriptionEndedException(route.subject(), end);
    }

    @Override
    public Optional<Message> next(Duration timeout) {
        Message message = timeout.isZero() ? pollOne() : take(timeout.toNanos());
        return message == null ? nothing() : Optional.of(message);
    }

    private Optional<Message> nothing() {
        NatsException error = route.mailbox().hasEnded() ? route.error() : null;
        if (error != null) {
            throw error.copy();
        }
        return Optional.empty();
    }

    private @Nullable ReceivedMessage take(long nanos) {
        mustPull();
        Waiting.mayWait("next");
        Tracing tracing = session.tracing();
        long began = tracing == null ? 0 : System.nanoTime();
        try {
            ReceivedMessage message = route.mailbox().take(nanos);
            if (tracing != null && message != null) {
                tracing.taken(message, System.nanoTime() - began);
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedWaitException("next on \"" + route.subject() + "\"", e);
        }
    }

    private @Nullable ReceivedMessage pollOne() {
        mustPull();
        ReceivedMessage message = route.mailbox().poll();
        Tracing tracing = session.tracing();
        if (tracing != null && message != null) {
            tracing.taken(message, 0);
        }
        return message;
    }

    @Override
    public Optional<Message> poll() {
        return Optional.ofNullable(pollOne());
    }

    @Override
    public Iterator<Message> iterator() {
        mustPull();
        return new Iterator<>() {
            private @Nullable Message ahead;

            @Override
            public boolean hasNext() {
                if (ahead == null) {
                    ahead = take(Long.MAX_VALUE);
                }
                if (ahead == null) {
                    nothing();
                }
                return ahead != null;
            }

            @Override
            public Message next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("the subscription on \"" + route.subject() + "\" has ended");
                }
                Message message = Objects.requireNonNull(ahead);
                ahead = null;
                return message;
            }
        };
    }

    @Override
    public Stream<Message> stream() {
        Spliterator<Message> messages =
                Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(messages, false).onClose(this::unsubscribe);
    }

    @Override
    public void stopAfter(long messages) {
        if (messages < 1) {
            throw new IllegalArgumentException("messages: " + messages + " (expected: >= 1)");
        }
        session.stopAfter(route, messages);
    }

    @Override
    public boolean drain() {
        return drain(session.options().drainTimeout());
    }

    @Override
    public boolean drain(Duration timeout) {
        return Waiting.get(session.drain(route, timeout.toNanos()), "drain of \"" + route.subject() + "\"");
    }

    @Override
    public void unsubscribe() {
        route.finish(new SubscriptionEnd(SubscriptionEnd.Reason.UNSUBSCRIBED, null), true, true);
    }

    @Override
    public void close() {
        unsubscribe();
    }

    @Override
    public CompletableFuture<SubscriptionEnd> ended() {
        return route.ended().copy();
    }

    @Override
    public long pendingMessages() {
        return route.mailbox().pendingMessages();
    }

    @Override
    public long pendingBytes() {
        return route.mailbox().pendingBytes();
    }

    @Override
    public long delivered() {
        return route.mailbox().delivered();
    }

    @Override
    public long dropped() {
        return route.mailbox().dropped();
    }

    @Override
    public void pendingLimits(long messagesMax, long bytesMax) {
        if (messagesMax < 1 || bytesMax < 1) {
            throw new IllegalArgumentException(
                    "pendingLimits: " + messagesMax + ", " + bytesMax + " (expected: each >= 1)");
        }
        route.mailbox().limits(messagesMax, bytesMax);
    }

    @Override
    public AsyncSubscription async() {
        return new Async();
    }

    @Override
    public String toString() {
        return "Subscription[" + subject() + (queueGroup() == null ? "" : ", " + queueGroup()) + "]";
    }

    private final class Async implements AsyncSubscription {
        @Override
        public CompletableFuture<Message> next() {
            mustPull();
            CompletableFuture<Optional<Message>> perhaps = nexts.next();
            CompletableFuture<Message> certain = perhaps.thenApply(message -> message.orElseThrow(nexts::ended));
            return linked(certain, perhaps);
        }

        @Override
        public CompletableFuture<Optional<Message>> next(Duration timeout) {
            mustPull();
            return nexts.next(timeout);
        }

        @Override
        public Optional<Message> poll() {
            return SubscriptionView.this.poll();
        }

        @Override
        public CompletableFuture<Boolean> drain() {
            return drain(session.options().drainTimeout());
        }

        @Override
        public CompletableFuture<Boolean> drain(Duration timeout) {
            return AsyncView.hopped(session, session.drain(route, timeout.toNanos()));
        }

        @Override
        public void unsubscribe() {
            SubscriptionView.this.unsubscribe();
        }

        @Override
        public void stopAfter(long messages) {
            SubscriptionView.this.stopAfter(messages);
        }

        @Override
        public CompletableFuture<SubscriptionEnd> ended() {
            return SubscriptionView.this.ended();
        }

        @Override
        public Subscription blocking() {
            return SubscriptionView.this;
        }
    }

    /** Has the cancellation of {@code outer} reach {@code inner}. */
    static <T> CompletableFuture<T> linked(CompletableFuture<T> outer, CompletableFuture<?> inner) {
        outer.whenComplete((value, error) -> {
            if (outer.isCancelled()) {
                inner.cancel(false);
            }
        });
        return outer;
    }
}
