// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.PutSpec;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/** Cuts content into full chunks, however it comes, and knows its size and digest. For one giver at a time. */
final class ChunkWriter {
    private final Store store;
    private final Lane lane;
    private final String name;
    private final String nuid;
    private final PutSpec spec;
    private final MessageDigest digest;
    private byte[] chunk;
    private int filled;
    private long size;
    private long chunks;
    private final ReentrantLock sending = new ReentrantLock();
    // guarded by the lock
    private boolean abandoned;

    ChunkWriter(
            Store store,
            Lane lane,
            String name,
            String nuid,
            PutSpec spec,
            MessageDigest digest,
            long size,
            long chunks) {
        this.store = store;
        this.lane = lane;
        this.name = name;
        this.nuid = nuid;
        this.spec = spec;
        this.digest = digest;
        this.size = size;
        this.chunks = chunks;
        this.chunk = store.arrays().ofLength(spec.chunkBytes());
    }

    /** How many chunks of a put may be on their way. */
    static int window(PutSpec spec) {
        return Math.max(2, spec.windowBytes() / spec.chunkBytes());
    }

    /** A new object. */
    static CompletableFuture<ChunkWriter> begin(Store store, String name, PutSpec spec) {
        String nuid = io.natskit.wire.Nuid.next();
        return store.ingest().thenApply(fast -> {
            Lane lane = fast
                    ? new IngestLane(store, nuid, window(spec), spec.progress())
                    : new WindowLane(store, nuid, window(spec), false, 0, spec.progress());
            return new ChunkWriter(store, lane, name, nuid, spec, Verifier.sha256(), 0, 0);
        });
    }

    /** How much more fits into the chunk that is being filled; never 0. */
    int left() {
        return chunk.length - filled;
    }

    /** Where the next bytes may be put: the rest of the chunk that is being filled. */
    ByteBuffer room() {
        return ByteBuffer.wrap(chunk, filled, left());
    }

    /** Takes what was put into the first {@code bytes} of {@link #room}; completes when there is room for more. */
    CompletableFuture<Void> filled(int bytes) {
        filled += bytes;
        if (filled < chunk.length) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> room = send(chunk);
        chunk = store.arrays().ofLength(chunk.length);
        filled = 0;
        return room;
    }

    /** Takes all of it; completes when there is room for more, behind each of the chunks that it has filled. */
    CompletableFuture<Void> write(ByteBuffer content) {
        CompletableFuture<Void> room = CompletableFuture.completedFuture(null);
        while (content.hasRemaining()) {
            int take = Math.min(left(), content.remaining());
            content.get(chunk, filled, take);
            room = room.thenCombine(filled(take), (before, more) -> more);
        }
        return room;
    }

    private CompletableFuture<Void> send(byte[] whole) {
        sending.lock();
        try {
            if (abandoned) {
                return CompletableFuture.failedFuture(
                        new CancellationException("object \"" + name + "\" was abandoned"));
            }
            digest.update(whole);
            size += whole.length;
            return lane.send(whole, chunks++);
        } finally {
            sending.unlock();
        }
    }

    /** Sends what is left; completes when all is stored and the object is there. */
    CompletableFuture<ObjectInfo> finish() {
        if (filled > 0) {
            send(Arrays.copyOf(chunk, filled));
            filled = 0;
        }
        store.arrays().giveBack(chunk);
        return lane.settled().thenCompose(nothing -> store.commit(info()));
    }

    private ObjectInfo info() {
        return new ObjectInfo(
                store.name(),
                name,
                spec.description(),
                spec.headers(),
                spec.metadata(),
                spec.chunkBytes(),
                null,
                nuid,
                size,
                chunks,
                Verifier.text(digest),
                false,
                Instant.now());
    }

    /** Waits for what is on its way. */
    CompletableFuture<Void> quiet() {
        return lane.quiet();
    }

    /** Removes what is stored; completes in any case. */
    CompletableFuture<Void> abandon() {
        sending.lock();
        try {
            // nothing is sent any more that would stay behind
            abandoned = true;
        } finally {
            sending.unlock();
        }
        return lane.quiet().thenCompose(nothing -> store.purgeChunks(nuid)).handle((nothing, error) -> null);
    }
}
