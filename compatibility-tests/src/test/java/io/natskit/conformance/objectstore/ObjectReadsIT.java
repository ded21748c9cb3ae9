// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.objectstore;

import static io.natskit.conformance.jetstream.Judged.awaitSoon;
import static io.natskit.conformance.objectstore.ObjectsJudged.content;
import static io.natskit.conformance.objectstore.ObjectsJudged.put;
import static io.natskit.conformance.objectstore.ObjectsJudged.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.conformance.target.Target;
import io.natskit.objectstore.DamagedObjectException;
import io.natskit.objectstore.ObjectExistsException;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectNotFoundException;
import io.natskit.objectstore.ObjectReader;
import io.natskit.objectstore.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Reading objects, one contract at a time: whole, by ranges and channels, damaged, missing and by links (ADR-20). */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record ObjectReadsIT(Target target) implements ObjectsJudged {
    @Test
    @Rows("client: object get")
    void what_is_not_there_is_not_found_in_any_way(@TempDir Path folder) {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            assertThat(store.info("o")).isEmpty();
            assertThatThrownBy(() -> store.open("o")).isInstanceOf(ObjectNotFoundException.class);
            assertThatThrownBy(() -> store.bytes("o", 1)).isInstanceOf(ObjectNotFoundException.class);
            assertThatThrownBy(() -> store.range("o", 0, 1)).isInstanceOf(ObjectNotFoundException.class);
            assertThatThrownBy(() -> store.copyTo("o", folder.resolve("o")))
                    .isInstanceOf(ObjectNotFoundException.class);
            assertThatThrownBy(() -> store.delete("o")).isInstanceOf(ObjectNotFoundException.class);
            assertThatThrownBy(() -> store.update("o", m -> m.description("x")))
                    .isInstanceOf(ObjectNotFoundException.class);
        }
    }

    @Test
    @Rows("client: object get")
    void an_object_of_more_than_is_wanted_is_not_read() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            put(store, "o", 1000, 100);
            assertThatThrownBy(() -> store.bytes("o", 999)).hasMessageContaining("1000 bytes (expected: <= 999)");
            assertThatThrownBy(() -> store.async().bytes("o", 999).join()).hasMessageContaining("1000 bytes");
        }
    }

    @Test
    @Rows("client: object get")
    void a_missing_chunk_is_noticed_at_the_end_at_the_latest() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            ObjectInfo info = put(store, "o", 3000, 1000);
            var stream = lab.js().stream("OBJ_S");
            stream.delete(stream.last("$O.S.C." + info.nuid()).orElseThrow().sequence(), false);
            assertThatThrownBy(() -> store.bytes("o", 3000)).isInstanceOf(DamagedObjectException.class);
            assertThatThrownBy(() -> store.async().bytes("o", 3000).join())
                    .hasCauseInstanceOf(DamagedObjectException.class);
        }
    }

    @Test
    @Rows("client: object get")
    void another_content_of_the_same_length_is_noticed_by_its_digest() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            ObjectInfo info = put(store, "o", 1000, 1000);
            var stream = lab.js().stream("OBJ_S");
            stream.delete(stream.last("$O.S.C." + info.nuid()).orElseThrow().sequence(), false);
            lab.js().publish("$O.S.C." + info.nuid(), new byte[1000]);
            assertThatThrownBy(() -> store.bytes("o", 1000)).hasMessageContaining("SHA-256=");
            assertThatThrownBy(() -> store.async().bytes("o", 1000).join()).hasMessageContaining("SHA-256=");
        }
    }

    @Test
    @Rows("client: object get")
    void chunks_of_any_sizes_are_read() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            ObjectInfo info = put(store, "o", 3, 1);
            // as another client may have cut it
            var stream = lab.js().stream("OBJ_S");
            stream.purge(p -> p.subject("$O.S.C." + info.nuid()));
            byte[] content = content(3);
            lab.js().publish("$O.S.C." + info.nuid(), new byte[] {content[0], content[1]});
            lab.js().publish("$O.S.C." + info.nuid(), new byte[0]);
            lab.js().publish("$O.S.C." + info.nuid(), new byte[] {content[2]});
            assertThat(store.bytes("o", 3)).isEqualTo(content);
            assertThat(store.range("o", 1, 2)).containsExactly(content[1], content[2]);
        }
    }

    @Test
    @Rows("client: object range")
    void a_range_ends_with_the_object_and_begins_anywhere() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            put(store, "o", 2500, 1000);
            byte[] content = content(2500);
            assertThat(store.range("o", 2400, 500)).isEqualTo(java.util.Arrays.copyOfRange(content, 2400, 2500));
            assertThat(store.range("o", 999, 2)).containsExactly(content[999], content[1000]);
            assertThat(store.range("o", 2500, 1)).isEmpty();
            assertThat(store.range("o", 0, 0)).isEmpty();
            assertThat(store.async()
                            .range("o", 1000, 1000)
                            .orTimeout(20, TimeUnit.SECONDS)
                            .join())
                    .isEqualTo(java.util.Arrays.copyOfRange(content, 1000, 2000));
            assertThatThrownBy(() -> store.range("o", -1, 1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @Rows("client: object range")
    void a_channel_reads_back_and_forth() throws IOException {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            put(store, "o", 2500, 1000);
            try (ObjectReader reader = store.open("o");
                    var channel = reader.channel()) {
                ByteBuffer two = ByteBuffer.allocate(2);
                channel.position(1500).read(two);
                assertThat(two.array()).containsExactly(content(2500)[1500], content(2500)[1501]);
                two.clear();
                channel.position(0).read(two);
                assertThat(two.array()).containsExactly(content(2500)[0], content(2500)[1]);
                assertThat(channel.position()).isEqualTo(2);
            }
        }
    }

    @Test
    @Rows("client: object get")
    void a_stream_that_was_closed_reads_no_more() throws IOException {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            put(store, "o", 2500, 1000);
            ObjectReader reader = store.open("o");
            InputStream in = reader.stream();
            assertThat(in.readNBytes(10)).hasSize(10);
            reader.close();
            assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
            awaitSoon(() -> lab.js().stream("OBJ_S").info().state().consumerCount() == 0);
        }
    }

    @Test
    @Rows("client: object info, links, rename, watch")
    void a_link_reads_what_it_leads_to() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            ObjectStore other = store(lab, "OTHER");
            ObjectInfo info = put(store, "o", 1000, 100);
            ObjectInfo link = other.link("l", info);
            assertThat(link.isLink()).isTrue();
            assertThat(link.link().bucket()).isEqualTo("S");
            assertThat(link.link().name()).contains("o");
            assertThat(other.bytes("l", 1000)).isEqualTo(content(1000));
            assertThat(other.range("l", 500, 10)).hasSize(10);
        }
    }

    @Test
    @Rows("client: object info, links, rename, watch")
    void a_link_replaces_a_link_and_no_object() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            ObjectInfo a = put(store, "a", 10, 10);
            ObjectInfo b = put(store, "b", 20, 10);
            store.link("l", a);
            store.link("l", b);
            assertThat(store.bytes("l", 20)).isEqualTo(content(20));
            assertThatThrownBy(() -> store.link("a", b)).isInstanceOf(ObjectExistsException.class);
        }
    }

    @Test
    @Rows("client: object info, links, rename, watch")
    void no_link_leads_to_a_link_or_to_what_was_deleted() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            ObjectInfo a = put(store, "a", 10, 10);
            ObjectInfo link = store.link("l", a);
            assertThatThrownBy(() -> store.link("m", link)).isInstanceOf(IllegalArgumentException.class);
            store.delete("a");
            assertThatThrownBy(() -> store.bytes("l", 10)).isInstanceOf(ObjectNotFoundException.class);
        }
    }

    @Test
    @Rows("client: object info, links, rename, watch")
    void a_link_to_a_store_is_no_object() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            store(lab, "OTHER");
            store.linkStore("all", "OTHER");
            assertThat(store.info("all").orElseThrow().link().name()).isEmpty();
            assertThatThrownBy(() -> store.bytes("all", 10)).hasMessageContaining("link to store");
        }
    }

    @Test
    @Rows("client: object get")
    void objects_that_go_in_and_out_side_by_side_keep_their_bytes_apart() {
        try (Lab lab = lab()) {
            ObjectStore store = store(lab);
            int chunk = 32 * 1024;
            put(store, "a", 40 * chunk + 1, chunk);
            put(store, "b", 50 * chunk, chunk);
            var transfers = IntStream.range(0, 12)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> {
                        int size = i % 2 == 0 ? 40 * chunk + 1 : 50 * chunk;
                        String name = i % 2 == 0 ? "a" : "b";
                        if (i % 3 == 0) {
                            // what was put in arrays that went round before is what is read
                            put(store, "own " + i, size, chunk);
                            assertThat(store.bytes("own " + i, size)).isEqualTo(content(size));
                        } else if (i % 3 == 1) {
                            assertThat(store.bytes(name, size)).isEqualTo(content(size));
                        } else {
                            assertThat(store.async()
                                            .bytes(name, size)
                                            .orTimeout(60, TimeUnit.SECONDS)
                                            .join())
                                    .isEqualTo(content(size));
                        }
                    }))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(transfers).orTimeout(120, TimeUnit.SECONDS).join();
        }
    }
}
