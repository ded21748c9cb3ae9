// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.objectstore;

import static io.natskit.conformance.jetstream.Judged.awaitSoon;
import static io.natskit.conformance.objectstore.ObjectsJudged.content;
import static io.natskit.conformance.objectstore.ObjectsJudged.messages;
import static io.natskit.conformance.objectstore.ObjectsJudged.put;
import static io.natskit.conformance.objectstore.ObjectsJudged.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.conformance.target.Target;
import io.natskit.jetstream.StoredMessage;
import io.natskit.objectstore.AsyncObjectStore;
import io.natskit.objectstore.ObjectExistsException;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectNotFoundException;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.ObjectWatch;
import io.natskit.objectstore.StoreConfig;
import io.natskit.objectstore.Upload;
import io.natskit.wire.jetstream.StorageType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects, one contract at a time: what is stored for others to read, what becomes of it, and stores as a whole (ADR-20). */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record ObjectsIT(Target target) implements ObjectsJudged {
    @Test
    @Rows("client: object put")
    void chunks_stand_behind_the_id_of_the_object() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            ObjectInfo info = put(store, "o", 2500, 1000);
            List<Integer> sizes = new ArrayList<>();
            lab.js().stream("OBJ_S")
                    .read(r -> r.subject("$O.S.C." + info.nuid()))
                    .forEach(m -> sizes.add(m.bytes().length));
            assertThat(sizes).containsExactly(1000, 1000, 500);
        }
    }

    @Test
    @Rows("client: object put")
    void the_description_stands_behind_the_name_in_base64_and_rolls_up() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            put(store, "a b/c", 10, 10);
            StoredMessage meta = lab.js().stream("OBJ_S")
                    .last("$O.S.M." + Base64.getUrlEncoder().encodeToString("a b/c".getBytes(StandardCharsets.UTF_8)))
                    .orElseThrow();
            assertThat(meta.headers().last("Nats-Rollup")).isEqualTo("sub");
            assertThat(meta.text()).contains("\"name\":\"a b/c\"", "\"bucket\":\"S\"", "\"size\":10", "\"chunks\":1");
        }
    }

    @Test
    @Rows("client: object put")
    void the_digest_is_sha_256_in_base64_for_urls() throws Exception {
        try (Lab lab = lab()) {
            ObjectInfo info = put(store(lab), "o", 2500, 1000);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content(2500));
            assertThat(info.digest())
                    .isEqualTo("SHA-256=" + Base64.getUrlEncoder().encodeToString(digest));
        }
    }

    @Test
    @Rows("client: object put")
    void an_object_without_content_has_no_chunks() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            ObjectInfo info = put(store, "o", 0, 1000);
            assertThat(info.chunks()).isZero();
            assertThat(messages(store)).isEqualTo(1);
            assertThat(store.bytes("o", 0)).isEmpty();
        }
    }

    @Test
    @Rows("client: object put")
    void content_that_fills_its_chunks_has_no_empty_one() {
        try (Lab lab = lab()) {
            assertThat(put(store(lab), "o", 3000, 1000).chunks()).isEqualTo(3);
        }
    }

    @Test
    @Rows("client: object put")
    void what_is_replaced_leaves_no_chunks_behind() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            put(store, "o", 5000, 1000);
            put(store, "o", 2000, 1000);
            assertThat(messages(store)).isEqualTo(3);
            assertThat(store.bytes("o", 2000)).isEqualTo(content(2000));
        }
    }

    @Test
    @Rows("client: object put")
    void a_put_that_the_store_refuses_leaves_the_old_object_whole() {
        try (Lab lab = lab()) {
            ObjectStore store = ObjectStores.on(lab.js())
                    .createStore(StoreConfig.of(
                            "S", s -> s.storage(StorageType.MEMORY).bytesMax(20_000)));
            put(store, "o", 5000, 1000);
            assertThatThrownBy(() -> put(store, "o", 50_000, 1000)).isInstanceOf(RuntimeException.class);
            assertThat(store.bytes("o", 5000)).isEqualTo(content(5000));
            assertThat(messages(store)).as("nothing of the failed put is left").isEqualTo(6);
        }
    }

    @Test
    @Rows("client: object put")
    void a_put_by_file_is_the_same_as_by_stream(@TempDir Path folder) throws IOException {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            Path file = Files.write(folder.resolve("f"), content(300_000));
            ObjectInfo byFile = store.put("f", file, p -> {});
            assertThat(byFile.digest())
                    .isEqualTo(put(store, "s", 300_000, 128 * 1024).digest());
            assertThat(byFile.chunks()).isEqualTo(3);
        }
    }

    @Test
    @Rows("client: object put")
    void a_put_without_waiting_is_the_same_from_bytes_file_and_stream(@TempDir Path folder) throws IOException {
        try (Lab lab = lab()) {
            AsyncObjectStore store = store(lab).async();
            byte[] content = content(300_000);
            Path file = Files.write(folder.resolve("f"), content);
            List<CompletableFuture<ObjectInfo>> puts = List.of(
                    store.put("bytes", content),
                    store.put("file", file, p -> p.chunkBytes(1000)),
                    store.put("stream", new ByteArrayInputStream(content), p -> p.chunkBytes(777)));
            assertThat(puts.stream()
                            .map(put ->
                                    put.orTimeout(20, TimeUnit.SECONDS).join().digest())
                            .distinct())
                    .hasSize(1);
            assertThat(store.bytes("file", 300_000)
                            .orTimeout(20, TimeUnit.SECONDS)
                            .join())
                    .isEqualTo(content);
        }
    }

    @Test
    @Rows("client: object put")
    void a_put_without_waiting_that_fails_or_is_cancelled_leaves_nothing_behind(@TempDir Path folder)
            throws IOException {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            assertThatThrownBy(() -> store.async()
                            .put("o", folder.resolve("none"), p -> {})
                            .orTimeout(20, TimeUnit.SECONDS)
                            .join())
                    .hasRootCauseInstanceOf(NoSuchFileException.class);
            Path file = Files.write(folder.resolve("f"), content(4_000_000));
            CompletableFuture<ObjectInfo> put =
                    store.async().put("o", file, p -> p.chunkBytes(1000).windowBytes(2000));
            awaitSoon(() -> put.isDone() || messages(store) > 10);
            if (put.cancel(false)) {
                awaitSoon(() -> messages(store) == 0);
                assertThat(store.info("o")).isEmpty();
            }
        }
    }

    @Test
    @Rows("client: object get")
    void a_copy_without_waiting_appears_whole_or_not_at_all(@TempDir Path folder) throws IOException {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            put(store, "o", 50_000, 1000);
            for (int parallel : new int[] {1, 8}) {
                Path file = folder.resolve("copy" + parallel);
                store.async()
                        .copyTo("o", file, g -> g.parallel(parallel))
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join();
                assertThat(file).hasBinaryContent(content(50_000));
                assertThatThrownBy(() -> store.async()
                                .copyTo("none", folder.resolve("none"), g -> g.parallel(parallel))
                                .orTimeout(20, TimeUnit.SECONDS)
                                .join())
                        .hasCauseInstanceOf(ObjectNotFoundException.class);
            }
            assertThat(folder.toFile().list()).containsExactlyInAnyOrder("copy1", "copy8");
        }
    }

    @Test
    @Rows("client: object info, links, rename, watch")
    void a_description_is_changed_without_touching_the_content() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            ObjectInfo before = put(store, "o", 1000, 100);
            ObjectInfo after = store.update("o", m -> m.description("d").metadata(Map.of("k", "v")));
            assertThat(after.nuid()).isEqualTo(before.nuid());
            assertThat(after.digest()).isEqualTo(before.digest());
            assertThat(store.info("o").orElseThrow().description()).isEqualTo("d");
            assertThat(store.bytes("o", 1000)).isEqualTo(content(1000));
        }
    }

    @Test
    @Rows("client: object info, links, rename, watch")
    void a_renamed_object_is_found_by_its_new_name_alone() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            put(store, "o", 1000, 100);
            store.rename("o", "p");
            assertThat(store.info("o")).isEmpty();
            assertThat(store.bytes("p", 1000)).isEqualTo(content(1000));
            assertThat(store.list()).extracting(ObjectInfo::name).containsExactly("p");
        }
    }

    @Test
    @Rows("client: object info, links, rename, watch")
    void no_object_is_renamed_over_another() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            put(store, "o", 10, 10);
            put(store, "p", 20, 10);
            assertThatThrownBy(() -> store.rename("o", "p")).isInstanceOf(ObjectExistsException.class);
            assertThat(store.bytes("p", 20)).isEqualTo(content(20));
        }
    }

    @Test
    @Rows("client: object info, links, rename, watch")
    void an_object_may_be_renamed_to_one_that_was_deleted() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            put(store, "o", 10, 10);
            put(store, "p", 20, 10);
            store.delete("p");
            store.rename("o", "p");
            assertThat(store.bytes("p", 10)).isEqualTo(content(10));
        }
    }

    @Test
    @Rows("client: object info, links, rename, watch")
    void a_deleted_object_leaves_a_tombstone_and_no_chunks() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            put(store, "o", 5000, 1000);
            store.delete("o");
            assertThat(messages(store)).isEqualTo(1);
            StoredMessage tombstone = lab.js().stream("OBJ_S").last("$O.S.M.>").orElseThrow();
            assertThat(tombstone.text()).contains("\"deleted\":true", "\"size\":0", "\"chunks\":0");
            assertThat(store.list()).isEmpty();
        }
    }

    @Test
    @Rows("client: object info, links, rename, watch")
    void an_object_may_come_again_after_it_was_deleted() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            put(store, "o", 50, 10);
            store.delete("o");
            put(store, "o", 60, 10);
            assertThat(store.bytes("o", 60)).isEqualTo(content(60));
            assertThat(messages(store)).isEqualTo(7);
        }
    }

    @Test
    @Rows("client: object info, links, rename, watch")
    void a_watch_tells_what_is_there_then_that_it_is_all_then_what_happens() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            put(store, "a", 10, 10);
            put(store, "b", 10, 10);
            store.delete("b");
            List<String> told = new CopyOnWriteArrayList<>();
            try (ObjectWatch watch =
                    store.watch(w -> {}, info -> told.add((info.deleted() ? "-" : "") + info.name()))) {
                watch.current().orTimeout(20, TimeUnit.SECONDS).join();
                awaitSoon(() -> told.equals(List.of("a", "-b")));
                put(store, "c", 10, 10);
                awaitSoon(() -> told.equals(List.of("a", "-b", "c")));
            }
        }
    }

    @Test
    @Rows("client: object info, links, rename, watch")
    void a_watch_may_leave_out_what_is_there_and_deletions() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            put(store, "a", 10, 10);
            List<String> told = new CopyOnWriteArrayList<>();
            try (ObjectWatch watch = store.watch(w -> w.updatesOnly().ignoreDeletes(), info -> told.add(info.name()))) {
                watch.current().orTimeout(20, TimeUnit.SECONDS).join();
                store.delete("a");
                put(store, "b", 10, 10);
                awaitSoon(() -> told.equals(List.of("b")));
            }
            awaitSoon(() -> store.status().stream().state().consumerCount() == 0);
        }
    }

    @Test
    @Rows("client: object bucket admin")
    void a_sealed_store_is_read_and_not_written() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            put(store, "o", 1000, 100);
            store.seal();
            assertThat(store.status().sealed()).isTrue();
            assertThat(store.bytes("o", 1000)).isEqualTo(content(1000));
            assertThatThrownBy(() -> put(store, "p", 10, 10)).isInstanceOf(RuntimeException.class);
            assertThat(store.info("p")).isEmpty();
        }
    }

    @Test
    @Rows("client: object bucket admin")
    void stores_are_made_found_listed_and_deleted_without_waiting() {
        try (Lab lab = lab()) {
            var stores = ObjectStores.on(lab.js()).async();
            stores.createStore(StoreConfig.of("A")).join();
            stores.ensureStore(StoreConfig.of("B", s -> s.description("d"))).join();
            stores.updateStore(StoreConfig.of("A", s -> s.description("e"))).join();
            assertThat(stores.findStore("A").join()).isPresent();
            assertThat(stores.findStore("NONE").join()).isEmpty();
            assertThat(stores.storeNames().all().join()).containsExactlyInAnyOrder("A", "B");
            assertThat(stores.stores().all().join())
                    .extracting(io.natskit.objectstore.StoreStatus::description)
                    .containsExactlyInAnyOrder("e", "d");
            assertThat(stores.store("A").put("o", new byte[10]).join().size()).isEqualTo(10);
            stores.deleteStore("A").join();
            assertThat(stores.findStore("A").join()).isEmpty();
        }
    }

    @Test
    @Rows("client: object bucket admin")
    void a_store_with_a_time_to_live_forgets_its_objects() {
        try (Lab lab = lab()) {
            ObjectStore store = ObjectStores.on(lab.js())
                    .createStore(StoreConfig.of(
                            "S", s -> s.storage(StorageType.MEMORY).timeToLive(Duration.ofMillis(500))));
            put(store, "o", 1000, 100);
            awaitSoon(() -> messages(store) == 0);
            assertThat(store.info("o")).isEmpty();
        }
    }

    @Test
    @Rows("client: object resumable upload")
    void an_upload_is_seen_once_it_is_finished() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            Upload upload = store.begin("o", p -> p.chunkBytes(10));
            upload.write(ByteBuffer.wrap(content(95)));
            assertThat(store.info("o")).isEmpty();
            assertThat(upload.finish().chunks()).isEqualTo(10);
            assertThat(store.bytes("o", 95)).isEqualTo(content(95));
        }
    }

    @Test
    @Rows("client: object resumable upload")
    void a_token_of_another_store_or_none_is_refused() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            ObjectStore other = store(lab, "OTHER");
            try (Upload upload = other.begin("o", p -> {})) {
                assertThatThrownBy(() -> store.resume(upload.token()))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("OTHER");
            }
            assertThatThrownBy(() -> store.resume("no token")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @Rows("client: object resumable upload")
    void an_abandoned_upload_leaves_nothing_behind() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            Upload upload = store.begin("o", p -> p.chunkBytes(10));
            upload.write(ByteBuffer.wrap(content(95)));
            upload.abandon();
            assertThat(messages(store)).isZero();
        }
    }

    @Test
    @Rows("client: object resumable upload")
    void an_upload_is_resumed_without_waiting() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            String token;
            try (Upload upload = store.begin("o", p -> p.chunkBytes(10))) {
                token = upload.token();
                upload.write(ByteBuffer.wrap(content(100), 0, 50));
            }
            Upload resumed =
                    store.async().resume(token).orTimeout(20, TimeUnit.SECONDS).join();
            assertThat(resumed.position()).isEqualTo(50);
            resumed.write(ByteBuffer.wrap(content(100), 50, 50));
            resumed.finish();
            assertThat(store.bytes("o", 100)).isEqualTo(content(100));
        }
    }
}
