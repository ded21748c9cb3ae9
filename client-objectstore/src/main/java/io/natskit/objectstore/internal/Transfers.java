// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.client.NatsException;
import io.natskit.jetstream.internal.store.Context;
import io.natskit.objectstore.DamagedObjectException;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.PutSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
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
            fill(context, writer, content);
            return context.await(writer.finish(), "put");
        } catch (RuntimeException | Error e) {
            abandon(context, writer, e);
            throw e;
        }
    }

    /** Gives a writer all that is left of a stream, in full chunks however short its reads are. */
    static void fill(Context context, ChunkWriter writer, InputStream content) {
        try {
            while (true) {
                // straight into the chunk: InputStream.readNBytes(int) would collect small arrays first
                ByteBuffer room = writer.room();
                int got = content.readNBytes(room.array(), room.position(), room.remaining());
                if (got == 0) {
                    return;
                }
                context.await(writer.filled(got), "put");
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

    /** How many bytes to make room for. */
    static int size(ObjectInfo info, long maxBytes) {
        if (info.size() > Math.min(maxBytes, Integer.MAX_VALUE - 16)) {
            throw new IllegalArgumentException(
                    "object: \"" + info.name() + "\" has " + info.size() + " bytes (expected: <= " + maxBytes + ")");
        }
        return (int) info.size();
    }

    static byte[] bytes(Store.Located object, long maxBytes) {
        ByteBuffer whole = ByteBuffer.allocate(size(object.info(), maxBytes));
        try (ChunkInput in = new ChunkInput(object.store(), object.info())) {
            for (ByteBuffer chunk = in.nextChunk(); chunk != null; chunk = in.nextChunk()) {
                whole.put(chunk);
            }
            return whole.array();
        } catch (IOException e) {
            throw failure(e);
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
