// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.client.internal.routing.Failures;
import io.natskit.objectstore.GetSpec;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.PutSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Whole objects in and out, without a thread that waits: content is taken where the connection, or the file, completes futures. Who cancels a transfer ends it as a failure does. */
final class AsyncTransfers {
    private AsyncTransfers() {}

    // in

    /** Puts the next bytes into a buffer, nothing at the end. */
    private interface Content extends Function<ByteBuffer, CompletableFuture<Void>> {}

    static CompletableFuture<ObjectInfo> put(Store store, String name, byte[] content, PutSpec spec) {
        ByteBuffer left = ByteBuffer.wrap(content);
        return put(store, name, spec, room -> {
            int part = Math.min(room.remaining(), left.remaining());
            room.put(left.slice().limit(part));
            left.position(left.position() + part);
            return CompletableFuture.completedFuture(null);
        });
    }

    static CompletableFuture<ObjectInfo> put(Store store, String name, Path path, PutSpec spec) {
        AsyncFile file = AsyncFile.read(path);
        CompletableFuture<ObjectInfo> put = put(store, name, spec, file::fill);
        put.whenComplete((info, error) -> file.close());
        return put;
    }

    private static CompletableFuture<ObjectInfo> put(Store store, String name, PutSpec spec, Content content) {
        return Steps.then(ChunkWriter.begin(store, name, spec), writer -> {
            CompletableFuture<ObjectInfo> result = new CompletableFuture<>();
            CompletableFuture<ObjectInfo> whole = Steps.then(fill(writer, content), nothing -> writer.finish());
            Steps.giveUp(result, whole);
            whole.whenComplete((info, error) -> {
                if (error == null) {
                    result.complete(info);
                } else {
                    writer.abandon()
                            .whenComplete((nothing, impossible) -> result.completeExceptionally(Failures.cause(error)));
                }
            });
            return result;
        });
    }

    private static CompletableFuture<Void> fill(ChunkWriter writer, Content content) {
        return Steps.run(() -> {
            ByteBuffer room = writer.room();
            int begin = room.position();
            return content.apply(room).thenCompose(nothing -> {
                int got = room.position() - begin;
                return got == 0
                        ? CompletableFuture.completedFuture(false)
                        : writer.filled(got).thenApply(more -> true);
            });
        });
    }

    // out

    static CompletableFuture<byte[]> bytes(Store.Located object, long maxBytes) {
        ByteBuffer whole = ByteBuffer.allocate(Transfers.size(object.info(), maxBytes));
        ChunkReader reader = new ChunkReader(object);
        CompletableFuture<Void> read = Steps.run(() -> reader.next().thenApply(chunk -> {
            chunk.ifPresent(whole::put);
            return chunk.isPresent();
        }));
        read.whenComplete((nothing, error) -> reader.stop());
        return Steps.then(read, nothing -> CompletableFuture.completedFuture(whole.array()));
    }

    static CompletableFuture<byte[]> range(Store.Located object, long offset, int length) {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("range: " + offset + ", " + length + " (expected: >= 0)");
        }
        long end = Math.min(object.info().size(), offset + length);
        if (offset >= end) {
            return CompletableFuture.completedFuture(new byte[0]);
        }
        byte[] out = new byte[(int) (end - offset)];
        return Steps.then(
                ChunkIndex.read(object.store(), object.info()),
                index -> Steps.then(
                        inOrder(index, index.chunkOf(offset), index.chunkOf(end - 1), 16, (chunk, bytes) -> {
                            long at = index.offset(chunk);
                            int from = (int) Math.max(0, offset - at);
                            int to = (int) Math.min(bytes.length, end - at);
                            System.arraycopy(bytes, from, out, (int) (at + from - offset), to - from);
                            CompletableFuture<Void> taken = CompletableFuture.completedFuture(null);
                            return taken;
                        }),
                        nothing -> CompletableFuture.completedFuture(out)));
    }

    private interface Taker {
        CompletableFuture<Void> take(int chunk, byte[] bytes);
    }

    /** Chunks fetched side by side and taken in order. */
    private static CompletableFuture<Void> inOrder(ChunkIndex index, int first, int last, int window, Taker taker) {
        ArrayDeque<CompletableFuture<byte[]>> ahead = new ArrayDeque<>();
        int[] next = {first, first};
        return Steps.run(() -> {
            while (next[0] <= last && ahead.size() < window) {
                ahead.add(index.fetch(next[0]++));
            }
            CompletableFuture<byte[]> due = ahead.poll();
            return due == null
                    ? CompletableFuture.completedFuture(false)
                    : due.thenCompose(bytes -> taker.take(next[1]++, bytes)).thenApply(taken -> true);
        });
    }

    static CompletableFuture<ObjectInfo> copyTo(Store.Located object, Path path, GetSpec spec) {
        Path target = path.toAbsolutePath();
        Path part =
                target.resolveSibling(target.getFileName() + "." + object.info().nuid() + ".part");
        AsyncFile out = AsyncFile.write(part);
        CompletableFuture<Void> copied =
                spec.parallel() > 1 ? sideBySide(object, out, spec) : stream(object, out, spec);
        CompletableFuture<ObjectInfo> result = new CompletableFuture<>();
        Steps.giveUp(result, copied);
        copied.whenComplete((nothing, error) -> {
            try {
                out.close();
                if (error == null) {
                    move(part, target);
                    result.complete(object.info());
                    return;
                }
            } catch (IOException e) {
                result.completeExceptionally(new UncheckedIOException("writing " + target + " failed", e));
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
            delete(part);
            if (error != null) {
                result.completeExceptionally(Failures.cause(error));
            }
        });
        return result;
    }

    private static CompletableFuture<Void> stream(Store.Located object, AsyncFile out, GetSpec spec) {
        ChunkReader reader = new ChunkReader(object);
        CompletableFuture<Void> copied = Steps.run(() -> reader.next()
                .thenCompose(chunk -> chunk.isEmpty()
                        ? CompletableFuture.completedFuture(false)
                        : out.append(chunk.get()).thenApply(written -> {
                            spec.progress().accept(reader.size());
                            return true;
                        })));
        copied.whenComplete((nothing, error) -> reader.stop());
        return copied;
    }

    private static CompletableFuture<Void> sideBySide(Store.Located object, AsyncFile out, GetSpec spec) {
        Verifier verifier = new Verifier(object.info());
        return Steps.then(
                ChunkIndex.read(object.store(), object.info()),
                index -> Steps.then(
                        inOrder(index, 0, index.chunks() - 1, spec.parallel(), (chunk, bytes) -> {
                            verifier.take(ByteBuffer.wrap(bytes));
                            return out.append(ByteBuffer.wrap(bytes))
                                    .thenRun(() -> spec.progress().accept(verifier.size()));
                        }),
                        nothing -> {
                            verifier.finish();
                            return CompletableFuture.completedFuture(null);
                        }));
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
}
