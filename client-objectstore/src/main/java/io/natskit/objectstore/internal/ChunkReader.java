// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.client.OperationTimeoutException;
import io.natskit.jetstream.AsyncMessages;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.internal.store.Reusing;
import io.natskit.objectstore.ObjectInfo;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@link ChunkInput} for callers who must not wait: an object as it comes, a few chunks ahead; its end is told when all has been checked. For one caller at a time. */
final class ChunkReader {
    private static final Duration QUIET = Duration.ofMillis(500);

    private final Store store;
    private final ObjectInfo info;
    private final Verifier verifier;
    private volatile @Nullable AsyncMessages messages;
    private byte @Nullable [] lent;
    private boolean nothingFollows;

    ChunkReader(Store.Located object) {
        this.store = object.store();
        this.info = object.info();
        this.verifier = new Verifier(info);
    }

    /** The next chunk, which is the caller's until it asks for another; empty at the end, once all has been checked. */
    CompletableFuture<Optional<ByteBuffer>> next() {
        byte[] before = lent;
        if (before != null) {
            lent = null;
            store.arrays().giveBack(before);
        }
        if (verifier.isComplete()) {
            stop();
            verifier.finish();
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Duration timeout = store.context().js().options().timeout();
        return next(System.nanoTime() + timeout.toNanos());
    }

    private CompletableFuture<Optional<ByteBuffer>> next(long until) {
        return open().next(QUIET).thenCompose(message -> {
            if (message.isPresent()) {
                return CompletableFuture.completedFuture(Optional.of(take(message.get())));
            }
            if (nothingFollows) {
                throw missing();
            }
            return store.stream().async().last(store.chunks(info.nuid())).thenCompose(last -> {
                if (last.isEmpty()) {
                    throw missing();
                }
                if (System.nanoTime() - until > 0) {
                    throw new OperationTimeoutException(
                            "reading object \"" + info.name() + "\"",
                            store.context().js().options().timeout());
                }
                return next(until);
            });
        });
    }

    private AsyncMessages open() {
        AsyncMessages known = messages;
        if (known == null) {
            known = Reusing.of(store.stream().ordered(o -> o.subjects(store.chunks(info.nuid()))))
                    .asyncMessages(s -> s.ahead(ChunkInput.ahead(info)), store.arrays());
            messages = known;
        }
        return known;
    }

    private ByteBuffer take(JetStreamMessage message) {
        nothingFollows = message.metadata().pending() == 0;
        byte[] bytes = message.bytes();
        lent = bytes;
        ByteBuffer chunk = ByteBuffer.wrap(bytes);
        verifier.take(chunk);
        return chunk;
    }

    private RuntimeException missing() {
        return verifier.damaged("after " + verifier.size() + " bytes no more chunks are there");
    }

    long size() {
        return verifier.size();
    }

    /** Gives it up. Idempotent. */
    void stop() {
        AsyncMessages from = messages;
        if (from != null) {
            from.stop();
        }
    }
}
