// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal;

import io.natskit.client.AsyncSubscription;
import io.natskit.client.Message;
import io.natskit.client.Subscription;
import io.natskit.client.SubscriptionEnd;
import io.natskit.client.SubscriptionEndedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** A subscription that is fed by hand. Counts what was taken, so that tests see demand. */
public final class FakeSubscription implements AsyncSubscription {

    private final Queue<Message> buffer = new ArrayDeque<>();
    private final Queue<CompletableFuture<Message>> waiting = new ArrayDeque<>();
    private final CompletableFuture<SubscriptionEnd> ended = new CompletableFuture<>();
    private SubscriptionEnd end;
    private int taken;

    /** A message arrives. */
    public synchronized void arrive(Message message) {
        CompletableFuture<Message> asked = waiting.poll();
        while (asked != null && asked.isCancelled()) {
            asked = waiting.poll();
        }
        if (asked == null) {
            buffer.add(message);
        } else {
            taken++;
            asked.complete(message);
        }
    }

    /** It ends; what is buffered can still be taken. */
    public synchronized void end(SubscriptionEnd why) {
        if (end == null) {
            end = why;
            settle();
        }
    }

    private void settle() {
        if (end != null && buffer.isEmpty()) {
            waiting.forEach(w -> w.completeExceptionally(failure()));
            waiting.clear();
            ended.complete(end);
        }
    }

    private RuntimeException failure() {
        return end.error() != null ? end.error() : new SubscriptionEndedException("fake", end);
    }

    /** How many messages have been taken out. */
    public synchronized int taken() {
        return taken;
    }

    @Override
    public synchronized CompletableFuture<Message> next() {
        Optional<Message> there = poll();
        if (there.isPresent()) {
            return CompletableFuture.completedFuture(there.get());
        }
        if (end != null) {
            return CompletableFuture.failedFuture(failure());
        }
        CompletableFuture<Message> asked = new CompletableFuture<>();
        waiting.add(asked);
        return asked;
    }

    @Override
    public CompletableFuture<Optional<Message>> next(Duration timeout) {
        throw new UnsupportedOperationException("not faked");
    }

    @Override
    public synchronized Optional<Message> poll() {
        Message message = buffer.poll();
        if (message != null) {
            taken++;
            settle();
        }
        return Optional.ofNullable(message);
    }

    @Override
    public CompletableFuture<Boolean> drain() {
        throw new UnsupportedOperationException("not faked");
    }

    @Override
    public CompletableFuture<Boolean> drain(Duration timeout) {
        throw new UnsupportedOperationException("not faked");
    }

    @Override
    public synchronized void unsubscribe() {
        buffer.clear();
        end(new SubscriptionEnd(SubscriptionEnd.Reason.UNSUBSCRIBED, null));
    }

    @Override
    public void stopAfter(long messages) {
        throw new UnsupportedOperationException("not faked");
    }

    @Override
    public CompletableFuture<SubscriptionEnd> ended() {
        return ended;
    }

    @Override
    public Subscription blocking() {
        throw new UnsupportedOperationException("not faked");
    }
}
