// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.OutgoingMessage;
import io.natskit.client.internal.flow.Delivery;
import io.natskit.client.internal.flow.Pull;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.PublishSpec;
import io.natskit.wire.jetstream.PubAck;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Publishes what it is given and hands on the acks, in order. It asks its source for no more than the window and the demand behind it allow. */
final class AckProcessor implements Flow.Processor<OutgoingMessage, PubAck>, Pull<PubAck> {
    private final Publishing publishing;
    private final int window;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<@Nullable Throwable> over = new CompletableFuture<>();

    // guarded by the lock
    private final ArrayDeque<CompletableFuture<PubAck>> acks = new ArrayDeque<>();
    private CompletableFuture<Void> arrival = new CompletableFuture<>();
    private Flow.@Nullable Subscription source;
    private long demand;
    private long asked;
    private boolean sourceEnded;
    private @Nullable Throwable sourceError;
    private boolean cancelled;

    AckProcessor(Publishing publishing, int window) {
        if (window <= 0) {
            throw new IllegalArgumentException("window: " + window + " (expected: > 0)");
        }
        this.publishing = publishing;
        this.window = window;
    }

    // the source

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        Objects.requireNonNull(subscription, "subscription (rule 2.13)");
        boolean second;
        lock.lock();
        try {
            second = source != null || cancelled;
            if (!second) {
                source = subscription;
            }
        } finally {
            lock.unlock();
        }
        if (second) {
            subscription.cancel();
        } else {
            ask();
        }
    }

    @Override
    public void onNext(OutgoingMessage message) {
        Objects.requireNonNull(message, "message (rule 2.13)");
        CompletableFuture<PubAck> ack;
        try {
            ack = publishing.publishAsync(message, new PublishSpec());
        } catch (RuntimeException e) {
            ack = CompletableFuture.failedFuture(e);
        }
        arrived(ack);
    }

    private void arrived(@Nullable CompletableFuture<PubAck> ack) {
        CompletableFuture<Void> told;
        lock.lock();
        try {
            if (ack != null) {
                asked--;
                acks.add(ack);
            }
            told = arrival;
            arrival = new CompletableFuture<>();
        } finally {
            lock.unlock();
        }
        told.complete(null);
    }

    @Override
    public void onError(Throwable error) {
        Objects.requireNonNull(error, "error (rule 2.13)");
        end(error);
    }

    @Override
    public void onComplete() {
        end(null);
    }

    private void end(@Nullable Throwable error) {
        boolean empty;
        lock.lock();
        try {
            sourceEnded = true;
            sourceError = error;
            empty = acks.isEmpty();
        } finally {
            lock.unlock();
        }
        arrived(null);
        if (empty) {
            over.complete(error);
        }
    }

    /** Asks the source for what window and demand allow. */
    private void ask() {
        Flow.Subscription from;
        long more;
        lock.lock();
        try {
            from = source;
            long inside = asked + acks.size();
            more = Math.min(window, demand) - inside;
            if (from == null || more <= 0 || sourceEnded || cancelled) {
                return;
            }
            asked += more;
        } finally {
            lock.unlock();
        }
        from.request(more);
    }

    // the subscriber

    @Override
    public void subscribe(Flow.Subscriber<? super PubAck> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber (rule 1.9)");
        Context context = publishing.context();
        boolean first = taken.compareAndSet(false, true);
        new Delivery<PubAck>(
                        subscriber,
                        () -> {
                            if (!first) {
                                throw new IllegalStateException("this processor has a subscriber (expected: one)");
                            }
                            return this;
                        },
                        context.inside().callbacks(),
                        context.inside()::failed)
                .start();
    }

    @Override
    public Optional<PubAck> poll() {
        return Optional.empty();
    }

    @Override
    public CompletableFuture<Optional<PubAck>> next() {
        CompletableFuture<PubAck> first;
        CompletableFuture<Void> wait;
        lock.lock();
        try {
            first = acks.peek();
            wait = arrival;
            if (first == null && sourceEnded) {
                Throwable error = sourceError;
                return error == null
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : CompletableFuture.failedFuture(error);
            }
        } finally {
            lock.unlock();
        }
        if (first == null) {
            return wait.copy().thenCompose(nothing -> next());
        }
        return first.handle((ack, error) -> {
            if (error != null) {
                throw Failures.unchecked(error);
            }
            return handedOn(ack);
        });
    }

    private Optional<PubAck> handedOn(PubAck ack) {
        boolean last;
        lock.lock();
        try {
            acks.remove();
            demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            last = sourceEnded && acks.isEmpty();
        } finally {
            lock.unlock();
        }
        if (last) {
            over.complete(sourceError);
        } else {
            ask();
        }
        return Optional.of(ack);
    }

    @Override
    public void requested(long n) {
        lock.lock();
        try {
            demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
        } finally {
            lock.unlock();
        }
        ask();
    }

    @Override
    public CompletableFuture<@Nullable Throwable> ended() {
        return over;
    }

    @Override
    public void cancel() {
        Flow.Subscription from;
        lock.lock();
        try {
            cancelled = true;
            from = source;
        } finally {
            lock.unlock();
        }
        if (from != null) {
            from.cancel();
        }
    }
}
