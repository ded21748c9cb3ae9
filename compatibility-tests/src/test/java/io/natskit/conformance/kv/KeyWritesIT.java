// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.kv;

import static io.natskit.conformance.jetstream.Judged.list;
import static io.natskit.conformance.kv.KeysJudged.bucket;
import static io.natskit.conformance.kv.KeysJudged.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.conformance.target.Target;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.kv.Bucket;
import io.natskit.kv.Entry;
import io.natskit.kv.KeyExistsException;
import io.natskit.kv.Operation;
import io.natskit.kv.WrongRevisionException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Changes of keys, one contract at a time: creates, updates, deletes, purges and batches, and what is stored of them for others to read (ADR-8, ADR-48). */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record KeyWritesIT(Target target) implements KeysJudged {
    @Test
    @Rows("client: kv create")
    void a_create_expects_no_message_of_its_subject() {
        try (Lab lab = lab()) {
            bucket(lab).create("k", "v");
            assertThat(stored(lab, "k").headers().last("Nats-Expected-Last-Subject-Sequence"))
                    .as("what was expected is stored with it")
                    .isEqualTo("0");
        }
    }

    @Test
    @Rows("client: kv create")
    void a_create_over_a_value_tells_its_revision() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            b.put("other", "x");
            long there = b.put("k", "v");
            assertThatThrownBy(() -> b.create("k", "w")).isInstanceOfSatisfying(KeyExistsException.class, e -> {
                assertThat(e.revision()).isEqualTo(there);
                assertThat(e.retryable()).isFalse();
            });
            assertThat(b.get("k").map(Entry::value)).contains("v");
        }
    }

    @Test
    @Rows("client: kv create")
    void a_create_over_a_deletion_succeeds() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            b.put("k", "1");
            b.delete("k");
            b.create("k", "2");
            assertThat(list(b.history("k")))
                    .extracting(Entry::operation)
                    .containsExactly(Operation.PUT, Operation.DELETE, Operation.PUT);
        }
    }

    @Test
    @Rows("client: kv create")
    void a_create_over_a_purge_succeeds() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            b.put("k", "1");
            b.purge("k");
            b.create("k", "2");
            assertThat(b.get("k").map(Entry::value)).contains("2");
        }
    }

    @Test
    @Rows("client: kv create")
    void a_create_with_a_time_to_live_says_so_in_a_header() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab, c -> c.limitMarkers(Duration.ofSeconds(1)));
            b.create("k", "v", c -> c.timeToLive(Duration.ofSeconds(90)));
            assertThat(stored(lab, "k").headers().last("Nats-TTL")).isIn("90s", "1m30s");
        }
    }

    @Test
    @Rows("client: kv create")
    void a_time_to_live_is_refused_by_a_bucket_without_limit_markers() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            assertThatThrownBy(() -> b.create("k", "v", c -> c.timeToLive(Duration.ofSeconds(90))))
                    .isInstanceOf(JetStreamApiException.class);
            assertThat(b.get("k")).isEmpty();
        }
    }

    @Test
    @Rows("client: kv update")
    void an_update_of_another_revision_changes_nothing_and_tells_both() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            long one = b.put("k", "1");
            long two = b.put("k", "2");
            assertThatThrownBy(() -> b.update("k", "3", one))
                    .isInstanceOfSatisfying(WrongRevisionException.class, e -> {
                        assertThat(e.expected()).isEqualTo(one);
                        assertThat(e.found()).hasValue(two);
                    });
            assertThat(b.get("k").map(Entry::value)).contains("2");
        }
    }

    @Test
    @Rows("client: kv update")
    void an_update_of_revision_zero_is_a_create() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            b.update("k", "1", 0);
            assertThatThrownBy(() -> b.update("k", "2", 0)).isInstanceOf(WrongRevisionException.class);
        }
    }

    @Test
    @Rows("client: kv update")
    void an_update_may_expect_a_deletion() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            b.put("k", "1");
            long gone = b.delete("k");
            b.update("k", "2", gone);
            assertThat(b.get("k").map(Entry::value)).contains("2");
        }
    }

    @Test
    @Rows("client: kv update")
    void writes_to_other_keys_do_not_disturb_an_update() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            long one = b.put("k", "1");
            b.put("other", "x");
            assertThat(b.update("k", "2", one)).isEqualTo(3);
        }
    }

    @Test
    @Rows("client: kv update")
    void of_two_who_update_the_same_revision_one_wins() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            long one = b.put("k", "1");
            var first = b.async().update("k", "a", one);
            var second = b.async().update("k", "b", one);
            long refused = List.of(first, second).stream()
                    .map(f -> f.handle((revision, error) -> error).join())
                    .filter(error -> error != null)
                    .count();
            assertThat(refused).isEqualTo(1);
        }
    }

    @Test
    @Rows("client: kv update")
    void a_change_that_others_were_faster_than_is_made_again() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            b.put("k", "1");
            boolean[] once = {true};
            Entry<String, String> made = b.compute("k", old -> {
                if (once[0]) {
                    once[0] = false;
                    b.put("k", "9");
                }
                return old.map(v -> v + "!");
            });
            assertThat(made.value()).isEqualTo("9!");
        }
    }

    @Test
    @Rows("client: kv delete")
    void a_delete_is_a_message_that_says_so() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            b.put("k", "v");
            b.delete("k");
            assertThat(stored(lab, "k").headers().last("KV-Operation")).isEqualTo("DEL");
            assertThat(stored(lab, "k").bytes()).isEmpty();
        }
    }

    @Test
    @Rows("client: kv delete")
    void a_key_that_never_was_can_be_deleted() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            assertThat(b.delete("never")).isEqualTo(1);
            assertThat(list(b.keys())).isEmpty();
        }
    }

    @Test
    @Rows("client: kv delete")
    void a_delete_of_another_revision_deletes_nothing() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            long one = b.put("k", "1");
            b.put("k", "2");
            assertThatThrownBy(() -> b.delete("k", d -> d.revision(one))).isInstanceOf(WrongRevisionException.class);
            assertThat(b.get("k").map(Entry::value)).contains("2");
        }
    }

    @Test
    @Rows("client: kv delete")
    void a_delete_takes_no_time_to_live() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab, c -> c.limitMarkers(Duration.ofSeconds(1)));
            assertThatThrownBy(() -> b.delete("k", d -> d.timeToLive(Duration.ofSeconds(9))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("purge takes one");
        }
    }

    @Test
    @Rows("client: kv purge")
    void a_purge_rolls_its_key_up_and_leaves_others() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            b.put("k", "1");
            b.put("k", "2");
            b.put("other", "x");
            b.purge("k");
            assertThat(stored(lab, "k").headers().last("KV-Operation")).isEqualTo("PURGE");
            assertThat(stored(lab, "k").headers().last("Nats-Rollup")).isEqualTo("sub");
            assertThat(b.status().values()).isEqualTo(2);
            assertThat(b.get("other")).isPresent();
        }
    }

    @Test
    @Rows("client: kv purge")
    void a_purge_of_another_revision_purges_nothing() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            long one = b.put("k", "1");
            b.put("k", "2");
            assertThatThrownBy(() -> b.purge("k", d -> d.revision(one))).isInstanceOf(WrongRevisionException.class);
            assertThat(list(b.history("k"))).hasSize(2);
        }
    }

    @Test
    @Rows("client: kv purge")
    void the_marker_of_a_purge_may_go_by_itself() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab, c -> c.limitMarkers(Duration.ofSeconds(1)));
            b.put("k", "1");
            b.purge("k", d -> d.timeToLive(Duration.ofSeconds(60)));
            assertThat(stored(lab, "k").headers().last("Nats-TTL")).isIn("60s", "1m0s", "1m");
        }
    }

    @Test
    @Rows("client: kv purge deletes")
    void removing_markers_leaves_values_and_young_markers() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            b.put("k", "1");
            b.put("gone", "1");
            b.delete("gone");
            assertThat(b.purgeDeletes()).isEqualTo(1);
            assertThat(list(b.history("gone"))).extracting(Entry::operation).containsExactly(Operation.DELETE);
            assertThat(b.purgeDeletes(Duration.ZERO)).isEqualTo(1);
            assertThat(list(b.history("gone"))).isEmpty();
            assertThat(b.get("k")).isPresent();
        }
    }

    @Test
    @Rows("client: kv atomic puts")
    void writes_of_a_batch_get_revisions_side_by_side() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab, c -> c.atomicPuts(true));
            assertThat(b.atomic(w -> w.put("a", "1").put("b", "2").delete("c"))).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    @Rows("client: kv atomic puts")
    void a_key_is_written_once_in_a_batch() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab, c -> c.atomicPuts(true));
            assertThatThrownBy(() -> b.atomic(w -> w.put("a", "1").put("a", "2")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("twice");
            assertThat(b.status().values()).isZero();
        }
    }

    @Test
    @Rows("client: kv atomic puts")
    void a_bucket_that_does_not_allow_batches_takes_none() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            assertThatThrownBy(() -> b.atomic(w -> w.put("a", "1").put("b", "2")))
                    .isInstanceOf(JetStreamApiException.class);
            assertThat(b.status().values()).isZero();
        }
    }
}
