// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.InterruptedWaitException;
import io.natskit.client.NatsException;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.IngestEvent;
import io.natskit.jetstream.IngestSpec;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.jetstream.PublishSpec;
import io.natskit.wire.headers.Headers;
import io.natskit.wire.jetstream.PubAck;
import java.nio.ByteBuffer;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The same for streams that know no fast ingest: each message is acknowledged, and a window of them is outstanding. */
final class WindowIngest implements Ingest {
    private final Publishing publishing;
    private final IngestSpec spec;
    private final int window;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();

    // guarded by the lock
    private final TreeMap<Long, Boolean> unsettled = new TreeMap<>();
    private CompletableFuture<Void> room = new CompletableFuture<>();
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private long sequence;
    private long stored;
    private @Nullable PubAck last;
    private @Nullable NatsException failure;
    private boolean ending;

    WindowIngest(Publishing publishing, IngestSpec spec) {
        this.publishing = publishing;
        this.spec = spec;
        this.window = Math.min(publishing.context().options().window(), spec.flow() * spec.outstanding());
    }

    @Override
    public long add(String subject, @Nullable Headers headers, ByteBuffer payload) {
        long number;
        CompletableFuture<PubAck> ack;
        // the payload's array is the caller's again when this returns
        ByteBuffer own = ByteBuffer.allocate(payload.remaining())
                .put(payload.duplicate())
                .flip();
        OutgoingMessage.Builder message = OutgoingMessage.to(subject).payload(own);
        if (headers != null) {
            message.headers(headers);
        }
        lock.lock();
        try {
            while (unsettled.size() >= window && failure == null && !ending) {
                publishing.context().inside().mayWait("add");
                moved.await();
            }
            refuseIfOver();
            number = ++sequence;
            unsettled.put(number, true);
            ack = publishing.publishAsync(message.build(), new PublishSpec());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedWaitException("add", e);
        } finally {
            lock.unlock();
        }
        ack.whenComplete((got, error) -> settle(number, got, error));
        return number;
    }

    private void refuseIfOver() {
        NatsException failed = failure;
        if (failed != null) {
            throw failed.copy();
        }
        if (ending) {
            throw new IllegalStateException("the batch is over (expected: one that is neither committed nor ended)");
        }
    }

    private void settle(long number, @Nullable PubAck ack, @Nullable Throwable error) {
        CompletableFuture<Void> told;
        boolean all;
        lock.lock();
        try {
            unsettled.remove(number);
            if (ack != null) {
                stored++;
                if (last == null || ack.sequence() > last.sequence()) {
                    last = ack;
                }
            } else if (error != null && Failures.cause(error) instanceof NatsException e) {
                if (!spec.allowsGaps() && failure == null) {
                    failure = e;
                }
                if (e instanceof JetStreamApiException refused) {
                    tell(new IngestEvent.Refused(number, refused));
                }
            }
            told = room;
            room = new CompletableFuture<>();
            all = ending && unsettled.isEmpty();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        told.complete(null);
        if (all) {
            settled.complete(null);
        }
    }

    private void tell(IngestEvent event) {
        try {
            spec.events().accept(event);
        } catch (RuntimeException e) {
            publishing.context().inside().failed(e);
        }
    }

    @Override
    public boolean hasRoom() {
        lock.lock();
        try {
            return unsettled.size() < window || failure != null || ending;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletableFuture<Void> room() {
        lock.lock();
        try {
            return unsettled.size() < window || failure != null || ending
                    ? CompletableFuture.completedFuture(null)
                    : room.copy();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long acknowledged() {
        lock.lock();
        try {
            return unsettled.isEmpty() ? sequence : unsettled.firstKey() - 1;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletableFuture<PubAck> commit(@Nullable OutgoingMessage message) {
        if (message != null) {
            add(message.subject(), message.headers().isEmpty() ? null : message.headers(), message.payload());
        }
        lock.lock();
        try {
            if (sequence == 0) {
                throw new IllegalStateException("the batch is empty (expected: at least one message)");
            }
            ending = true;
            if (unsettled.isEmpty()) {
                settled.complete(null);
            }
            moved.signalAll();
        } finally {
            lock.unlock();
        }
        return settled.thenApply(nothing -> result());
    }

    private PubAck result() {
        lock.lock();
        try {
            NatsException failed = failure;
            PubAck ack = last;
            if (failed != null) {
                throw failed;
            }
            if (ack == null) {
                throw new JetStreamApiException(500, 0, "none of " + sequence + " messages was stored");
            }
            return ack.toBuilder().batchSize(stored).build();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            ending = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
