// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

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

    static ChunkIndex read(Store store, ObjectInfo info) {
        Verifier verifier = new Verifier(info);
        if (info.chunks() > Integer.MAX_VALUE - 16) {
            throw verifier.damaged(info.chunks() + " chunks");
        }
        int[] count = new int[1];
        // grows as chunks come: the description is not believed
        long[][] found = {
            new long[(int) Math.min(1024, info.chunks() + 1)], new long[(int) Math.min(1024, info.chunks() + 1)]
        };
        if (info.chunks() > 0) {
            Reads.scan(store, store.chunks(info.nuid()), AHEAD, true, message -> {
                String size = message.headers().last("Nats-Msg-Size");
                int at = count[0]++;
                if (at + 1 >= found[0].length) {
                    found[0] = Arrays.copyOf(found[0], found[0].length * 2);
                    found[1] = Arrays.copyOf(found[1], found[1].length * 2);
                }
                found[0][at] = message.metadata().streamSequence();
                found[1][at + 1] = found[1][at] + (size == null ? 0 : Long.parseLong(size));
                return count[0] < info.chunks();
            });
        }
        if (count[0] != info.chunks() || found[1][count[0]] != info.size()) {
            throw verifier.damaged(count[0] + " chunks, " + found[1][count[0]] + " bytes");
        }
        return new ChunkIndex(store, info, Arrays.copyOf(found[0], count[0]), Arrays.copyOf(found[1], count[0] + 1));
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
