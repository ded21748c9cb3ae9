// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.kv;

import static io.natskit.conformance.jetstream.Judged.awaitSoon;
import static io.natskit.conformance.jetstream.Judged.list;
import static io.natskit.conformance.kv.KeysJudged.bucket;
import static io.natskit.conformance.kv.KeysJudged.mark;
import static io.natskit.conformance.kv.KeysJudged.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.client.Message;
import io.natskit.client.OutgoingMessage;
import io.natskit.conformance.target.Target;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.kv.Bucket;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.CodecException;
import io.natskit.kv.Codecs;
import io.natskit.kv.Entry;
import io.natskit.kv.KeyValue;
import io.natskit.kv.Operation;
import io.natskit.wire.jetstream.StorageType;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations on keys, one contract at a time: what is stored for others to read, what is read of what others stored (ADR-8, ADR-48). */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record KeysIT(Target target) implements KeysJudged {
    @Test
    @Rows("client: kv put")
    void a_put_is_a_message_with_the_value_and_without_headers() {
        try (Lab lab = lab()) {
            bucket(lab).put("a.b", "v");
            assertThat(stored(lab, "a.b").text()).isEqualTo("v");
            assertThat(stored(lab, "a.b").headers().isEmpty()).isTrue();
        }
    }

    @Test
    @Rows("client: kv put")
    void a_value_may_be_empty() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            b.put("k", "");
            assertThat(b.get("k").map(Entry::value)).contains("");
            assertThat(list(b.keys())).containsExactly("k");
        }
    }

    @Test
    @Rows("client: kv put")
    void a_value_may_be_any_bytes() {
        try (Lab lab = lab()) {
            Bucket<String, byte[]> b = bucket(lab).with(Codecs.bytes());
            byte[] all = new byte[256];
            for (int i = 0; i < 256; i++) {
                all[i] = (byte) i;
            }
            b.put("k", all);
            assertThat(b.get("k").orElseThrow().value()).isEqualTo(all);
        }
    }

    @Test
    @Rows("client: kv put")
    void a_value_larger_than_allowed_is_refused_and_the_old_one_stays() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab, c -> c.valueBytesMax(200));
            b.put("k", "small");
            assertThatThrownBy(() -> b.put("k", "x".repeat(1000))).isInstanceOf(JetStreamApiException.class);
            assertThat(b.get("k").map(Entry::value)).contains("small");
        }
    }

    @Test
    @Rows("client: kv put")
    void a_bucket_that_is_full_refuses_a_new_value() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab, c -> c.bytesMax(2000).history(1));
            b.put("k", "first");
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10; i++) {
                            b.put("k" + i, "x".repeat(500));
                        }
                    })
                    .isInstanceOf(JetStreamApiException.class);
            assertThat(b.get("k").map(Entry::value)).as("nothing is thrown out").contains("first");
        }
    }

    @Test
    @Rows("client: kv put")
    void revisions_grow_over_all_keys() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            assertThat(List.of(b.put("a", "1"), b.put("b", "1"), b.delete("a"), b.put("a", "2")))
                    .containsExactly(1L, 2L, 3L, 4L);
            assertThat(b.status().lastRevision()).isEqualTo(4);
        }
    }

    @Test
    @Rows("client: kv history")
    void history_keeps_the_last_revisions_of_each_key_alone() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab, c -> c.history(3));
            b.put("other", "1");
            for (int i = 1; i <= 6; i++) {
                b.put("k", "" + i);
            }
            assertThat(list(b.history("k"))).extracting(Entry::value).containsExactly("4", "5", "6");
            assertThat(list(b.history("other"))).hasSize(1);
        }
    }

    @Test
    @Rows("client: kv history")
    void history_tells_how_many_follow() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            b.put("k", "1");
            b.put("k", "2");
            b.put("k", "3");
            assertThat(list(b.history("k"))).extracting(Entry::delta).containsExactly(2L, 1L, 0L);
        }
    }

    @Test
    @Rows("client: kv get")
    void an_entry_knows_when_it_was_stored() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            b.put("k", "v");
            Instant time = b.get("k").orElseThrow().time();
            assertThat(time).isEqualTo(stored(lab, "k").time());
        }
    }

    @Test
    @Rows("client: kv get")
    void a_key_with_wildcards_is_none() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            for (String wrong : List.of("a.*", "a.>", "", ".a", "a.", "a b")) {
                assertThatThrownBy(() -> b.get(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    @Rows("client: kv get")
    void a_key_may_have_all_the_characters_of_the_decision() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            String key = "-/_=.azAZ09";
            b.put(key, "v");
            assertThat(b.get(key).map(Entry::key)).contains(key);
            assertThat(list(b.keys())).containsExactly(key);
        }
    }

    @Test
    @Rows("client: kv get")
    void the_value_at_a_revision_is_that_of_then() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            long one = b.put("k", "1");
            b.put("k", "2");
            assertThat(b.get("k", one).map(Entry::value)).contains("1");
            assertThat(b.async().get("k", one).join().map(Entry::value)).contains("1");
        }
    }

    @Test
    @Rows("client: kv get")
    void a_revision_that_history_has_dropped_is_gone() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab, c -> c.history(1));
            long one = b.put("k", "1");
            b.put("k", "2");
            assertThat(b.get("k", one)).isEmpty();
        }
    }

    @Test
    @Rows("client: kv get")
    void a_bucket_that_is_not_there_fails_the_first_operation() {
        try (Lab lab = lab()) {
            Bucket<String, byte[]> none = KeyValue.bucket(lab.js(), "NONE");
            assertThatThrownBy(() -> none.get("k")).isInstanceOf(JetStreamApiException.class);
            assertThatThrownBy(() -> none.put("k", new byte[0])).isInstanceOf(JetStreamApiException.class);
        }
    }

    @Test
    @Rows("client: kv get")
    void an_operation_that_is_not_known_means_that_the_value_is_gone() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            b.put("k", "1");
            mark(lab, "k", "KV-Operation", "SOMETHING-NEW");
            assertThat(b.get("k")).isEmpty();
            assertThat(list(b.keys())).isEmpty();
        }
    }

    @Test
    @Rows("client: kv get")
    void an_operation_put_is_a_value() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            lab.js()
                    .publish(OutgoingMessage.to("$KV.B.k")
                            .header("KV-Operation", "PUT")
                            .payload(new byte[] {'v'})
                            .build());
            assertThat(b.get("k").map(Entry::value)).contains("v");
        }
    }

    @Test
    @Rows("client: kv limit markers")
    void a_key_whose_time_is_up_leaves_a_purge_marker() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab, c -> c.limitMarkers(Duration.ofSeconds(5)));
            b.create("k", "v", c -> c.timeToLive(Duration.ofSeconds(1)));
            awaitSoon(() -> !list(b.history("k")).get(0).isPresent());
            assertThat(stored(lab, "k").headers().last("Nats-Marker-Reason")).isEqualTo("MaxAge");
            assertThat(list(b.history("k"))).extracting(Entry::operation).containsExactly(Operation.PURGE);
            assertThat(b.get("k")).isEmpty();
        }
    }

    @Test
    @Rows("client: kv limit markers")
    void a_bucket_whose_values_live_for_a_time_forgets_them() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab, c -> c.timeToLive(Duration.ofMillis(500)));
            b.put("k", "v");
            awaitSoon(() -> b.get("k").isEmpty());
            assertThat(b.status().values()).isZero();
        }
    }

    @Test
    @Rows("client: kv get")
    void an_entry_without_a_value_says_why() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            b.delete("k");
            Entry<String, String> gone = list(b.history("k")).get(0);
            assertThatThrownBy(gone::value)
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessageContaining("revision 1: DELETE");
            assertThat(gone.valueIfPresent()).isEmpty();
        }
    }

    @Test
    @Rows("client: kv codecs")
    void a_value_that_the_codec_cannot_read_harms_no_other() {
        try (Lab lab = lab()) {
            Bucket<String, String> texts = bucket(lab);
            texts.put("a", "1");
            texts.put("b", "no number");
            texts.put("c", "3");
            Bucket<String, Long> numbers = texts.with(Codecs.number());
            assertThat(numbers.get("c").map(Entry::value)).contains(3L);
            Optional<Entry<String, Long>> wrong = numbers.get("b");
            assertThat(wrong).isPresent();
            assertThatThrownBy(() -> wrong.get().value()).isInstanceOf(CodecException.class);
            assertThat(list(numbers.keys())).containsExactly("a", "b", "c");
        }
    }

    @Test
    @Rows("client: kv keys")
    void a_key_that_is_written_again_is_listed_once() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            b.put("a", "1");
            b.put("b", "1");
            b.put("a", "2");
            assertThat(list(b.keys())).containsExactlyInAnyOrder("a", "b");
        }
    }

    @Test
    @Rows("client: kv keys")
    void keys_are_found_by_several_filters() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            for (String key : List.of("a.1", "a.2", "b.1", "c.1.x")) {
                b.put(key, "v");
            }
            assertThat(list(b.keys("a.*", "c.>"))).containsExactly("a.1", "a.2", "c.1.x");
        }
    }

    @Test
    @Rows("client: kv snapshot")
    void a_snapshot_leaves_out_what_was_deleted() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            b.put("a", "1");
            b.put("b", "1");
            long last = b.delete("b");
            var snapshot = b.snapshot(List.of());
            assertThat(snapshot.entries()).containsOnlyKeys("a");
            assertThat(snapshot.revision()).isEqualTo(last);
        }
    }

    @Test
    @Rows("client: kv put")
    void whoever_subscribes_to_the_republished_subject_hears_of_puts() {
        try (Lab lab = lab()) {
            Bucket<String, String> b =
                    bucket(lab, c -> c.republish(new io.natskit.wire.jetstream.Republish("$KV.B.>", "kv.>", false)));
            try (var told = lab.connection().subscribe("kv.>")) {
                lab.connection().flush();
                b.put("k", "v");
                Message message = told.next(Duration.ofSeconds(20)).orElseThrow();
                assertThat(message.text()).isEqualTo("v");
                assertThat(message.headers().last("Nats-Sequence")).isEqualTo("1");
            }
        }
    }

    @Test
    @Rows("client: kv bucket admin")
    void a_bucket_tells_how_it_is_made() {
        try (Lab lab = lab()) {
            Bucket<String, String> b =
                    bucket(lab, c -> c.description("d").compressed(false).metadata(java.util.Map.of("a", "b")));
            b.put("k", "12345");
            var status = b.status();
            assertThat(status.bucket()).isEqualTo("B");
            assertThat(status.description()).isEqualTo("d");
            assertThat(status.storage()).isEqualTo(StorageType.MEMORY);
            assertThat(status.metadata()).containsEntry("a", "b");
            assertThat(status.values()).isEqualTo(1);
            assertThat(status.bytes()).isPositive();
            assertThat(status.replicas()).isEqualTo(1);
            assertThat(status.isMirror()).isFalse();
            assertThat(status.created()).isBefore(Instant.now().plusSeconds(60));
        }
    }

    @Test
    @Rows("client: kv bucket admin")
    void a_history_of_more_than_64_is_refused() {
        assertThatThrownBy(() -> BucketConfig.of("B", b -> b.history(65))).hasMessageContaining("65");
        assertThatThrownBy(() -> BucketConfig.of("B", b -> b.history(0))).hasMessageContaining("0");
    }

    @Test
    @Rows("client: kv bucket admin")
    void a_name_with_other_characters_is_none() {
        for (String wrong : Arrays.asList("", "a.b", "a b", "a*", "ä")) {
            assertThatThrownBy(() -> BucketConfig.of(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @Rows("client: kv bucket admin")
    void a_deleted_bucket_begins_anew() {
        try (Lab lab = lab()) {
            bucket(lab).put("k", "v");
            KeyValue.on(lab.js()).deleteBucket("B");
            assertThat(bucket(lab).put("k", "v")).isEqualTo(1);
        }
    }
}
