// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.jetstream.Judged;
import io.natskit.conformance.target.Target;
import io.natskit.jetstream.StoredMessage;
import io.natskit.objectstore.DamagedObjectException;
import io.natskit.objectstore.ObjectExistsException;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectNotFoundException;
import io.natskit.objectstore.ObjectReader;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.ObjectWatch;
import io.natskit.objectstore.StoreConfig;
import io.natskit.objectstore.StoreStatus;
import io.natskit.objectstore.Upload;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects in and out, whole or not at all (ADR-20). */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record ObjectStoreIT(Target target) implements Judged {
    private static final Duration LONG = Duration.ofSeconds(20);

    private static ObjectStore store(Lab lab, boolean fast) {
        return ObjectStores.on(lab.js())
                .createStore(
                        StoreConfig.of("S", s -> s.storage(StorageType.MEMORY).fastIngest(fast)));
    }

    private static byte[] content(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static long messages(ObjectStore store) {
        return store.status().stream().state().messages();
    }

    @Test
    @Rows("client: object bucket admin")
    void a_store_is_a_stream_as_the_decision_has_it() {
        try (Lab lab = lab()) {
            ObjectStores stores = ObjectStores.on(lab.js());
            StoreConfig config = StoreConfig.of(
                    "S",
                    s -> s.description("d").compressed(true).bytesMax(1_000_000).metadata(Map.of("a", "b")));
            stores.createStore(config);
            stores.createStore(config);
            StreamConfig stream = lab.js().stream("OBJ_S").info().config();

            assertThat(stream.subjects()).containsExactly("$O.S.C.>", "$O.S.M.>");
            assertThat(stream.allowRollup() && stream.allowDirect()).isTrue();
            assertThat(stream.discard().name()).isEqualTo("NEW");
            stores.updateStore(StoreConfig.of("S", s -> s.compressed(true).bytesMax(2_000_000)));
            StoreStatus status = stores.store("S").status();
            assertThat(status.bytesMax()).isEqualTo(2_000_000);
            assertThat(status.compressed()).isTrue();
            stores.ensureStore(StoreConfig.of("T"));
            assertThat(stores.storeNames()).containsExactlyInAnyOrder("S", "T");
            assertThat(stores.stores()).extracting(StoreStatus::bucket).containsExactlyInAnyOrder("S", "T");
            assertThat(stores.findStore("NONE")).isEmpty();
            stores.store("T").seal();
            assertThat(stores.store("T").status().sealed()).isTrue();
            stores.deleteStore("S");
            assertThat(stores.findStore("S")).isEmpty();
        }
    }

    @Test
    @Rows({"client: object put", "client: object get", "client: object range"})
    void objects_of_many_sizes_go_in_and_out_in_every_shape(@TempDir Path folder) throws Exception {
        for (boolean fast : new boolean[] {false, true}) {
            try (Lab lab = lab()) {
                ObjectStore store = store(lab, fast);
                for (int size : new int[] {0, 1, 999, 1000, 1001, 300_000}) {
                    byte[] content = content(size);
                    AtomicLong told = new AtomicLong();
                    ObjectInfo put = store.put(
                            "o", dribble(content), p -> p.chunkBytes(1000).onProgress(told::set));
                    assertThat(put.size()).isEqualTo(size);
                    assertThat(put.chunks()).isEqualTo((size + 999) / 1000);
                    assertThat(told).hasValue(size);
                    ObjectInfo info = store.info("o").orElseThrow();
                    assertThat(info.digest()).isEqualTo(put.digest()).startsWith("SHA-256=");
                    assertThat(info.nuid()).isEqualTo(put.nuid());

                    assertThat(store.bytes("o", size)).isEqualTo(content);
                    assertThat(read(store, "o", Long.MAX_VALUE)).isEqualTo(content);
                    Path file = folder.resolve("o");
                    store.copyTo("o", file);
                    assertThat(file).hasBinaryContent(content);
                    store.copyTo("o", file, g -> g.parallel(8));
                    assertThat(file).hasBinaryContent(content);
                    assertThat(folder.toFile().list()).as("no part is left").containsExactly("o");
                    assertThat(store.put("p", file, p -> p.chunkBytes(777)).digest())
                            .isEqualTo(put.digest());
                    assertThat(put(store, content)).isEqualTo(put.digest());
                    if (size > 1000) {
                        assertThat(store.range("o", 990, 1500))
                                .isEqualTo(Arrays.copyOfRange(content, 990, Math.min(size, 2490)));
                        readAnywhere(store, content);
                    }
                }
                assertThat(messages(store)).as("what was replaced is gone").isEqualTo(3 + 300 + 387 + 3);
                assertThatThrownBy(() -> store.bytes("o", 10)).hasMessageContaining("300000 bytes");
            }
        }
    }

    private static InputStream dribble(byte[] content) {
        return new ByteArrayInputStream(content) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 333));
            }
        };
    }

    private static String put(ObjectStore store, byte[] content) {
        CompletableFuture<ObjectInfo> put;
        try (SubmissionPublisher<ByteBuffer> source = new SubmissionPublisher<>()) {
            put = store.flow().put("f", source, p -> p.chunkBytes(100_000));
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .atMost(LONG)
                    .until(source::hasSubscribers);
            for (int at = 0; at < content.length; at += 70_000) {
                source.submit(ByteBuffer.wrap(content, at, Math.min(70_000, content.length - at)));
            }
        }
        return put.orTimeout(20, TimeUnit.SECONDS).join().digest();
    }

    private static byte[] read(ObjectStore store, String name, long demand) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CompletableFuture<byte[]> done = new CompletableFuture<>();
        store.flow().read(name).subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(demand);
            }

            @Override
            public void onNext(ByteBuffer chunk) {
                byte[] bytes = new byte[chunk.remaining()];
                chunk.get(bytes);
                out.writeBytes(bytes);
            }

            @Override
            public void onError(Throwable error) {
                done.completeExceptionally(error);
            }

            @Override
            public void onComplete() {
                done.complete(out.toByteArray());
            }
        });
        return done.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static void readAnywhere(ObjectStore store, byte[] content) throws IOException {
        try (ObjectReader reader = store.open("o");
                SeekableByteChannel channel = reader.channel()) {
            assertThat(channel.size()).isEqualTo(content.length);
            Random random = new Random(7);
            for (int i = 0; i < 5; i++) {
                int from = random.nextInt(content.length);
                ByteBuffer target = ByteBuffer.allocate(2500);
                channel.position(from).read(target);
                assertThat(Arrays.copyOf(target.array(), target.position()))
                        .isEqualTo(Arrays.copyOfRange(content, from, Math.min(content.length, from + 2500)));
            }
            assertThat(channel.position(content.length).read(ByteBuffer.allocate(1)))
                    .isEqualTo(-1);
        }
    }

    @Test
    @Rows({"client: object get", "client: object put"})
    void what_is_damaged_or_failed_never_looks_complete(@TempDir Path folder) {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab, false);
            ObjectInfo put = store.put("o", new ByteArrayInputStream(content(50_000)), p -> p.chunkBytes(1000));
            byte[] before = store.bytes("o", 50_000);
            InputStream broken = new InputStream() {
                private int left = 5_000;

                @Override
                public int read() throws IOException {
                    if (left-- == 0) {
                        throw new IOException("the disk is gone");
                    }
                    return 1;
                }
            };
            assertThatThrownBy(() -> store.put("o", broken, p -> p.chunkBytes(1000)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasStackTraceContaining("the disk is gone");
            assertThat(store.bytes("o", 50_000)).isEqualTo(before);
            assertThat(messages(store)).as("nothing of the failed put is left").isEqualTo(51);

            StoredMessage chunk =
                    lab.js().stream("OBJ_S").next(20, "$O.S.C." + put.nuid()).orElseThrow();
            lab.js().stream("OBJ_S").delete(chunk.sequence(), false);
            Path file = folder.resolve("o");
            assertThatThrownBy(() -> store.bytes("o", 50_000)).isInstanceOf(DamagedObjectException.class);
            assertThatThrownBy(() -> store.copyTo("o", file)).isInstanceOf(DamagedObjectException.class);
            assertThatThrownBy(() -> store.copyTo("o", file, g -> g.parallel(4)))
                    .isInstanceOf(DamagedObjectException.class);
            assertThatThrownBy(() -> store.range("o", 0, 10)).isInstanceOf(DamagedObjectException.class);
            assertThatThrownBy(() -> read(store, "o", 1000)).hasCauseInstanceOf(DamagedObjectException.class);
            assertThat(folder.toFile().list()).isEmpty();
            // as many chunks and bytes again, but others
            lab.js().publish("$O.S.C." + put.nuid(), content(1000));
            assertThatThrownBy(() -> store.bytes("o", 50_000))
                    .isInstanceOf(DamagedObjectException.class)
                    .hasMessageContaining("SHA-256=");
            assertThatThrownBy(() -> read(store, "o", 1000)).hasCauseInstanceOf(DamagedObjectException.class);
        }
    }

    @Test
    @Rows("client: object get")
    void who_reads_on_after_damage_is_given_none_of_the_refused_bytes() throws IOException {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab, false);
            ObjectInfo put = store.put("o", new ByteArrayInputStream(content(1_000)), p -> p.chunkBytes(1000));
            String chunks = "$O.S.C." + put.nuid();
            StoredMessage chunk = lab.js().stream("OBJ_S").next(1, chunks).orElseThrow();
            lab.js().stream("OBJ_S").delete(chunk.sequence(), false);
            // more bytes than are described
            lab.js().publish(chunks, content(1_001));
            try (ObjectReader reader = store.open("o");
                    InputStream in = reader.stream()) {
                for (int i = 0; i < 3; i++) {
                    assertThatThrownBy(() -> in.read(new byte[2_000])).hasCauseInstanceOf(DamagedObjectException.class);
                }
            }
        }
    }

    @Test
    @Rows("client: object info, links, rename, watch")
    void descriptions_are_changed_linked_renamed_listed_watched_and_deleted() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab, false);
            ObjectStore other = ObjectStores.on(lab.js()).createStore(StoreConfig.of("OTHER"));
            assertThat(store.list()).isEmpty();
            assertThat(store.async().list().all().join()).isEmpty();
            List<String> seen = new CopyOnWriteArrayList<>();
            try (ObjectWatch watch =
                    store.watch(w -> {}, info -> seen.add((info.deleted() ? "-" : "") + info.name()))) {
                watch.current().orTimeout(20, TimeUnit.SECONDS).join();
                ObjectInfo a = store.put(
                        "a/ b",
                        new ByteArrayInputStream(content(10)),
                        p -> p.description("d").metadata(Map.of("k", "v")));
                assertThat(store.info("a/ b").orElseThrow().metadata()).containsEntry("k", "v");
                store.update("a/ b", m -> m.description("e").headers(Map.of("h", List.of("1", "2"))));
                ObjectInfo changed = store.info("a/ b").orElseThrow();
                assertThat(changed.description()).isEqualTo("e");
                assertThat(changed.headers()).containsEntry("h", List.of("1", "2"));
                assertThat(changed.metadata()).containsEntry("k", "v");
                assertThat(changed.modified()).isAfter(a.modified().minusSeconds(5));

                store.put("c", content(20));
                assertThatThrownBy(() -> store.rename("a/ b", "c")).isInstanceOf(ObjectExistsException.class);
                store.rename("a/ b", "d");
                assertThat(store.info("a/ b")).isEmpty();
                assertThat(store.bytes("d", 10)).isEqualTo(content(10));

                ObjectInfo link = other.link("l", store.info("c").orElseThrow());
                assertThat(other.bytes("l", 20)).isEqualTo(content(20));
                assertThatThrownBy(() -> other.link("m", link)).hasMessageContaining("is a link");
                assertThatThrownBy(() -> store.link("c", store.info("d").orElseThrow()))
                        .isInstanceOf(ObjectExistsException.class);
                other.linkStore("all", "S");
                assertThatThrownBy(() -> other.bytes("all", 1)).hasMessageContaining("link to store \"S\"");

                store.delete("c");
                assertThat(store.info("c")).isEmpty();
                assertThatThrownBy(() -> store.open("c")).isInstanceOf(ObjectNotFoundException.class);
                assertThatThrownBy(() -> store.delete("c")).isInstanceOf(ObjectNotFoundException.class);
                assertThat(store.list()).extracting(ObjectInfo::name).containsExactly("d");
                assertThat(messages(store))
                        .as("a description, its chunk, a tombstone")
                        .isEqualTo(3);
                store.put("c", content(5));
                assertThat(store.bytes("c", 5)).isEqualTo(content(5));
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(5))
                        .atMost(LONG)
                        .untilAsserted(() -> assertThat(seen).containsExactly("a/ b", "a/ b", "c", "d", "-c", "c"));
            }
        }
    }

    @Test
    @Rows("client: object resumable upload")
    void an_upload_that_was_cut_goes_on_where_its_chunks_end(@TempDir Path folder) throws Exception {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab, false);
            byte[] content = content(100_000);
            Path file = Files.write(folder.resolve("f"), content);
            String token;
            try (Upload upload = store.begin("o", p -> p.chunkBytes(1000).description("d"))) {
                token = upload.token();
                upload.write(ByteBuffer.wrap(content, 0, 30_500));
            }
            assertThat(store.info("o")).as("no half of it is seen").isEmpty();
            // what a lost chunk leaves behind: later ones that are stored
            String nuid =
                    lab.js().stream("OBJ_S").last("$O.S.C.>").orElseThrow().subject();
            lab.js()
                    .publish(io.natskit.client.OutgoingMessage.to(nuid)
                            .header("NatsKit-Chunk", "31")
                            .payload(content(1000))
                            .build());

            Upload resumed = store.resume(token);
            assertThat(resumed.position()).isEqualTo(30_000);
            Path changed = Files.write(folder.resolve("g"), content(100_001));
            assertThatThrownBy(() -> resumed.transferFrom(changed)).isInstanceOf(DamagedObjectException.class);
            resumed.transferFrom(file);
            ObjectInfo info = resumed.finish();

            assertThat(info.size()).isEqualTo(100_000);
            assertThat(info.description()).isEqualTo("d");
            assertThat(store.bytes("o", 100_000)).isEqualTo(content);
            assertThatThrownBy(() -> resumed.write(ByteBuffer.allocate(1))).isInstanceOf(IllegalStateException.class);
            Upload given = store.begin("x", p -> p.chunkBytes(10));
            given.write(ByteBuffer.allocate(1000));
            given.abandon();
            assertThat(messages(store)).isEqualTo(101);
        }
    }
}
