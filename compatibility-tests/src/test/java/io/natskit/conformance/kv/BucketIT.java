// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.kv;

import static io.natskit.conformance.jetstream.Judged.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.natskit.conformance.jetstream.Judged;
import io.natskit.conformance.target.Target;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.kv.AsyncBucket;
import io.natskit.kv.Bucket;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.BucketStatus;
import io.natskit.kv.Codecs;
import io.natskit.kv.Entry;
import io.natskit.kv.KeyCodecs;
import io.natskit.kv.KeyExistsException;
import io.natskit.kv.KeyValue;
import io.natskit.kv.Operation;
import io.natskit.kv.Snapshot;
import io.natskit.kv.WrongRevisionException;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Buckets: how they are made, and what is read and written in them (ADR-8, ADR-48, ADR-54). */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record BucketIT(Target target) implements Judged {

    private static Bucket<String, String> bucket(Lab lab, String name, int history) {
        return KeyValue.on(lab.js())
                .createBucket(BucketConfig.of(name, b -> b.history(history).storage(StorageType.MEMORY)))
                .with(Codecs.text());
    }

    @Test
    @Rows("client: kv bucket admin")
    void a_bucket_is_a_stream_as_the_decision_has_it() {
        try (Lab lab = lab()) {
            KeyValue kv = KeyValue.on(lab.js());
            BucketConfig config = BucketConfig.of(
                    "B",
                    b -> b.description("d")
                            .history(5)
                            .timeToLive(Duration.ofHours(1))
                            .valueBytesMax(1000)
                            .bytesMax(100_000)
                            .compressed(true)
                            .metadata(Map.of("owner", "infra"))
                            .limitMarkers(Duration.ofMinutes(15)));

            kv.createBucket(config);
            kv.createBucket(config);
            StreamConfig stream = lab.js().stream("KV_B").info().config();

            assertThat(stream.subjects()).containsExactly("$KV.B.>");
            assertThat(stream.maxMessagesPerSubject()).isEqualTo(5);
            assertThat(stream.duplicateWindow()).isEqualTo(Duration.ofMinutes(2));
            assertThat(stream.allowRollup() && stream.denyDelete() && stream.allowDirect())
                    .isTrue();
            assertThat(stream.discard().name()).isEqualTo("NEW");
            BucketStatus status = kv.bucket("B").status();
            assertThat(status.history()).isEqualTo(5);
            assertThat(status.timeToLive()).isEqualTo(Duration.ofHours(1));
            assertThat(status.limitMarkers()).isEqualTo(Duration.ofMinutes(15));
            assertThat(status.compressed()).isTrue();
            assertThat(status.valueBytesMax()).isEqualTo(1000);
            assertThat(status.metadata()).containsEntry("owner", "infra");
            assertThatThrownBy(() -> kv.createBucket(BucketConfig.of("B"))).isInstanceOf(JetStreamApiException.class);

            kv.updateBucket(BucketConfig.of("B", b -> b.history(7).limitMarkers(Duration.ofMinutes(15))));
            assertThat(kv.bucket("B").status().history()).isEqualTo(7);
            kv.ensureBucket(BucketConfig.of("C"));
            kv.ensureBucket(BucketConfig.of("C", b -> b.history(2)));
            lab.stream("OTHER", "other.>");
            assertThat(list(kv.bucketNames())).containsExactlyInAnyOrder("B", "C");
            assertThat(list(kv.buckets())).extracting(BucketStatus::history).containsExactlyInAnyOrder(7, 2);
            assertThat(kv.async().bucketNames().all().join()).containsExactlyInAnyOrder("B", "C");
            assertThat(kv.findBucket("B")).isPresent();
            assertThat(kv.findBucket("NONE")).isEmpty();
            kv.deleteBucket("B");
            assertThat(kv.findBucket("B")).isEmpty();
        }
    }

    @Test
    @Rows({"client: kv get", "client: kv put", "client: kv delete", "client: kv history"})
    void values_are_put_read_deleted_and_purged_and_their_history_is_kept() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab, "B", 5);

            assertThat(b.get("a.b")).isEmpty();
            long first = b.put("a.b", "1");
            long second = b.put("a.b", "2");
            long other = b.put("c", "x");

            assertThat(List.of(first, second, other)).containsExactly(1L, 2L, 3L);
            Entry<String, String> entry = b.get("a.b").orElseThrow();
            assertThat(entry.key()).isEqualTo("a.b");
            assertThat(entry.value()).isEqualTo("2");
            assertThat(entry.revision()).isEqualTo(second);
            assertThat(entry.bucket()).isEqualTo("B");
            assertThat(b.throughLeader().get("a.b")).contains(entry);
            assertThat(b.get("a.b", first).map(Entry::value)).contains("1");
            assertThat(b.throughLeader().get("a.b", first).map(Entry::value)).contains("1");
            assertThat(b.get("a.b", other)).as("a revision of another key").isEmpty();
            assertThat(b.get("a.b", 99)).isEmpty();

            long gone = b.delete("a.b");
            assertThat(b.get("a.b")).isEmpty();
            assertThat(b.get("a.b", gone)).isEmpty();
            List<Entry<String, String>> history = list(b.history("a.b"));
            assertThat(history).extracting(Entry::revision).containsExactly(first, second, gone);
            assertThat(history)
                    .extracting(Entry::operation)
                    .containsExactly(Operation.PUT, Operation.PUT, Operation.DELETE);
            assertThat(history.get(0).delta()).isEqualTo(2);
            assertThat(history.get(2).delta()).isZero();
            assertThatThrownBy(() -> history.get(2).value()).isInstanceOf(java.util.NoSuchElementException.class);
            b.purge("a.b");
            assertThat(list(b.history("a.b"))).extracting(Entry::operation).containsExactly(Operation.PURGE);
            assertThat(b.async().history("a.b").all().join()).hasSize(1);
            assertThat(list(b.history("nothing"))).isEmpty();
        }
    }

    @Test
    @Rows({"client: kv create", "client: kv update"})
    void writes_with_an_expectation_are_done_only_where_it_holds() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab, "B", 2);
            AsyncBucket<String, String> async = b.async();

            long created = b.create("k", "1");
            KeyExistsException exists = catchThrowableOfType(KeyExistsException.class, () -> b.create("k", "2"));
            assertThat(exists.revision()).isEqualTo(created);
            assertThat(exists.key()).isEqualTo("k");
            assertThatThrownBy(() -> async.create("k", "2").join()).hasCauseInstanceOf(KeyExistsException.class);

            long updated = b.update("k", "2", created);
            WrongRevisionException wrong =
                    catchThrowableOfType(WrongRevisionException.class, () -> b.update("k", "3", created));
            assertThat(wrong.expected()).isEqualTo(created);
            assertThat(wrong.found()).hasValue(updated);
            assertThatThrownBy(() -> async.update("k", "3", created).join())
                    .hasCauseInstanceOf(WrongRevisionException.class);
            assertThatThrownBy(() -> b.delete("k", d -> d.revision(created)))
                    .isInstanceOf(WrongRevisionException.class);
            assertThatThrownBy(() -> b.purge("k", d -> d.revision(created))).isInstanceOf(WrongRevisionException.class);
            b.delete("k", d -> d.revision(updated));
            assertThat(b.create("k", "again")).isGreaterThan(updated);
            long purged = b.purge("k");
            assertThat(async.create("k", "and again").join()).isGreaterThan(purged);
            assertThat(b.get("k").map(Entry::value)).contains("and again");
        }
    }

    @Test
    @Rows("client: kv update")
    void compute_loses_no_change_among_many() {
        try (Lab lab = lab()) {
            Bucket<String, Long> b = bucket(lab, "B", 1).with(Codecs.number());
            List<java.util.concurrent.CompletableFuture<Entry<String, Long>>> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                all.add(b.async().compute("n", old -> Optional.of(old.orElse(0L) + 1)));
            }
            all.forEach(java.util.concurrent.CompletableFuture::join);

            assertThat(b.compute("n", old -> Optional.of(old.orElse(0L) + 1)).value())
                    .isEqualTo(11);
            assertThat(b.compute("n", old -> Optional.empty()).operation()).isEqualTo(Operation.DELETE);
            assertThat(b.get("n")).isEmpty();
        }
    }

    @Test
    @Rows({"client: kv keys", "client: kv purge deletes"})
    void keys_are_listed_and_markers_removed() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab, "B", 3);
            assertThat(list(b.keys())).isEmpty();
            assertThat(b.async().keys().all().join()).isEmpty();
            for (int i = 0; i < 2500; i++) {
                lab.js().async().publish("$KV.B.n." + i, new byte[] {'v'});
            }
            lab.js().awaitAcks(Duration.ofSeconds(20));
            b.put("m.x.1", "v");
            b.put("m.y.1", "v");
            b.put("gone", "v");
            b.delete("gone");
            b.put("purged", "v");
            b.purge("purged");

            assertThat(list(b.keys())).hasSize(2502).doesNotContain("gone", "purged");
            assertThat(b.async().keys().all().join()).hasSize(2502);
            assertThat(list(b.keys("m.*.1"))).containsExactly("m.x.1", "m.y.1");
            assertThat(list(b.keys("m.x.>", "n.7"))).containsExactlyInAnyOrder("m.x.1", "n.7");
            assertThat(list(b.keys("gone"))).isEmpty();

            assertThat(b.purgeDeletes()).isEqualTo(2);
            assertThat(list(b.history("gone"))).as("a young marker stays").hasSize(1);
            assertThat(b.purgeDeletes(Duration.ZERO)).isEqualTo(2);
            assertThat(list(b.history("gone"))).isEmpty();
            assertThat(b.status().keys()).isEqualTo(2502);
        }
    }

    @Test
    @Rows("client: kv codecs")
    void codecs_turn_keys_values_and_filters_into_those_of_the_bucket() {
        try (Lab lab = lab()) {
            Bucket<String, String> plain = bucket(lab, "B", 1);
            Bucket<String, String> paths = plain.with(
                    KeyCodecs.path().then(KeyCodecs.base64()), Codecs.text().then(Codecs.base64()));

            paths.put("/user/a b", "42");
            paths.put("/user/c", "43");
            assertThat(list(plain.keys())).containsExactly("X3Jvb3Rf.dXNlcg==.YSBi", "X3Jvb3Rf.dXNlcg==.Yw==");
            assertThat(plain.get("X3Jvb3Rf.dXNlcg==.YSBi").map(Entry::value)).contains("NDI=");
            assertThat(list(paths.keys("/user/*"))).containsExactly("/user/a b", "/user/c");
            assertThat(paths.get("/user/a b").map(Entry::value)).contains("42");
            assertThatThrownBy(() -> plain.put("a b", "x")).hasMessageContaining("key: \"a b\"");
        }
    }

    @Test
    @Rows("client: kv snapshot")
    void a_snapshot_is_how_things_were_at_one_moment() throws Exception {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab, "B", 1);
            assertThat(b.snapshot(List.of()).entries()).isEmpty();
            for (int i = 0; i < 1500; i++) {
                lab.js().async().publish("$KV.B.n." + i, "0".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            lab.js().awaitAcks(Duration.ofSeconds(20));
            b.put("other", "x");
            b.put("n.gone", "x");
            b.delete("n.gone");

            Snapshot<String, String> all = b.snapshot(List.of("n.*"));

            assertThat(all.entries()).hasSize(1500);
            assertThat(all.revision()).isEqualTo(1503);
            assertThat(all.value("n.7")).contains("0");
            // a writer that moves a token from key to key: at every moment exactly one of two keys is ahead of the
            // other by at most one
            Thread writer = new Thread(() -> {
                for (int i = 1; i <= 300; i++) {
                    b.put("n.1", Integer.toString(i));
                    b.put("n.2", Integer.toString(i));
                }
            });
            writer.start();
            for (int i = 0; i < 10; i++) {
                Snapshot<String, String> at = b.snapshot(List.of("n.1", "n.2"));
                int one = Integer.parseInt(at.value("n.1").orElseThrow());
                int two = Integer.parseInt(at.value("n.2").orElseThrow());
                assertThat(one - two).isBetween(0, 1);
            }
            writer.join();
        }
    }

    @Test
    @Rows("client: kv atomic puts")
    void several_writes_are_done_all_or_none() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = KeyValue.on(lab.js())
                    .createBucket(BucketConfig.of("B", c -> c.atomicPuts(true).history(2)))
                    .with(Codecs.text());
            long old = b.put("a", "1");
            b.put("z", "1");
            b.delete("z");

            List<Long> revisions =
                    b.atomic(w -> w.update("a", "2", old).put("b", "2").create("z", "2"));

            assertThat(revisions).containsExactly(4L, 5L, 6L);
            assertThat(b.get("z").map(Entry::revision)).contains(6L);
            assertThatThrownBy(() -> b.atomic(w -> w.put("c", "3").update("a", "3", old)))
                    .isInstanceOf(WrongRevisionException.class);
            assertThat(b.get("c")).isEmpty();
            assertThat(b.get("a").map(Entry::value)).contains("2");
            b.atomic(w -> w.delete("a").put("b", "4"));
            assertThat(b.get("a")).isEmpty();
        }
    }
}
