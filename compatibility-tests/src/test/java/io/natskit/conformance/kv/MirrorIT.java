// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.kv;

import static io.natskit.conformance.jetstream.Judged.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.conformance.jetstream.Judged;
import io.natskit.conformance.target.Target;
import io.natskit.kv.Bucket;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.Codecs;
import io.natskit.kv.Entry;
import io.natskit.kv.KeyValue;
import io.natskit.kv.Operation;
import io.natskit.kv.Watch;
import io.natskit.kv.WatchEvent;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamSource;
import io.natskit.wire.jetstream.SubjectTransformConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Buckets that copy others: mirrors and sources (ADR-8, ADR-57). */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record MirrorIT(Target target) implements Judged {

    private static Bucket<String, String> bucket(Lab lab, String name, Consumer<BucketConfig.Builder> more) {
        return KeyValue.on(lab.js())
                .createBucket(BucketConfig.of(name, b -> {
                    b.storage(StorageType.MEMORY).history(5);
                    more.accept(b);
                }))
                .with(Codecs.text());
    }

    private static Bucket<String, String> mirror(Lab lab) {
        return bucket(lab, "COPY", b -> b.mirror("ORIGIN"));
    }

    private static ConditionFactory soon() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10));
    }

    private static void has(Bucket<String, String> bucket, String key, String value) {
        soon().until(() ->
                bucket.get(key).map(Entry::value).filter(value::equals).isPresent());
    }

    @Test
    @Rows("client: kv mirror")
    void a_mirror_has_what_its_origin_has_under_the_same_revisions() {
        try (Lab lab = lab()) {
            Bucket<String, String> origin = bucket(lab, "ORIGIN", b -> {});
            origin.put("a.b", "1");
            long revision = origin.put("a.b", "2");
            Bucket<String, String> copy = mirror(lab);
            has(copy, "a.b", "2");
            assertThat(copy.get("a.b").map(Entry::revision)).contains(revision);
            assertThat(copy.status().isMirror()).isTrue();
            origin.put("c", "3");
            has(copy, "c", "3");
        }
    }

    @Test
    @Rows("client: kv mirror")
    void keys_and_history_are_read_from_a_mirror() {
        try (Lab lab = lab()) {
            Bucket<String, String> origin = bucket(lab, "ORIGIN", b -> {});
            origin.put("a", "1");
            origin.put("a", "2");
            origin.put("b", "1");
            origin.put("c", "1");
            origin.delete("c");
            Bucket<String, String> copy = mirror(lab);
            soon().until(() -> copy.status().lastRevision() == 5);
            assertThat(list(copy.keys())).containsExactly("a", "b");
            assertThat(list(copy.history("a"))).extracting(Entry::value).containsExactly("1", "2");
            assertThat(list(copy.history("c")))
                    .extracting(Entry::operation)
                    .containsExactly(Operation.PUT, Operation.DELETE);
        }
    }

    @Test
    @Rows("client: kv mirror")
    void what_is_written_to_a_mirror_is_written_to_its_origin() {
        try (Lab lab = lab()) {
            Bucket<String, String> origin = bucket(lab, "ORIGIN", b -> {});
            Bucket<String, String> copy = mirror(lab);
            long created = copy.create("k", "1");
            assertThat(origin.get("k").map(Entry::value)).contains("1");
            copy.update("k", "2", created);
            assertThat(origin.get("k").map(Entry::value)).contains("2");
            has(copy, "k", "2");
            copy.delete("k");
            assertThat(origin.get("k")).isEmpty();
            soon().until(() -> copy.get("k").isEmpty());
        }
    }

    @Test
    @Rows("client: kv mirror")
    void a_purge_of_the_origin_reaches_its_mirror() {
        try (Lab lab = lab()) {
            Bucket<String, String> origin = bucket(lab, "ORIGIN", b -> {});
            origin.put("k", "1");
            Bucket<String, String> copy = mirror(lab);
            has(copy, "k", "1");
            origin.purge("k");
            soon().until(() -> copy.get("k").isEmpty());
            assertThat(list(copy.keys())).isEmpty();
        }
    }

    @Test
    @Rows("client: kv mirror")
    void a_watch_of_a_mirror_tells_of_its_origin() {
        try (Lab lab = lab()) {
            Bucket<String, String> origin = bucket(lab, "ORIGIN", b -> {});
            origin.put("k", "1");
            Bucket<String, String> copy = mirror(lab);
            has(copy, "k", "1");
            List<String> told = new CopyOnWriteArrayList<>();
            try (Watch watch = copy.watch(w -> {}, event -> {
                if (event instanceof WatchEvent.Changed<String, String> c) {
                    told.add(c.entry().key() + "=" + c.entry().value());
                }
            })) {
                watch.current().orTimeout(20, TimeUnit.SECONDS).join();
                origin.put("k", "2");
                soon().until(() -> told.equals(List.of("k=1", "k=2")));
            }
        }
    }

    @Test
    @Rows("client: kv sources")
    void a_bucket_gathers_the_keys_of_others_beside_its_own() {
        try (Lab lab = lab()) {
            Bucket<String, String> oslo = bucket(lab, "OSLO", b -> {});
            Bucket<String, String> rome = bucket(lab, "ROME", b -> {});
            oslo.put("oslo.k", "1");
            rome.put("rome.k", "1");
            Bucket<String, String> all =
                    bucket(lab, "ALL", b -> b.source("OSLO").source("ROME"));
            all.put("own", "1");
            has(all, "oslo.k", "1");
            has(all, "rome.k", "1");
            assertThat(list(all.keys())).containsExactlyInAnyOrder("oslo.k", "rome.k", "own");
            oslo.put("oslo.k", "2");
            has(all, "oslo.k", "2");
            assertThat(oslo.get("own")).as("nothing goes back").isEmpty();
        }
    }

    @Test
    @Rows("client: kv sources")
    void a_deletion_in_a_source_is_one_here() {
        try (Lab lab = lab()) {
            Bucket<String, String> oslo = bucket(lab, "OSLO", b -> {});
            oslo.put("k", "1");
            Bucket<String, String> all = bucket(lab, "ALL", b -> b.source("OSLO"));
            has(all, "k", "1");
            oslo.delete("k");
            soon().until(() -> all.get("k").isEmpty());
            assertThat(list(all.history("k")))
                    .extracting(Entry::operation)
                    .containsExactly(Operation.PUT, Operation.DELETE);
        }
    }

    @Test
    @Rows("client: kv sources")
    void a_source_may_be_a_part_of_a_bucket() {
        try (Lab lab = lab()) {
            Bucket<String, String> oslo = bucket(lab, "OSLO", b -> {});
            oslo.put("public.k", "1");
            oslo.put("private.k", "1");
            Bucket<String, String> all = bucket(
                    lab,
                    "ALL",
                    b -> b.source(StreamSource.builder("OSLO")
                            .filterSubject("$KV.OSLO.public.>")
                            .build()));
            oslo.put("public.l", "1");
            has(all, "public.l", "1");
            assertThat(list(all.keys())).containsExactlyInAnyOrder("public.k", "public.l");
        }
    }

    @Test
    @Rows("client: kv sources")
    void the_keys_of_a_source_may_be_given_other_names() {
        try (Lab lab = lab()) {
            Bucket<String, String> oslo = bucket(lab, "OSLO", b -> {});
            Bucket<String, String> rome = bucket(lab, "ROME", b -> {});
            oslo.put("k", "from oslo");
            rome.put("k", "from rome");
            Bucket<String, String> all =
                    bucket(lab, "ALL", b -> b.source(renamed("OSLO", "oslo")).source(renamed("ROME", "rome")));
            has(all, "oslo.k", "from oslo");
            has(all, "rome.k", "from rome");
            assertThat(list(all.keys("oslo.>"))).containsExactly("oslo.k");
        }
    }

    private static StreamSource renamed(String bucket, String prefix) {
        return StreamSource.builder("KV_" + bucket)
                .subjectTransforms(new SubjectTransformConfig("$KV." + bucket + ".>", "$KV.ALL." + prefix + ".>"))
                .build();
    }
}
