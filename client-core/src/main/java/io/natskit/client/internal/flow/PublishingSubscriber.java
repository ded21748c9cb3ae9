// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.flow;

import io.natskit.client.AsyncConnection;
import io.natskit.client.BackPressureException;
import io.natskit.client.FlowSink;
import io.natskit.client.OutgoingMessage;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what it is given, in order, and asks for more as the outgoing buffer takes it. At most {@code window} messages wait here. One run at a time, on whatever thread
 * brought the last news; runs only publish and ask, they call no other user code.
 */
final class PublishingSubscriber implements FlowSink {

    private final AsyncConnection connection;
    private final FlowView.Room room;
    private final int window;
    private final Queue<OutgoingMessage> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger work = new AtomicInteger();
    private final AtomicBoolean subscribed = new AtomicBoolean();
    private final CompletableFuture<Long> completion = new CompletableFuture<>();
    private volatile Flow.@Nullable Subscription upstream;
    private volatile boolean sourceDone;
    // touched by the run alone
    private @Nullable CompletableFuture<Void> pending;
    private boolean pendingIsPublish;
    private boolean flushing;
    private long published;
    private int credit;

    PublishingSubscriber(AsyncConnection connection, FlowView.Room room, int window) {
        this.connection = connection;
        this.room = room;
        this.window = window;
        completion.whenComplete((count, error) -> {
            Flow.Subscription source = upstream;
            if (error != null && source != null) {
                source.cancel();
            }
        });
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        Objects.requireNonNull(subscription, "subscription (rule 2.13)");
        if (!subscribed.compareAndSet(false, true) || completion.isDone()) {
            subscription.cancel();
            return;
        }
        upstream = subscription;
        subscription.request(window);
    }

    @Override
    public void onNext(OutgoingMessage message) {
        Objects.requireNonNull(message, "message (rule 2.13)");
        waiting.add(message);
        schedule();
    }

    @Override
    public void onError(Throwable error) {
        Objects.requireNonNull(error, "error (rule 2.13)");
        upstream = null;
        completion.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        upstream = null;
        sourceDone = true;
        schedule();
    }

    @Override
    public CompletableFuture<Long> completion() {
        return completion;
    }

    private void schedule() {
        int seen = 1;
        if (work.getAndIncrement() != 0) {
            return;
        }
        do {
            turn();
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }

    private void turn() {
        while (!completion.isDone() && !settled()) {
            OutgoingMessage head = waiting.peek();
            if (head == null) {
                finishIfDone();
                return;
            }
            CompletableFuture<Void> fits = room.of(head);
            boolean free = fits.isDone();
            await(free ? connection.publish(head) : fits, free);
        }
    }

    /** Takes note of what was waited for; true when it is not there yet. */
    private boolean settled() {
        CompletableFuture<Void> awaited = pending;
        if (awaited == null) {
            return false;
        }
        if (!awaited.isDone()) {
            return true;
        }
        pending = null;
        Throwable failure = failureOf(awaited);
        if (failure instanceof BackPressureException) {
            return false; // another publisher was faster: the next turn waits for room
        }
        if (failure != null) {
            completion.completeExceptionally(failure);
            return true;
        }
        if (pendingIsPublish) {
            waiting.poll();
            published++;
            replenish();
        }
        return false;
    }

    private void await(CompletableFuture<Void> future, boolean isPublish) {
        pending = future;
        pendingIsPublish = isPublish;
        if (!future.isDone()) {
            future.whenComplete((done, error) -> schedule());
        }
    }

    /** Asks for more in halves of the window, so that the source is not called for each message. */
    private void replenish() {
        credit++;
        Flow.Subscription source = upstream;
        if (source != null && (credit >= window / 2 || window == 1)) {
            int ask = credit;
            credit = 0;
            source.request(ask);
        }
    }

    private void finishIfDone() {
        if (!sourceDone || flushing) {
            return;
        }
        flushing = true;
        long count = published;
        connection.flush().whenComplete((done, error) -> {
            if (error == null) {
                completion.complete(count);
            } else {
                completion.completeExceptionally(unwrapped(error));
            }
        });
    }

    private static @Nullable Throwable failureOf(CompletableFuture<Void> done) {
        return done.handle((value, error) -> error == null ? null : unwrapped(error))
                .join();
    }

    private static Throwable unwrapped(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }
}
