// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.client.OutgoingMessage;
import io.natskit.conformance.target.Target;
import io.natskit.jetstream.AsyncAtomicBatch;
import io.natskit.jetstream.AsyncIngestPublisher;
import io.natskit.jetstream.AtomicBatch;
import io.natskit.jetstream.Counter;
import io.natskit.jetstream.Counters;
import io.natskit.jetstream.IngestEvent;
import io.natskit.jetstream.IngestPublisher;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.jetstream.Schedules;
import io.natskit.jetstream.StoredMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.PubAck;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What streams take beyond single messages: atomic batches, fast ingest, counters, schedules. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record BatchesIT(Target target) implements Judged {
    private static final Duration LONG = Duration.ofSeconds(20);

    private static OutgoingMessage message(String subject, String text) {
        return OutgoingMessage.to(subject).payload(text).build();
    }

    @Test
    @Rows("client: atomic batch")
    void a_batch_is_stored_when_it_is_committed_and_not_before() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>", s -> s.allowAtomicPublish(true));
            try (AtomicBatch batch = lab.js().atomicBatch(b -> b.id("mine").ackEvery(2))) {
                batch.add(message("s.a", "1"));
                batch.add(message("s.b", "2"), p -> p.messageId("two"));
                batch.add(message("s.c", "3"));
                assertThat(stream.info().state().messages()).isZero();
                PubAck ack = batch.commit(message("s.d", "4"));
                assertThat(ack.batch()).isEqualTo("mine");
                assertThat(ack.batchSize()).isEqualTo(4);
                assertThat(ack.sequence()).isEqualTo(4);
                assertThat(batch.size()).isEqualTo(4);
                assertThatThrownBy(() -> batch.add(message("s.a", "5"))).isInstanceOf(IllegalStateException.class);
            }
            try (AtomicBatch batch = lab.js().atomicBatch(b -> b.ackFirst(false))) {
                batch.add(message("s.a", "5"));
                batch.add(message("s.a", "6"));
                assertThat(batch.commit().batchSize()).isEqualTo(2);
            }
            assertThat(stream.info().state().messages()).isEqualTo(6);
        }
    }

    @Test
    @Rows("client: atomic batch")
    void a_batch_that_does_not_hold_is_not_stored_at_all() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>", s -> s.allowAtomicPublish(true));
            lab.publish("s.a", "0");
            try (AtomicBatch batch = lab.js().atomicBatch(b -> {})) {
                batch.add(message("s.b", "1"));
                assertThatThrownBy(() -> batch.commit(message("s.a", "2"), p -> p.expectLastSubjectSequence(7)))
                        .isInstanceOf(JetStreamApiException.class);
            }
            try (AtomicBatch abandoned = lab.js().atomicBatch(b -> {})) {
                abandoned.add(message("s.b", "1"));
            }
            assertThat(stream.info().state().messages()).isEqualTo(1);
        }
    }

    @Test
    @Rows("client: atomic batch")
    void a_stream_that_allows_none_says_so_with_the_first_message() {
        try (Lab lab = lab()) {
            lab.stream("S", "s.>");
            try (AtomicBatch batch = lab.js().atomicBatch(b -> {})) {
                assertThatThrownBy(() -> batch.add(message("s.a", "1")))
                        .isInstanceOfSatisfying(
                                JetStreamApiException.class,
                                e -> assertThat(e.is(JetStreamError.ATOMIC_PUBLISH_DISABLED))
                                        .isTrue());
            }
            AsyncAtomicBatch async = lab.js().async().atomicBatch(b -> {});
            async.add(message("s.a", "1"));
            async.add(message("s.a", "2"));
            assertThat(async.commit())
                    .failsWithin(LONG)
                    .withThrowableThat()
                    .withCauseInstanceOf(JetStreamApiException.class);
        }
    }

    @Test
    @Rows("client: atomic batch")
    void futures_are_sent_in_their_order() {
        try (Lab lab = lab()) {
            StreamHandle stream =
                    lab.stream("S", "s.>", s -> s.allowAtomicPublish(true).allowDirect(true));
            AsyncAtomicBatch batch = lab.js().async().atomicBatch(b -> {});
            for (int i = 0; i < 500; i++) {
                batch.add(message("s.a", "" + i));
            }
            PubAck ack = batch.commit().join();

            assertThat(ack.batchSize()).isEqualTo(500);
            int next = 0;
            for (StoredMessage stored : stream.read(r -> {})) {
                assertThat(stored.text()).isEqualTo("" + next++);
            }
        }
    }

    @Test
    @Rows("client: fast ingest")
    void fast_ingest_stores_everything_in_order() {
        try (Lab lab = lab()) {
            for (boolean fast : new boolean[] {true, false}) {
                String name = fast ? "FAST" : "SLOW";
                StreamHandle stream = lab.stream(
                        name, name + ".>", s -> s.allowBatchPublish(fast).allowDirect(true));
                int count = 20_000;
                try (IngestPublisher ingest = lab.js().ingest(name, i -> {})) {
                    for (int i = 1; i <= count; i++) {
                        assertThat(ingest.add(message(name + ".x", "" + i))).isEqualTo(i);
                    }
                    PubAck ack = ingest.commit();
                    assertThat(ack.batchSize()).isEqualTo(count);
                    assertThat(ack.sequence()).isEqualTo(count);
                }
                int next = 1;
                for (StoredMessage stored : stream.read(r -> {})) {
                    assertThat(stored.text()).isEqualTo("" + next++);
                }
                assertThat(next).isEqualTo(count + 1);
            }
        }
    }

    @Test
    @Rows("client: fast ingest")
    void what_was_added_last_is_stored_though_nothing_follows() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>", s -> s.allowBatchPublish(true));
            try (IngestPublisher ingest = lab.js().ingest("S", i -> {})) {
                for (int i = 1; i <= 5; i++) {
                    ingest.add(message("s.a", "" + i));
                    int stored = i;
                    await().until(() -> stream.info().state().messages() == stored);
                }
            }
        }
    }

    @Test
    @Rows("client: fast ingest")
    void fast_ingest_works_with_futures_and_single_messages() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>", s -> s.allowBatchPublish(true));
            AsyncIngestPublisher async =
                    lab.js().async().ingest("S", i -> i.flow(10)).join();
            List<CompletableFuture<Long>> added = new ArrayList<>();
            for (int i = 1; i <= 1000; i++) {
                added.add(async.add("s.a", new byte[] {'x'}));
            }
            PubAck ack = async.commit(message("s.a", "last")).join();
            assertThat(ack.batchSize()).isEqualTo(1001);
            assertThat(added.stream().map(CompletableFuture::join)).isSorted().hasSize(1000);
            try (IngestPublisher single = lab.js().ingest("S", i -> {})) {
                assertThat(single.commit(message("s.a", "only")).sequence()).isEqualTo(1002);
            }
            assertThat(stream.info().state().messages()).isEqualTo(1002);
        }
    }

    @Test
    @Rows("client: fast ingest")
    void a_refused_message_ends_the_batch_or_is_told_of() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>", s -> s.allowBatchPublish(true));
            List<IngestEvent> events = new CopyOnWriteArrayList<>();
            try (IngestPublisher ingest =
                    lab.js().ingest("S", i -> i.allowGaps().onEvent(events::add))) {
                ingest.add(message("s.a", "1"));
                ingest.add(message("s.a", "2"), p -> p.expectLastSequence(77));
                ingest.add(message("s.a", "3"));
                ingest.commit();
            }
            await().atMost(LONG).until(() -> !events.isEmpty());
            assertThat(events).hasOnlyElementsOfType(IngestEvent.Refused.class);
            assertThat(stream.info().state().messages()).isEqualTo(2);
            try (IngestPublisher ingest = lab.js().ingest("S", i -> {})) {
                ingest.add(message("s.a", "1"));
                assertThatThrownBy(() -> {
                            ingest.add(message("s.a", "2"), p -> p.expectLastSequence(77));
                            ingest.commit();
                        })
                        .isInstanceOf(JetStreamApiException.class);
            }
        }
    }

    @Test
    @Rows("client: counters")
    void counters_count_to_any_size() {
        try (Lab lab = lab()) {
            lab.stream("C", "c.>", s -> s.allowMessageCounter(true).allowDirect(true));
            Counters counters = lab.js().counters("C");
            BigInteger huge = BigInteger.TEN.pow(40);

            assertThat(counters.get("c.a")).isEmpty();
            assertThat(counters.add("c.a", 5)).isEqualTo(BigInteger.valueOf(5));
            assertThat(counters.add("c.a", -7)).isEqualTo(BigInteger.valueOf(-2));
            assertThat(counters.add("c.a", huge)).isEqualTo(huge.subtract(BigInteger.TWO));
            assertThat(lab.js().async().counters("C").add("c.b", 1).join()).isEqualTo(BigInteger.ONE);
            assertThat(counters.get("c.a")).contains(huge.subtract(BigInteger.TWO));
            assertThat(counters.counter("c.a").orElseThrow().lastIncrement()).isEqualTo(huge);
            assertThat(StreamSupport.stream(counters.counters("c.*").spliterator(), false)
                            .map(Counter::subject))
                    .containsExactlyInAnyOrder("c.a", "c.b");
            lab.stream("S", "s");
            assertThatThrownBy(() -> lab.js().counters("S").add("s", 1)).isInstanceOf(JetStreamApiException.class);
        }
    }

    @Test
    @Rows("client: schedules")
    void messages_are_published_later_and_again_and_again() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream(
                    "S",
                    "s.>",
                    s -> s.allowMessageSchedules(true).allowMessageTtl(true).allowRollup(true));
            Schedules schedules = lab.js().schedules("S");
            schedules.at("s.later", message("s.a", "once"), Instant.now().plusSeconds(1));
            schedules.every(
                    "s.again", message("s.b", "again"), Duration.ofSeconds(1), s -> s.timeToLive(Duration.ofHours(1)));
            schedules.cron("s.never", message("s.c", "never"), "0 0 0 1 1 *", s -> {});

            await().atMost(LONG)
                    .until(() ->
                            stream.last("s.a").isPresent() && stream.last("s.b").isPresent());
            assertThat(stream.last("s.a").orElseThrow().text()).isEqualTo("once");
            assertThat(stream.last("s.a").orElseThrow().headers().first("Nats-Scheduler"))
                    .isEqualTo("s.later");
            assertThat(stream.last("s.later")).isEmpty();
            assertThat(stream.last("s.c")).isEmpty();
            assertThat(schedules.cancel("s.again")).isTrue();
            assertThat(schedules.cancel("s.again")).isFalse();
            schedules.cancelAndPublish("s.never", message("s.c", "instead"));
            assertThat(stream.last("s.c").map(StoredMessage::text)).contains("instead");
            assertThat(stream.last("s.never")).isEmpty();
            assertThatThrownBy(() -> schedules.cron("s.x", message("s.d", ""), "nonsense", s -> {}))
                    .isInstanceOf(JetStreamApiException.class);
            assertThatThrownBy(() -> schedules.every("s.x", message("s.d", ""), Duration.ofMillis(10)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
