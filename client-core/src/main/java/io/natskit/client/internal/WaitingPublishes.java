// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal;

import io.natskit.client.BackPressureException;
import io.natskit.client.NatsException;
import io.natskit.client.internal.outbox.Offer;
import io.natskit.client.internal.session.Session;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/** Asynchronous publishes that wait for room, in their order. Any thread. */
final class WaitingPublishes {
    private final Session session;
    private final Publisher publisher;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();

    private record Waiting(Publisher.Parcel parcel, CompletableFuture<Void> done) {}

    WaitingPublishes(Session session, Publisher publisher) {
        this.session = session;
        this.publisher = publisher;
    }

    CompletableFuture<Void> publish(Publisher.Parcel parcel) {
        lock.lock();
        try {
            Offer offer = queue.isEmpty() ? parcel.offer() : Offer.FULL;
            Duration patience = publisher.patience();
            if (offer == Offer.ACCEPTED || publisher.drops(offer)) {
                return CompletableFuture.completedFuture(null);
            }
            if (offer != Offer.FULL || patience == null) {
                return CompletableFuture.failedFuture(publisher.error(offer));
            }
            Waiting waiting = new Waiting(parcel, new CompletableFuture<>());
            queue.add(waiting);
            session.after(patience.toNanos(), () -> timeUp(waiting));
            if (queue.size() == 1) {
                session.outbox().whenWritable(() -> session.execute(this::retry));
            }
            return waiting.done();
        } finally {
            lock.unlock();
        }
    }

    private void timeUp(Waiting waiting) {
        boolean still;
        lock.lock();
        try {
            still = queue.remove(waiting);
        } finally {
            lock.unlock();
        }
        if (still) {
            NatsException late = publisher.error(Offer.FULL);
            session.completions().run(() -> waiting.done().completeExceptionally(late));
        }
    }

    private void retry() {
        ArrayDeque<Runnable> completions = new ArrayDeque<>();
        lock.lock();
        try {
            while (!queue.isEmpty()) {
                Waiting first = queue.element();
                Offer offer =
                        first.done().isDone() ? Offer.ACCEPTED : first.parcel().offer();
                if (offer == Offer.FULL) {
                    session.outbox().whenWritable(() -> session.execute(this::retry));
                    break;
                }
                queue.remove();
                completions.add(() -> settle(first, offer));
            }
        } finally {
            lock.unlock();
        }
        completions.forEach(session.completions()::run);
    }

    private void settle(Waiting waiting, Offer offer) {
        if (offer == Offer.ACCEPTED) {
            waiting.done().complete(null);
        } else {
            NatsException error = publisher.error(offer);
            assert !(error instanceof BackPressureException);
            waiting.done().completeExceptionally(error);
        }
    }
}
