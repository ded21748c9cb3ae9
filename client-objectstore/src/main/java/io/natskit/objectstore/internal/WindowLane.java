// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.client.OutgoingMessage;
import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.internal.store.Sending;
import io.natskit.objectstore.DamagedObjectException;
import io.natskit.wire.jetstream.PubAck;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Chunks that are each acknowledged, a window of them on its way. Never sent again: after a doubt it has failed, since what was sent behind a lost chunk would stand in its place. */
final class WindowLane implements Lane {
    static final String NUMBER = "NatsKit-Chunk";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Store store;
    private final String subject;
    private final int window;
    private final boolean numbered;
    private final LongConsumer progress;
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by the lock
    private final ArrayDeque<Sent> flight = new ArrayDeque<>();
    private CompletableFuture<Void> room = new CompletableFuture<>();
    private CompletableFuture<Void> empty = CompletableFuture.completedFuture(null);
    private @Nullable RuntimeException failure;
    private long lastSequence;
    private long stored;

    private record Sent(CompletableFuture<PubAck> ack, int bytes) {}

    /**
     * A lane.
     *
     * @param window how many chunks may be on their way
     * @param numbered whether chunks carry their numbers, so that an upload can be resumed
     * @param stored how many bytes are stored already
     */
    WindowLane(Store store, String nuid, int window, boolean numbered, long stored, LongConsumer progress) {
        this.store = store;
        this.subject = store.chunksToWrite(nuid);
        this.window = window;
        this.numbered = numbered;
        this.stored = stored;
        this.progress = progress;
    }

    @Override
    public CompletableFuture<Void> send(byte[] chunk, long index) {
        OutgoingMessage.Builder message = OutgoingMessage.to(subject).payload(chunk);
        if (numbered) {
            message.header(NUMBER, Long.toString(index));
        }
        CompletableFuture<PubAck> ack;
        lock.lock();
        try {
            if (failure != null) {
                return CompletableFuture.failedFuture(failure);
            }
            // within the lock, so that the order of acknowledgements is that of the chunks
            ack = Sending.of(store.context().js().async())
                    .publishOnce(message.build(), PATIENCE, () -> store.arrays().giveBack(chunk));
            flight.add(new Sent(ack, chunk.length));
            if (empty.isDone()) {
                empty = new CompletableFuture<>();
            }
        } finally {
            lock.unlock();
        }
        ack.whenComplete((stored, error) -> advance());
        return room();
    }

    private CompletableFuture<Void> room() {
        lock.lock();
        try {
            if (failure != null) {
                return CompletableFuture.failedFuture(failure);
            }
            return flight.size() < window ? CompletableFuture.completedFuture(null) : room;
        } finally {
            lock.unlock();
        }
    }

    /** Takes what is acknowledged from the front. */
    private void advance() {
        CompletableFuture<Void> told = null;
        CompletableFuture<Void> ended = null;
        RuntimeException failed;
        long before;
        long now;
        lock.lock();
        try {
            before = stored;
            while (!flight.isEmpty() && flight.element().ack().isDone()) {
                take(flight.remove());
            }
            now = stored;
            failed = failure;
            if (failed != null || flight.size() < window) {
                told = room;
                room = new CompletableFuture<>();
            }
            if (flight.isEmpty()) {
                ended = empty;
            }
        } finally {
            lock.unlock();
        }
        if (now > before) {
            progress.accept(now);
        }
        if (told != null) {
            if (failed == null) {
                told.complete(null);
            } else {
                told.completeExceptionally(failed);
            }
        }
        if (ended != null) {
            ended.complete(null);
        }
    }

    private void take(Sent sent) {
        if (failure != null) {
            return;
        }
        if (sent.ack().isCompletedExceptionally()) {
            failure =
                    Failures.unchecked(sent.ack().handle((ack, error) -> error).join());
            return;
        }
        long sequence = sent.ack().join().sequence();
        if (sequence <= lastSequence) {
            failure = new DamagedObjectException(
                    "chunk at sequence " + sequence + " (expected: behind " + lastSequence + ")");
            return;
        }
        lastSequence = sequence;
        stored += sent.bytes();
    }

    @Override
    public CompletableFuture<Void> settled() {
        return quiet().thenCompose(nothing -> {
            lock.lock();
            try {
                return failure == null
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(failure);
            } finally {
                lock.unlock();
            }
        });
    }

    @Override
    public CompletableFuture<Void> quiet() {
        lock.lock();
        try {
            return empty;
        } finally {
            lock.unlock();
        }
    }
}
