// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A file that is read or written from its beginning on, without a thread that waits. For one user at a time. */
final class AsyncFile implements Closeable {
    private final AsynchronousFileChannel channel;
    private final Path path;
    private long position;

    private AsyncFile(AsynchronousFileChannel channel, Path path) {
        this.channel = channel;
        this.path = path;
    }

    static AsyncFile read(Path path) {
        return open(path, Set.of(StandardOpenOption.READ));
    }

    /** Empty at first. */
    static AsyncFile write(Path path) {
        return open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE));
    }

    private static AsyncFile open(Path path, Set<StandardOpenOption> how) {
        try {
            return new AsyncFile(AsynchronousFileChannel.open(path, how, null), path);
        } catch (IOException e) {
            throw new UncheckedIOException("opening " + path + " failed", e);
        }
    }

    /** Fills a buffer with the next bytes; at the end of the file it stays short, or as it was. */
    CompletableFuture<Void> fill(ByteBuffer buffer) {
        return Steps.run(() -> {
            Io io = new Io();
            channel.read(buffer, position, null, io);
            return io.done.thenApply(got -> {
                position += Math.max(0, got);
                return got > 0 && buffer.hasRemaining();
            });
        });
    }

    /** Writes all of {@code bytes} behind what was written. */
    CompletableFuture<Void> append(ByteBuffer bytes) {
        return Steps.run(() -> {
            Io io = new Io();
            channel.write(bytes, position, null, io);
            return io.done.thenApply(written -> {
                position += written;
                return bytes.hasRemaining();
            });
        });
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing " + path + " failed", e);
        }
    }

    /** What the channel says, as a future. */
    private final class Io implements CompletionHandler<Integer, Object> {
        private final CompletableFuture<Integer> done = new CompletableFuture<>();

        @Override
        public void completed(Integer bytes, Object nothing) {
            done.complete(bytes);
        }

        @Override
        public void failed(Throwable error, Object nothing) {
            done.completeExceptionally(
                    error instanceof IOException e
                            ? new UncheckedIOException("reading or writing " + path + " failed", e)
                            : error);
        }
    }
}
