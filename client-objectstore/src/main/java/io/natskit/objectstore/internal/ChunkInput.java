// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.client.NatsException;
import io.natskit.client.OperationTimeoutException;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.Messages;
import io.natskit.jetstream.internal.store.Reusing;
import io.natskit.objectstore.ObjectInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An object as it comes, a few chunks ahead; its end is told when all has been checked. For one thread at a time. */
final class ChunkInput extends InputStream {
    private static final int AHEAD_BYTES = 8 * 1024 * 1024;
    private static final Duration QUIET = Duration.ofMillis(500);
    private static final int CHUNK_BYTES = 128 * 1024;
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final Store store;
    private final Verifier verifier;
    private final ObjectInfo info;
    private @Nullable Messages messages;
    private ByteBuffer chunk = NONE;
    private boolean nothingFollows;
    private boolean checked;
    private boolean closed;
    private @Nullable NatsException failure;

    ChunkInput(Store store, ObjectInfo info) {
        this.store = store;
        this.info = info;
        this.verifier = new Verifier(info);
    }

    static int ahead(ObjectInfo info) {
        return Math.max(2, AHEAD_BYTES / (info.chunkBytes() > 0 ? info.chunkBytes() : CHUNK_BYTES));
    }

    /** The next chunk, which is the caller's until it asks for another; null at the end, once all has been checked. */
    @Nullable
    ByteBuffer nextChunk() throws IOException {
        NatsException before = failure;
        if (before != null) {
            throw failed(before);
        }
        if (closed) {
            throw new IOException("object \"" + info.name() + "\" is closed");
        }
        try {
            store.arrays().giveBack(chunk.array());
            chunk = NONE;
            if (verifier.isComplete()) {
                if (!checked) {
                    verifier.finish();
                    checked = true;
                    stop();
                }
                return null;
            }
            ByteBuffer next = take();
            verifier.take(next);
            // not before: whoever reads on after a refusal must find nothing
            chunk = next;
            return next;
        } catch (NatsException e) {
            failure = e;
            stop();
            throw failed(e);
        }
    }

    private static IOException failed(NatsException e) {
        return new IOException(e.getMessage(), e);
    }

    private ByteBuffer take() {
        Messages from = messages;
        if (from == null) {
            from = Reusing.of(store.stream().ordered(o -> o.subjects(store.chunks(info.nuid()))))
                    .messages(s -> s.ahead(ahead(info)), store.arrays());
            messages = from;
        }
        Duration timeout = store.context().js().options().timeout();
        long until = System.nanoTime() + timeout.toNanos();
        do {
            Optional<JetStreamMessage> message = from.next(QUIET);
            if (message.isPresent()) {
                nothingFollows = message.get().metadata().pending() == 0;
                // with its array: a digest takes it in one piece, and from a read-only buffer in small ones
                return ByteBuffer.wrap(message.get().bytes());
            }
            if (nothingFollows || store.stream().last(store.chunks(info.nuid())).isEmpty()) {
                throw verifier.damaged("after " + verifier.size() + " bytes no more chunks are there");
            }
        } while (System.nanoTime() < until);
        throw new OperationTimeoutException("reading object \"" + info.name() + "\"", timeout);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (!chunk.hasRemaining()) {
            if (nextChunk() == null) {
                return -1;
            }
        }
        int taken = Math.min(length, chunk.remaining());
        chunk.get(target, offset, taken);
        return taken;
    }

    @Override
    public long transferTo(OutputStream target) throws IOException {
        long sum = 0;
        while (true) {
            if (!chunk.hasRemaining() && nextChunk() == null) {
                return sum;
            }
            int count = chunk.remaining();
            if (count > 0) {
                target.write(chunk.array(), chunk.arrayOffset() + chunk.position(), count);
                chunk.position(chunk.limit());
                sum += count;
            }
        }
    }

    @Override
    public int available() {
        return chunk.remaining();
    }

    private void stop() {
        Messages from = messages;
        if (from != null) {
            from.stop();
        }
    }

    @Override
    public void close() {
        closed = true;
        stop();
    }
}
