// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.RequestTimeoutException;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.AsyncAtomicBatch;
import io.natskit.jetstream.AtomicBatch;
import io.natskit.jetstream.BatchSpec;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.jetstream.PublishSpec;
import io.natskit.wire.Nuid;
import io.natskit.wire.headers.Headers;
import io.natskit.wire.headers.HeadersBuilder;
import io.natskit.wire.jetstream.PubAck;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An atomic batch (ADR-50): each message is sent when the one before it is, and some are confirmed. A failure sticks. */
final class Batching {
    private final Publishing publishing;
    private final Context context;
    private final BatchSpec spec;
    private final String id;
    private final Duration timeout;
    private final long startNanos = System.nanoTime();
    private final Followed followed;
    private final ReentrantLock lock = new ReentrantLock();

    // guarded by the lock
    private CompletableFuture<Void> tail = CompletableFuture.completedFuture(null);
    private int size;
    private @Nullable String lastSubject;
    private boolean over;

    Batching(Publishing publishing, BatchSpec spec) {
        this.publishing = publishing;
        this.context = publishing.context();
        this.spec = spec;
        this.followed = new Followed(context);
        this.id = spec.id().orElseGet(Nuid::next);
        this.timeout = spec.timeout().orElse(context.options().timeout());
    }

    private int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    private Headers headers(Headers own, int sequence, @Nullable String commit, int level) {
        HeadersBuilder headers =
                own.toBuilder().set("Nats-Batch-Id", id).set("Nats-Batch-Sequence", Integer.toString(sequence));
        if (commit != null) {
            headers.set("Nats-Batch-Commit", commit);
        }
        if (level > 0) {
            headers.set("Nats-Required-Api-Level", Integer.toString(level));
        }
        return headers.build();
    }

    CompletableFuture<Void> add(OutgoingMessage message, PublishSpec with) {
        Headers own = with.applyTo(message.headers());
        lock.lock();
        try {
            refuseIfOver();
            int sequence = ++size;
            lastSubject = message.subject();
            boolean confirmed =
                    (sequence == 1 && spec.acksFirst()) || (spec.ackEvery() > 0 && sequence % spec.ackEvery() == 0);
            Headers headers = headers(own, sequence, null, sequence == 1 ? 2 : 0);
            tail = then(() -> confirmed ? confirm(message, headers) : send(message, headers));
            return tail;
        } finally {
            lock.unlock();
        }
    }

    private void refuseIfOver() {
        if (over) {
            throw new IllegalStateException(
                    "batch " + id + " is over (expected: one that is neither committed nor discarded)");
        }
    }

    /** The step after the one before; at once where that is done. */
    private CompletableFuture<Void> then(Supplier<CompletableFuture<Void>> step) {
        if (tail.isDone() && !tail.isCompletedExceptionally()) {
            return step.get();
        }
        return tail.thenCompose(nothing -> step.get());
    }

    private CompletableFuture<Void> send(OutgoingMessage message, Headers headers) {
        OutgoingMessage whole = OutgoingMessage.to(message.subject())
                .headers(headers)
                .payload(message.payload())
                .build();
        Runnable sent = followed.sending(message.subject());
        try {
            context.connection().publish(whole);
            return CompletableFuture.completedFuture(null);
        } catch (NatsException e) {
            return CompletableFuture.failedFuture(e);
        } finally {
            sent.run();
        }
    }

    /** An answer without content is the confirmation; anything else says why not. */
    private CompletableFuture<Void> confirm(OutgoingMessage message, Headers headers) {
        return request(message.subject(), headers, message.payload()).thenApply(reply -> {
            if (reply.size() > 0) {
                PubAcks.read(reply.bytes());
                throw new JetStreamApiException(
                        501, 0, "the server stored the message at once: it does not know atomic batches (2.12)");
            }
            return null;
        });
    }

    private CompletableFuture<Message> request(String subject, Headers headers, ByteBuffer payload) {
        Runnable sent = followed.sending(subject);
        try {
            return new ApiRequest(subject, timeout).send(context, headers, payload);
        } finally {
            sent.run();
        }
    }

