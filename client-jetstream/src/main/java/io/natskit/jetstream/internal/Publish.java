// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.InDoubtException;
import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.NoRespondersException;
import io.natskit.client.internal.routing.PendingRequest;
import io.natskit.wire.headers.Headers;
import io.natskit.wire.jetstream.PubAck;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One attempt to publish, and what its next attempts need. It is its own completion task. */
final class Publish extends PendingRequest implements Runnable {
    /** With so many under way the server has work while a block fills; each in a write of its own would cost both sides a turn. */
    private static final int MANY = 128;

    final Publishing owner;
    final @Nullable Headers headers;
    final ByteBuffer payload;
    final long startNanos;
    final int retries;
    final boolean idempotent;
    final Epoch epoch;
    final Ack future;
    private final @Nullable Runnable copied;
    private @Nullable Runnable over;
    private @Nullable PubAck ack;
    private @Nullable NatsException error;

    Publish(
            Publishing owner,
            String subject,
            @Nullable Headers headers,
            ByteBuffer payload,
            long startNanos,
            long deadlineNanos,
            int retries,
            boolean idempotent,
            @Nullable Runnable copied,
            Epoch epoch) {
        super(subject, deadlineNanos);
        this.owner = owner;
        this.headers = headers;
        this.payload = payload;
        this.startNanos = startNanos;
        this.retries = retries;
        this.idempotent = idempotent;
        this.copied = copied;
        this.epoch = epoch;
        this.future = new Ack(this);
    }

    /** The attempt after {@code before}. */
    private Publish(Publish before, int retries) {
        super(before.subject(), before.deadlineNanos());
        this.owner = before.owner;
        this.headers = before.headers;
        this.payload = before.payload;
        this.startNanos = before.startNanos;
        this.retries = retries;
        this.idempotent = before.idempotent;
        this.copied = before.copied;
        this.epoch = before.epoch;
        this.future = before.future;
        future.publish = this;
    }

    /** What the user holds. Ends once, and with it the publish's place in window and epoch. */
    static final class Ack extends CompletableFuture<PubAck> {
        private volatile Publish publish;
        private final AtomicBoolean settled = new AtomicBoolean();

        Ack(Publish publish) {
            this.publish = publish;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            if (cancelled) {
                Publish now = publish;
                now.owner.context().inside().forget(now);
                now.settle();
            }
            return cancelled;
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }
    }

    /** Sends this attempt; throws nothing. */
    void send() {
        if (future.isDone()) {
            settle();
            return;
        }
        try {
            over = owner.context().inside().request(subject(), headers, payload.duplicate(), this);
            if (copied != null) {
                copied.run();
            }
        } catch (NatsException e) {
            if (e.retryable() && !isDue(System.nanoTime() + owner.retryNanos())) {
                again(e, retries);
            } else {
                end(e);
            }
        }
    }

    @Override
    public void reply(Message message) {
        over();
        try {
            ack = PubAcks.read(message.bytes());
        } catch (NatsException e) {
            error = e;
        }
        settle();
        owner.context().inside().complete(this);
    }

    @Override
    public boolean isOneOfMany() {
        return owner.unacknowledged() > MANY;
    }

    @Override
    public void fail(NatsException failure) {
        over();
        boolean time = !isDue(System.nanoTime() + owner.retryNanos());
        if (failure instanceof NoRespondersException && time && retries != 0) {
            again(failure, retries - 1);
        } else if (failure instanceof InDoubtException && time && idempotent) {
            // the message id keeps it from being stored twice
            again(failure, retries);
        } else {
            end(failure);
        }
    }

    @Override
    public void expired() {
        over();
        end(owner.unconfirmed(subject()));
    }

    private void over() {
        Runnable told = over;
        if (told != null) {
            told.run();
        }
    }

    private void again(NatsException why, int retriesLeft) {
        owner.context().observing().retried(subject(), why);
        Publish next = new Publish(this, retriesLeft);
        owner.context().inside().after(owner.retryNanos(), next::send);
    }

    /** Ends it badly. */
    void end(NatsException failure) {
        error = failure;
        settle();
        owner.context().inside().complete(this);
    }

    /** Gives its place in the window away, once. */
    private void settle() {
        if (future.settled.compareAndSet(false, true)) {
            observed(owner.context().observing());
            owner.released(epoch);
        }
    }

    private void observed(Observing observing) {
        PubAck stored = ack;
        if (stored != null) {
            observing.stored(subject(), stored, startNanos);
        } else {
            observing.failed(subject(), error, startNanos);
        }
    }

    @Override
    public void run() {
        NatsException failure = error;
        if (failure != null) {
            future.completeExceptionally(failure);
        } else {
            future.complete(Objects.requireNonNull(ack));
        }
    }
}
