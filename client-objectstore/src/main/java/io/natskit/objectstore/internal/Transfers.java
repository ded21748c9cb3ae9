// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.client.NatsException;
import io.natskit.objectstore.DamagedObjectException;
import io.natskit.objectstore.GetSpec;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.PutSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whole objects in and out, on the caller's thread. */
final class Transfers {
    private static final AtomicLong THREADS = new AtomicLong();

    private Transfers() {}

    /** The same on a thread of its own, for callers who must not wait. */
    static <T> CompletableFuture<T> apart(Supplier<T> transfer) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(transfer.get());
                    } catch (Throwable e) { // whatever it is, somebody waits for it
                        result.completeExceptionally(e);
                    }
                },
                "natskit-objects-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    // in

    static ObjectInfo put(Store store, String name, InputStream content, PutSpec spec) {
        Context context = store.context();
        ChunkWriter writer = context.await(ChunkWriter.begin(store, name, spec), "put");
        try {
            fill(context, writer, content, spec.chunkBytes());
            return context.await(writer.finish(), "put");
        } catch (RuntimeException | Error e) {
            abandon(context, writer, e);
            throw e;
        }
    }

    /** Gives a writer all that is left of a stream, in full chunks however short its reads are. */
    static void fill(Context context, ChunkWriter writer, InputStream content, int chunkBytes) {
        try {
            while (true) {
                // a fresh array each time: it belongs to the publish until that is acknowledged
                byte[] chunk = content.readNBytes(Math.min(chunkBytes, writer.left()));
                if (chunk.length == 0) {
                    return;
                }
                context.await(writer.writeChunk(chunk, chunk.length), "put");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading the content of an object failed", e);
        }
    }

    private static void abandon(Context context, ChunkWriter writer, Throwable why) {
        boolean interrupted = Thread.interrupted();
        try {
            context.await(writer.abandon(), "put");
        } catch (RuntimeException e) {
            why.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static ObjectInfo put(Store store, String name, Path file, PutSpec spec) {
        try (InputStream content = Files.newInputStream(file)) {
            return put(store, name, content, spec);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file + " failed", e);
        }
    }

    // out

    static byte[] bytes(Store.Located object, long maxBytes) {
        ObjectInfo info = object.info();
        if (info.size() > Math.min(maxBytes, Integer.MAX_VALUE - 16)) {
            throw new IllegalArgumentException(
                    "object: \"" + info.name() + "\" has " + info.size() + " bytes (expected: <= " + maxBytes + ")");
        }
        try (ChunkInput in = new ChunkInput(object.store(), info)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    static byte[] range(Store.Located object, long offset, int length) {
        long end = Math.min(object.info().size(), offset + length);
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("range: " + offset + ", " + length + " (expected: >= 0)");
        }
        if (offset >= end) {
            return new byte[0];
        }
        ChunkIndex index = ChunkIndex.read(object.store(), object.info());
        byte[] out = new byte[(int) (end - offset)];
        int first = index.chunkOf(offset);
        int last = index.chunkOf(end - 1);
        inOrder(object.store().context(), index, first, last, 16, (chunk, bytes) -> {
            long at = index.offset(chunk);
            int from = (int) Math.max(0, offset - at);
            int to = (int) Math.min(bytes.length, end - at);
            System.arraycopy(bytes, from, out, (int) (at + from - offset), to - from);
        });
        return out;
    }

    private interface Taker {
        void take(int chunk, byte[] bytes);
    }

    /** Chunks fetched side by side and taken in order. */
    private static void inOrder(Context context, ChunkIndex index, int first, int last, int window, Taker taker) {
        ArrayDeque<CompletableFuture<byte[]>> ahead = new ArrayDeque<>();
        int next = first;
        for (int chunk = first; chunk <= last; chunk++) {
            while (next <= last && ahead.size() < window) {
                ahead.add(index.fetch(next++));
            }
            taker.take(chunk, context.await(ahead.remove(), "read"));
        }
    }

    static ObjectInfo copyTo(Store.Located object, Path file, GetSpec spec) {
        Path target = file.toAbsolutePath();
        Path part =
                target.resolveSibling(target.getFileName() + "." + object.info().nuid() + ".part");
        boolean whole = false;
        try {
            try (FileChannel out = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                if (spec.parallel() > 1) {
                    copySideBySide(object, out, spec);
                } else {
                    copy(object, out, spec);
                }
            }
            move(part, target);
            whole = true;
            return object.info();
        } catch (IOException e) {
            throw failure(e);
        } finally {
            if (!whole) {
                delete(part);
            }
        }
    }

    private static void copy(Store.Located object, WritableByteChannel out, GetSpec spec) throws IOException {
        long written = 0;
        try (ChunkInput in = new ChunkInput(object.store(), object.info())) {
            for (ByteBuffer chunk = in.nextChunk(); chunk != null; chunk = in.nextChunk()) {
                written += chunk.remaining();
                writeAll(out, chunk);
                spec.progress().accept(written);
            }
        }
    }

    private static void copySideBySide(Store.Located object, WritableByteChannel out, GetSpec spec) {
        ChunkIndex index = ChunkIndex.read(object.store(), object.info());
        Verifier verifier = new Verifier(object.info());
        inOrder(object.store().context(), index, 0, index.chunks() - 1, spec.parallel(), (chunk, bytes) -> {
            verifier.take(ByteBuffer.wrap(bytes));
            try {
                writeAll(out, ByteBuffer.wrap(bytes));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            spec.progress().accept(verifier.size());
        });
        verifier.finish();
    }

    private static void writeAll(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void delete(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // what is left over says so by its name
        }
    }

    /** Reading's failure as its caller knows it. */
    static RuntimeException failure(IOException e) {
        return unwrapped(e.getCause(), e);
    }

    private static RuntimeException unwrapped(@Nullable Throwable cause, IOException e) {
        if (cause instanceof DamagedObjectException damaged) {
            return damaged.copy();
        }
        return cause instanceof NatsException known ? known.copy() : new UncheckedIOException(e);
    }
}