    CompletableFuture<PubAck> commit() {
        lock.lock();
        try {
            refuseIfOver();
            String subject = lastSubject;
            if (subject == null) {
                throw new IllegalStateException("batch " + id + " is empty (expected: at least one message)");
            }
            over = true;
            Headers headers = headers(Headers.empty(), size + 1, "eob", 4);
            // no message of the batch: nobody who follows those is told
            return committed(subject, () -> new ApiRequest(subject, timeout).signal(context, headers));
        } finally {
            lock.unlock();
        }
    }

    CompletableFuture<PubAck> commit(OutgoingMessage last, PublishSpec with) {
        Headers own = with.applyTo(last.headers());
        lock.lock();
        try {
            refuseIfOver();
            over = true;
            size++;
            Headers headers = headers(own, size, "1", size == 1 ? 2 : 0);
            return committed(last.subject(), () -> request(last.subject(), headers, last.payload()));
        } finally {
            lock.unlock();
        }
    }

    private CompletableFuture<PubAck> committed(String subject, Supplier<CompletableFuture<Message>> commit) {
        CompletableFuture<PubAck> committed = tail.thenCompose(nothing -> commit.get())
                .handle((reply, error) -> {
                    if (error == null) {
                        return PubAcks.read(reply.bytes());
                    }
                    Throwable cause = Failures.cause(error);
                    if (cause instanceof RequestTimeoutException) {
                        throw publishing.unconfirmed(subject);
                    }
                    throw Failures.unchecked(cause);
                });
        int messages = size;
        return committed.whenComplete((ack, error) -> {
            followed.ended(messages, error);
            context.observing().batchEnded(subject, messages, ack, error, startNanos);
        });
    }

    void discard() {
        lock.lock();
        try {
            if (!over) {
                int messages = size;
                tail.whenComplete((nothing, error) -> followed.ended(messages, error));
            }
            over = true;
        } finally {
            lock.unlock();
        }
    }

    AtomicBatch blocking() {
        return new Blocking();
    }

    AsyncAtomicBatch async() {
        return new Async();
    }

    private final class Blocking implements AtomicBatch {
        @Override
        public String id() {
            return id;
        }

        @Override
        public int size() {
            return Batching.this.size();
        }

        @Override
        public void add(OutgoingMessage message) {
            context.await(Batching.this.add(message, new PublishSpec()), "add");
        }

        @Override
        public void add(OutgoingMessage message, Consumer<PublishSpec> with) {
            context.await(Batching.this.add(message, BlockingJetStream.chosen(with)), "add");
        }

        @Override
        public PubAck commit() {
            return context.await(Batching.this.commit(), "commit");
        }

        @Override
        public PubAck commit(OutgoingMessage last) {
            return context.await(Batching.this.commit(last, new PublishSpec()), "commit");
        }

        @Override
        public PubAck commit(OutgoingMessage last, Consumer<PublishSpec> with) {
            return context.await(Batching.this.commit(last, BlockingJetStream.chosen(with)), "commit");
        }

        @Override
        public void close() {
            discard();
        }
    }

    private final class Async implements AsyncAtomicBatch {
        @Override
        public String id() {
            return id;
        }

        @Override
        public int size() {
            return Batching.this.size();
        }

        @Override
        public CompletableFuture<Void> add(OutgoingMessage message) {
            return context.hop(Batching.this.add(message, new PublishSpec()));
        }

        @Override
        public CompletableFuture<Void> add(OutgoingMessage message, Consumer<PublishSpec> with) {
            return context.hop(Batching.this.add(message, BlockingJetStream.chosen(with)));
        }

        @Override
        public CompletableFuture<PubAck> commit() {
            return context.hop(Batching.this.commit());
        }

        @Override
        public CompletableFuture<PubAck> commit(OutgoingMessage last) {
            return context.hop(Batching.this.commit(last, new PublishSpec()));
        }

        @Override
        public CompletableFuture<PubAck> commit(OutgoingMessage last, Consumer<PublishSpec> with) {
            return context.hop(Batching.this.commit(last, BlockingJetStream.chosen(with)));
        }

        @Override
        public void discard() {
            Batching.this.discard();
        }
    }
}
