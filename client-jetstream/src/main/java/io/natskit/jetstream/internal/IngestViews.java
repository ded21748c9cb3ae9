// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.AsyncIngestPublisher;
import io.natskit.jetstream.IngestPublisher;
import io.natskit.jetstream.IngestSpec;
import io.natskit.jetstream.PublishSpec;
import io.natskit.wire.headers.Headers;
import io.natskit.wire.jetstream.PubAck;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Fast publishing as users see it. */
final class IngestViews {
    private IngestViews() {}

    /** The way that the stream allows. */
    static CompletableFuture<Ingest> choose(Engine engine, String stream, IngestSpec spec) {
        return engine.ops()
                .info(Names.checked("stream", stream))
                .thenApply(info -> info.config().allowBatchPublish()
                        ? new FastIngest(engine.publishing(), spec)
                        : new WindowIngest(engine.publishing(), spec));
    }

    static IngestPublisher blocking(Context context, Ingest ingest) {
        return new Blocking(context, ingest);
    }

    static AsyncIngestPublisher async(Context context, Ingest ingest) {
        return new Async(context, ingest);
    }

    private static OutgoingMessage plain(OutgoingMessage message) {
        if (message.replyTo() != null) {
            throw new IllegalArgumentException("replyTo: \"" + message.replyTo()
                    + "\" (expected: none, since publishing to a stream sets its own)");
        }
        return message;
    }

    private record Blocking(Context context, Ingest ingest) implements IngestPublisher {
        @Override
        public long add(OutgoingMessage message) {
            Headers headers = message.headers();
            return ingest.add(plain(message).subject(), headers.isEmpty() ? null : headers, message.payload());
        }

        @Override
        public long add(OutgoingMessage message, Consumer<PublishSpec> spec) {
            return ingest.add(
                    plain(message).subject(),
                    Ingest.headers(message, BlockingJetStream.chosen(spec)),
                    message.payload());
        }

        @Override
        public long add(String subject, byte[] payload) {
            return ingest.add(subject, null, ByteBuffer.wrap(payload));
        }

        @Override
        public long acknowledged() {
            return ingest.acknowledged();
        }

        @Override
        public PubAck commit() {
            return context.await(ingest.commit(null), "commit");
        }

        @Override
        public PubAck commit(OutgoingMessage last) {
            return context.await(ingest.commit(plain(last)), "commit");
        }

        @Override
        public void close() {
            ingest.close();
        }
    }

    /** Adds in the order of the calls, each when there is room. */
    private static final class Async implements AsyncIngestPublisher {
        private final Context context;
        private final Ingest ingest;
        private final ReentrantLock lock = new ReentrantLock();
        // guarded by the lock
        private CompletableFuture<Long> tail = CompletableFuture.completedFuture(0L);

        Async(Context context, Ingest ingest) {
            this.context = context;
            this.ingest = ingest;
        }

        private CompletableFuture<Long> add(String subject, @Nullable Headers headers, ByteBuffer payload) {
            lock.lock();
            try {
                CompletableFuture<Long> before = tail;
                tail = before.isDone() && ingest.hasRoom()
                        ? now(subject, headers, payload)
                        : before.handle((number, error) -> null)
                                .thenCompose(nothing -> whenRoom(subject, headers, payload));
                return context.hop(tail);
            } finally {
                lock.unlock();
            }
        }

        private CompletableFuture<Long> now(String subject, @Nullable Headers headers, ByteBuffer payload) {
            try {
                return CompletableFuture.completedFuture(ingest.add(subject, headers, payload));
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        private CompletableFuture<Long> whenRoom(String subject, @Nullable Headers headers, ByteBuffer payload) {
            return ingest.hasRoom()
                    ? now(subject, headers, payload)
                    : ingest.room().thenCompose(nothing -> whenRoom(subject, headers, payload));
        }

        @Override
        public CompletableFuture<Long> add(OutgoingMessage message) {
            Headers headers = message.headers();
            return add(plain(message).subject(), headers.isEmpty() ? null : headers, message.payload());
        }

        @Override
        public CompletableFuture<Long> add(OutgoingMessage message, Consumer<PublishSpec> spec) {
            return add(
                    plain(message).subject(),
                    Ingest.headers(message, BlockingJetStream.chosen(spec)),
                    message.payload());
        }

        @Override
        public CompletableFuture<Long> add(String subject, byte[] payload) {
            return add(subject, null, ByteBuffer.wrap(payload));
        }

        @Override
        public long acknowledged() {
            return ingest.acknowledged();
        }

        private CompletableFuture<PubAck> end(@Nullable OutgoingMessage last) {
            lock.lock();
            try {
                return context.hop(tail.handle((number, error) -> null).thenCompose(nothing -> ingest.commit(last)));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public CompletableFuture<PubAck> commit() {
            return end(null);
        }

        @Override
        public CompletableFuture<PubAck> commit(OutgoingMessage last) {
            return end(plain(last));
        }

        @Override
        public void discard() {
            ingest.close();
        }
    }
}
