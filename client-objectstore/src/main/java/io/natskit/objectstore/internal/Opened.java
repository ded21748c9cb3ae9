// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.client.NatsException;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An object that is open for reading. */
final class Opened implements ObjectReader {
    private final Store.Located object;
    private final List<AutoCloseable> given = new ArrayList<>();
    private boolean closed;

    Opened(Store.Located object) {
        this.object = object;
    }

    @Override
    public ObjectInfo info() {
        return object.info();
    }

    private <T extends AutoCloseable> T give(T made) {
        if (closed) {
            throw new IllegalStateException("the reader is closed");
        }
        given.add(made);
        return made;
    }

    @Override
    public InputStream stream() {
        return give(new ChunkInput(object.store(), object.info()));
    }

    @Override
    public SeekableByteChannel channel() {
        return give(new Anywhere(object));
    }

    @Override
    public void close() {
        closed = true;
        given.forEach(made -> {
            try {
                made.close();
            } catch (Exception e) {
                throw new IllegalStateException("closing what only reads cannot fail", e);
            }
        });
        given.clear();
    }

    /** Reads by position: one chunk is at hand, the one behind it on its way. */
    private static final class Anywhere implements SeekableByteChannel {
        private final Store.Located object;
        private @Nullable ChunkIndex index;
        private long position;
        private int at = -1;
        private byte[] bytes = new byte[0];
        private int aheadAt = -1;
        private @Nullable CompletableFuture<byte[]> ahead;
        private boolean open = true;

        Anywhere(Store.Located object) {
            this.object = object;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            if (!open) {
                throw new ClosedChannelException();
            }
            if (position >= size()) {
                return -1;
            }
            int before = target.position();
            try {
                while (target.hasRemaining() && position < size()) {
                    ChunkIndex chunks = index();
                    load(chunks, chunks.chunkOf(position));
                    int from = (int) (position - chunks.offset(at));
                    int taken = Math.min(target.remaining(), bytes.length - from);
                    target.put(bytes, from, taken);
                    position += taken;
                }
            } catch (NatsException e) {
                throw new IOException(e.getMessage(), e);
            }
            return target.position() - before;
        }

        private ChunkIndex index() {
            ChunkIndex known = index;
            if (known == null) {
                known = object.store().context().await(ChunkIndex.read(object.store(), object.info()), "read");
                index = known;
            }
            return known;
        }

        private void load(ChunkIndex chunks, int chunk) {
            if (chunk == at) {
                return;
            }
            CompletableFuture<byte[]> coming = ahead;
            boolean sequential = chunk == at + 1;
            CompletableFuture<byte[]> wanted = coming != null && aheadAt == chunk ? coming : chunks.fetch(chunk);
            ahead = null;
            if (sequential && chunk + 1 < chunks.chunks()) {
                aheadAt = chunk + 1;
                ahead = chunks.fetch(aheadAt);
            }
            bytes = object.store().context().await(wanted, "read");
            at = chunk;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public SeekableByteChannel position(long newPosition) {
            if (newPosition < 0) {
                throw new IllegalArgumentException("position: " + newPosition + " (expected: >= 0)");
            }
            position = newPosition;
            return this;
        }

        @Override
        public long size() {
            return object.info().size();
        }

        @Override
        public int write(ByteBuffer source) {
            throw new NonWritableChannelException();
        }

        @Override
        public SeekableByteChannel truncate(long size) {
            throw new NonWritableChannelException();
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
