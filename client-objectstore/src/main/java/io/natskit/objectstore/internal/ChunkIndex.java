// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.StoredMessage;
import io.natskit.objectstore.ObjectInfo;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where each chunk of an object is: its sequence in the stream, and where it begins in the object. Read once, from headers alone; chunks may have any size. */
final class ChunkIndex {
    private static final int AHEAD = 2000;

    private final Store store;
    private final ObjectInfo info;
    private final long[] sequences;
    private final long[] offsets;

    private ChunkIndex(Store store, ObjectInfo info, long[] sequences, long[] offsets) {
        this.store = store;
        this.info = info;
        this.sequences = sequences;
        this.offsets = offsets;
    }

    static CompletableFuture<ChunkIndex> read(Store store, ObjectInfo info) {
        Verifier verifier = new Verifier(info);
        if (info.chunks() > Integer.MAX_VALUE - 16) {
            throw verifier.damaged(info.chunks() + " chunks");
        }
        Found found = new Found(info);
        CompletableFuture<Void> read = info.chunks() == 0
                ? CompletableFuture.completedFuture(null)
                : Reads.scan(store, store.chunks(info.nuid()), AHEAD, true, found::take);
        return Steps.then(read, nothing -> {
            if (found.count != info.chunks() || found.offsets[found.count] != info.size()) {
                throw verifier.damaged(found.count + " chunks, " + found.offsets[found.count] + " bytes");
            }
            return CompletableFuture.completedFuture(new ChunkIndex(
                    store,
                    info,
                    Arrays.copyOf(found.sequences, found.count),
                    Arrays.copyOf(found.offsets, found.count + 1)));
        });
    }

    /** What was found so far; grows as chunks come, since the description is not believed. */
    private static final class Found {
        private final ObjectInfo info;
        private long[] sequences;
        private long[] offsets;
        private int count;

        Found(ObjectInfo info) {
            this.info = info;
            int room = (int) Math.min(1024, info.chunks() + 1);
            sequences = new long[room];
            offsets = new long[room];
        }

        /** Whether there is more to come. */
        boolean take(JetStreamMessage message) {
            String size = message.headers().last("Nats-Msg-Size");
            int at = count++;
            if (at + 1 >= sequences.length) {
                sequences = Arrays.copyOf(sequences, sequences.length * 2);
                offsets = Arrays.copyOf(offsets, offsets.length * 2);
            }
            sequences[at] = message.metadata().streamSequence();
            offsets[at + 1] = offsets[at] + (size == null ? 0 : Long.parseLong(size));
            return count < info.chunks();
        }
    }

    ObjectInfo info() {
        return info;
    }

    int chunks() {
        return sequences.length;
    }

    /** The chunk that holds the byte at {@code position}, which is within the object. */
    int chunkOf(long position) {
        int at = Arrays.binarySearch(offsets, 0, sequences.length, position);
        return at >= 0 ? last(at) : -at - 2;
    }

    /** Of chunks that begin at the same place, all but the last are empty. */
    private int last(int at) {
        int found = at;
        while (found + 1 < sequences.length && offsets[found + 1] == offsets[at]) {
            found++;
        }
        return found;
    }

    long offset(int chunk) {
        return offsets[chunk];
    }

    /** The content of a chunk, by direct get. */
    CompletableFuture<byte[]> fetch(int chunk) {
        return store.stream().async().direct().message(sequences[chunk]).thenApply(found -> {
            long length = offsets[chunk + 1] - offsets[chunk];
            Optional<StoredMessage> whole = found.filter(m -> m.bytes().length == length);
            return whole.orElseThrow(() ->
                            new Verifier(info).damaged("chunk " + chunk + " is not there, or not " + length + " bytes"))
                    .bytes();
        });
    }
}
