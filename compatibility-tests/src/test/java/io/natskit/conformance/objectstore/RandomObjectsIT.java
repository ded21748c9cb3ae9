// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.jetstream.Judged;
import io.natskit.conformance.target.Target;
import io.natskit.objectstore.ObjectReader;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.StoreConfig;
import io.natskit.wire.jetstream.StorageType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever way an object goes in and whatever way it comes out, in chunks and pieces of any size: it is the same. A failure tells its seed, and {@code -Dobjects.seed=N} repeats it. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record RandomObjectsIT(Target target) implements Judged {
    private static final int RUNS = Boolean.getBoolean("natskit.full") ? 3_000 : 60;
    private static final int PIECES_MAX = 50;
    private static final long SECONDS = 30;

    /** A way in. */
    private interface Way {
        void put(ObjectStore store, byte[] content, int chunk, Random random, Path folder) throws Exception;
    }

    /** A way out. */
    private interface Back {
        byte[] get(ObjectStore store, int size, Random random, Path folder) throws Exception;
    }

    private static final List<Way> WAYS = List.of(
            (store, content, chunk, random, folder) -> flow(store, content, chunk, random),
            (store, content, chunk, random, folder) ->
                    store.put("o", pieces(content, random), p -> p.chunkBytes(chunk)),
            (store, content, chunk, random, folder) ->
                    store.async().put("o", content).get(SECONDS, TimeUnit.SECONDS),
            (store, content, chunk, random, folder) -> store.async()
                    .put("o", pieces(content, random), p -> p.chunkBytes(chunk))
                    .get(SECONDS, TimeUnit.SECONDS),
            (store, content, chunk, random, folder) -> store.async()
                    .put("o", Files.write(folder.resolve("in"), content), p -> p.chunkBytes(chunk))
                    .get(SECONDS, TimeUnit.SECONDS));

    private static final List<Back> BACK = List.of(
            (store, size, random, folder) -> store.bytes("o", size),
            (store, size, random, folder) -> store.async().bytes("o", size).get(SECONDS, TimeUnit.SECONDS),
            (store, size, random, folder) -> stream(store),
            (store, size, random, folder) -> collected(store, random),
            (store, size, random, folder) -> {
                store.copyTo("o", folder.resolve("out"), g -> g.parallel(1 + random.nextInt(8)));
                return Files.readAllBytes(folder.resolve("out"));
            });

    @Test
    @Rows({"client: object put", "client: object get", "client: object range"})
    void whatever_goes_in_comes_out(@TempDir Path folder) throws Exception {
        Random seeds = new Random();
        try (Lab lab = lab()) {
            for (boolean fast : new boolean[] {false, true}) {
                String name = fast ? "FAST" : "S";
                ObjectStore store = ObjectStores.on(lab.js())
                        .createStore(StoreConfig.of(
                                name, s -> s.storage(StorageType.MEMORY).fastIngest(fast)));
                for (int run = 0; run < RUNS / 2; run++) {
                    long seed = Long.getLong("objects.seed", seeds.nextLong());
                    once(store, new Random(seed), folder, "seed " + seed + " of store " + name);
                }
            }
        }
    }

    private static void once(ObjectStore store, Random random, Path folder, String what) throws Exception {
        int size = random.nextInt(List.of(100, 5_000, 400_000).get(random.nextInt(3)));
        int chunk = random.nextBoolean() ? 128 * 1024 : 1 + size / PIECES_MAX + random.nextInt(100_000);
        byte[] content = new byte[size];
        random.nextBytes(content);
        int in = random.nextInt(WAYS.size());
        int out = random.nextInt(BACK.size());
        String how = what + ": " + size + " bytes in chunks of " + chunk + ", in by way " + in + ", out by way " + out;
        try {
            WAYS.get(in).put(store, content, chunk, random, folder);
            assertThat(BACK.get(out).get(store, size, random, folder)).as(how).isEqualTo(content);
            if (size > 0) {
                int from = random.nextInt(size);
                int length = random.nextInt(size - from + 1);
                assertThat(store.range("o", from, length))
                        .as("%s, from %d on %d bytes", how, from, length)
                        .isEqualTo(Arrays.copyOfRange(content, from, from + length));
            }
        } catch (Exception e) {
            throw new AssertionError(how, e);
        }
    }

    /** Buffers that end anywhere in a chunk, or some chunks later. */
    private static void flow(ObjectStore store, byte[] content, int chunk, Random random) throws Exception {
        CompletableFuture<?> put;
        try (SubmissionPublisher<ByteBuffer> source = new SubmissionPublisher<>()) {
            put = store.flow().put("o", source, p -> p.chunkBytes(chunk));
            Judged.awaitSoon(source::hasSubscribers);
            int piece = 1 + content.length / PIECES_MAX;
            for (int at = 0; at < content.length; ) {
                int length = Math.min(content.length - at, piece + random.nextInt(3 * chunk));
                source.submit(ByteBuffer.wrap(content, at, length));
                at += length;
            }
        }
        put.get(SECONDS, TimeUnit.SECONDS);
    }

    /** A stream that gives as little as it likes. */
    private static InputStream pieces(byte[] content, Random random) {
        Random own = new Random(random.nextLong());
        return new ByteArrayInputStream(content) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1 + own.nextInt(70_000)));
            }
        };
    }

    private static byte[] stream(ObjectStore store) throws Exception {
        try (ObjectReader reader = store.open("o")) {
            return reader.stream().readAllBytes();
        }
    }

    /** Read as it is asked for, some chunks at a time. */
    private static byte[] collected(ObjectStore store, Random random) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        CompletableFuture<Void> done = new CompletableFuture<>();
        Random own = new Random(random.nextLong());
        store.flow().read("o").subscribe(new Flow.Subscriber<>() {
            @SuppressWarnings("NullAway.Init")
            private Flow.Subscription from;

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                from = subscription;
                from.request(1);
            }

            @Override
            public void onNext(ByteBuffer chunk) {
                byte[] bytes = new byte[chunk.remaining()];
                chunk.get(bytes);
                all.writeBytes(bytes);
                from.request(1 + own.nextInt(3));
            }

            @Override
            public void onError(Throwable error) {
                done.completeExceptionally(error);
            }

            @Override
            public void onComplete() {
                done.complete(null);
            }
        });
        done.get(SECONDS, TimeUnit.SECONDS);
        return all.toByteArray();
    }
}
