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

/** Asynchronous publishes that wait for room, in their order and up to a bound of their own. Any thread. */
final class WaitingPublishes {
    private final Session session;
    private final Publisher publisher;
    private final long bytesMax;
    private final Runnable whenRoom;
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by the lock
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private long bytes;
    private boolean timed;

    /** All wait equally long, so the first in the queue is the first whose time is up. */
    private record Waiting(Publisher.Parcel parcel, int bytes, long deadlineNanos, CompletableFuture<Void> done) {}

    WaitingPublishes(Session session, Publisher publisher) {
        this.session = session;
        this.publisher = publisher;
        this.bytesMax = session.options().buffers().waitingBytes();
        this.whenRoom = () -> session.execute(this::retry);
    }

    CompletableFuture<Void> publish(Publisher.Parcel parcel) {
        lock.lock();
        try {
            Offer offer = queue.isEmpty() ? parcel.offer() : Offer.FULL;
            Duration patience = publisher.patience();
            if (offer == Offer.ACCEPTED || publisher.drops(offer)) {
                return CompletableFuture.completedFuture(null);
            }
            int size = parcel.bytesMax();
            boolean mayWait = bytes + size <= bytesMax || (queue.isEmpty() && bytesMax > 0);
            if (offer != Offer.FULL || patience == null || !mayWait) {
                return CompletableFuture.failedFuture(publisher.error(offer));
            }
            return enqueue(parcel, size, patience.toNanos());
        } finally {
            lock.unlock();
        }
    }

    private CompletableFuture<Void> enqueue(Publisher.Parcel parcel, int size, long patienceNanos) {
        Waiting waiting = new Waiting(parcel, size, System.nanoTime() + patienceNanos, new CompletableFuture<>());
        queue.add(waiting);
        bytes += size;
        if (queue.size() == 1) {
            retryWhenRoomFor(waiting);
        }
        if (!timed) {
            timed = true;
            session.after(patienceNanos, this::timeUp);
        }
        return waiting.done();
    }

    private void retryWhenRoomFor(Waiting first) {
        session.outbox().whenRoom(first.bytes(), whenRoom);
    }

    private Waiting poll() {
        Waiting first = queue.remove();
        bytes -= first.bytes();
        return first;
    }

    /** The time of the first is up, or was when this was planned. I/O thread. */
    private void timeUp() {
        ArrayDeque<Waiting> late = new ArrayDeque<>();
        lock.lock();
        try {
            long now = System.nanoTime();
            while (!queue.isEmpty() && queue.element().deadlineNanos() - now <= 0) {
                late.add(poll());
            }
            timed = !queue.isEmpty();
            if (timed) {
                session.after(queue.element().deadlineNanos() - now, this::timeUp);
                if (!late.isEmpty()) {
                    retryWhenRoomFor(queue.element());
                }
            }
        } finally {
            lock.unlock();
        }
        for (Waiting waiting : late) {
            NatsException error = publisher.error(Offer.FULL);
            session.completions().run(() -> waiting.done().completeExceptionally(error));
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
                    retryWhenRoomFor(first);
                    break;
                }
                poll();
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
