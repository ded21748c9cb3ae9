// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.AsyncIngestPublisher;
import io.natskit.objectstore.DamagedObjectException;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/** Chunks by fast ingest (ADR-50): the server acknowledges groups of them and ends the batch at the first gap. For one giver at a time. */
final class IngestLane implements Lane {
    private final String subject;
    private final CompletableFuture<AsyncIngestPublisher> publisher;
    private final LongConsumer progress;
    /** The publisher once all before have been given to it: what waits for a future is told in no order. */
    private CompletableFuture<AsyncIngestPublisher> turn;

    private CompletableFuture<Long> last = CompletableFuture.completedFuture(0L);
    private long count;
    private long bytes;

    IngestLane(Store store, String nuid, int window, LongConsumer progress) {
        this.subject = store.chunksToWrite(nuid);
        this.progress = progress;
        this.publisher = store.context()
                .js()
                .async()
                .ingest(
                        store.stream().name(),
                        s -> s.flow(Math.max(1, window / 2)).outstanding(2));
        this.turn = publisher;
    }

    @Override
    public CompletableFuture<Void> send(byte[] chunk, long index) {
        OutgoingMessage message = OutgoingMessage.to(subject).payload(chunk).build();
        count++;
        bytes += chunk.length;
        long acknowledgedBytes = bytes;
        long number = count;
        CompletableFuture<CompletableFuture<Long>> given = turn.thenApply(p -> p.add(message));
        turn = given.thenCombine(publisher, (adding, p) -> p);
        CompletableFuture<Long> sent = given.thenCompose(adding -> adding);
        last = sent;
        return sent.thenCompose(n -> publisher).thenAccept(p -> {
            if (p.acknowledged() > 0 && number > 0) {
                progress.accept(acknowledgedBytes * p.acknowledged() / number);
            }
        });
    }

    @Override
    public CompletableFuture<Void> settled() {
        if (count == 0) {
            publisher.thenAccept(AsyncIngestPublisher::discard);
            return CompletableFuture.completedFuture(null);
        }
        return last.thenCompose(n -> publisher)
                .thenCompose(AsyncIngestPublisher::commit)
                .thenAccept(ack -> {
                    if (ack.batchSize() != count) {
                        throw new DamagedObjectException(ack.batchSize() + " chunks stored (expected: " + count + ")");
                    }
                    progress.accept(bytes);
                });
    }

    @Override
    public CompletableFuture<Void> quiet() {
        return publisher
                .thenAccept(AsyncIngestPublisher::discard)
                .thenCompose(nothing -> last)
                .handle((n, error) -> null);
    }
}
