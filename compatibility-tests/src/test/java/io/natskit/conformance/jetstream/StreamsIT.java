// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.jetstream;

import static io.natskit.conformance.jetstream.Judged.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.client.OutgoingMessage;
import io.natskit.client.Subscription;
import io.natskit.conformance.target.Target;
import io.natskit.jetstream.Ensured;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.jetstream.StoredMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerInfo;
import io.natskit.wire.jetstream.JetStreamError;
import io.natskit.wire.jetstream.PriorityPolicy;
import io.natskit.wire.jetstream.StreamConfig;
import io.natskit.wire.jetstream.StreamInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams: made, changed, listed, read, purged, deleted. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record StreamsIT(Target target) implements Judged {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    @Rows("client: stream CRUD")
    void a_stream_is_made_changed_found_and_deleted() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>");
            StreamConfig config = stream.info().config();
            stream.update(config.toBuilder().description("changed").build());

            assertThat(stream.info().config().description()).isEqualTo("changed");
            assertThat(lab.js().findStream("S")).isPresent();
            assertThat(lab.js().findStream("T")).isEmpty();
            assertThat(lab.js().streamNameOf("s.1")).contains("S");
            assertThat(lab.js().streamNameOf("t")).isEmpty();
            assertThat(lab.js().async().findStream("S")).succeedsWithin(LONG);
            stream.delete();
            assertThatThrownBy(stream::info)
                    .isInstanceOfSatisfying(
                            JetStreamApiException.class,
                            e -> assertThat(e.is(JetStreamError.STREAM_NOT_FOUND))
                                    .isTrue());
        }
    }

    @Test
    @Rows("client: stream CRUD")
    void the_same_again_is_no_error_and_another_is() {
        try (Lab lab = lab()) {
            lab.stream("S", "s.>");
            lab.stream("S", "s.>");

            assertThatThrownBy(() -> lab.stream("S", "other"))
                    .isInstanceOfSatisfying(
                            JetStreamApiException.class,
                            e -> assertThat(e.errorCode()).isEqualTo(10058));
            assertThatThrownBy(() -> lab.js().stream("a.b")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @Rows({"client: declarative streams", "client: API level gate"})
    void a_stream_is_ensured_and_what_servers_add_is_no_difference() {
        try (Lab lab = lab()) {
            StreamConfig config = StreamConfig.builder("S")
                    .subjects("s.>")
                    .metadata("owner", "me")
                    .allowDirect(true)
                    .build();
            StreamConfig more =
                    config.toBuilder().maxMessages(10).description("small").build();

            assertThat(lab.js().ensureStream(config, e -> e.dryRun()))
                    .isEqualTo(new Ensured(Ensured.Action.CREATE, List.of(), true));
            assertThat(lab.js().findStream("S")).isEmpty();
            assertThat(lab.js().ensureStream(config, e -> {}).action()).isEqualTo(Ensured.Action.CREATE);
            assertThat(lab.js().ensureStream(config, e -> {}).action()).isEqualTo(Ensured.Action.NONE);
            Ensured changed = lab.js().ensureStream(more, e -> e.pedantic());
            assertThat(changed.action()).isEqualTo(Ensured.Action.UPDATE);
            assertThat(changed.changes())
                    .containsExactly(
                            new Ensured.Change("description", "", "small"), new Ensured.Change("max_msgs", "", "10"));
            assertThat(lab.js().ensureStream(config, e -> {}).changes()).hasSize(2);
            assertThat(lab.js().stream("S").info().config().maxMessages()).isEqualTo(-1);
        }
    }

    @Test
    @Rows({"client: declarative consumers", "client: API level gate"})
    void a_consumer_is_ensured_and_what_servers_add_is_no_difference() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>");
            ConsumerConfig config = ConsumerConfig.builder("C")
                    .durable("C")
                    .filterSubjects("s.a", "s.b")
                    .ackWait(Duration.ofSeconds(1))
                    .backoff(Duration.ofSeconds(1), Duration.ofSeconds(5))
                    .maxDeliver(3)
                    .metadata("owner", "me")
                    .build();
            ConsumerConfig more =
                    config.toBuilder().maxAckPending(10).description("small").build();

            assertThat(stream.ensureConsumer(config, e -> e.dryRun()))
                    .isEqualTo(new Ensured(Ensured.Action.CREATE, List.of(), true));
            assertThat(stream.findConsumer("C")).isEmpty();
            assertThat(stream.ensureConsumer(config, e -> {}).action()).isEqualTo(Ensured.Action.CREATE);
            assertThat(stream.ensureConsumer(config, e -> {}))
                    .isEqualTo(new Ensured(Ensured.Action.NONE, List.of(), false));
            Ensured wouldChange = stream.ensureConsumer(more, e -> e.dryRun());
            assertThat(stream.consumer("C").info().config().description()).isEmpty();
            Ensured changed =
                    stream.async().ensureConsumer(more, e -> e.pedantic()).join();
            assertThat(changed.action()).isEqualTo(Ensured.Action.UPDATE);
            assertThat(changed.changes())
                    .isEqualTo(wouldChange.changes())
                    .containsExactly(
                            new Ensured.Change("description", "", "small"),
                            new Ensured.Change("max_ack_pending", "1000", "10"));
            assertThat(stream.consumer("C").info().config().maxAckPending()).isEqualTo(10);
            assertThatThrownBy(() ->
                            stream.ensureConsumer(ConsumerConfig.builder("").build(), e -> e.dryRun()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** A level is asked for only by features that need one: a server of this release knows up to 5, and says by {@code _nats.req.level} what it reckons. */
    @Test
    @Rows({"client: declarative consumers", "client: API level gate"})
    void the_server_reckons_the_level_that_a_consumer_asks_for() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>");
            ConsumerConfig plain = ConsumerConfig.builder("A").build();
            ConsumerConfig grouped = ConsumerConfig.builder("B")
                    .priorityGroups("g")
                    .priorityPolicy(PriorityPolicy.OVERFLOW)
                    .build();
            try (Subscription asked = lab.connection().subscribe("$JS.API.CONSUMER.CREATE.>")) {
                stream.ensureConsumer(plain, e -> {});
                stream.ensureConsumer(grouped, e -> {});

                assertThat(asked.next().headers().contains("Nats-Required-Api-Level"))
                        .isFalse();
                assertThat(asked.next().headers().last("Nats-Required-Api-Level"))
                        .isEqualTo("1");
            }
            assertThat(stream.consumer("A").info().config().metadata()).containsEntry("_nats.req.level", "0");
            assertThat(stream.consumer("B").info().config().metadata()).containsEntry("_nats.req.level", "1");
        }
    }

    @Test
    @Rows("client: stream info")
    void info_tells_of_subjects_and_deleted_messages() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>");
            lab.publish("s.a", "1", "2");
            lab.publish("s.b", "3");
            assertThat(stream.delete(2, false)).isTrue();
            assertThat(stream.delete(2, true)).isFalse();
            StreamInfo info = stream.info(i -> i.deletedDetails().subjects(">"));

            assertThat(info.state().subjects()).containsEntry("s.a", 1L).containsEntry("s.b", 1L);
            assertThat(info.state().deleted()).containsExactly(2);
            assertThat(stream.info().state().numDeleted()).isEqualTo(1);
        }
    }

    @Test
    @Rows("client: stream list")
    void lists_come_in_pages() {
        try (Lab lab = lab()) {
            for (int i = 0; i < 300; i++) {
                int number = i;
                lab.js()
                        .async()
                        .createStream(StreamConfig.builder("S" + number)
                                .subjects("s." + number)
                                .storage(io.natskit.wire.jetstream.StorageType.MEMORY)
                                .build())
                        .join();
            }

            assertThat(list(lab.js().streams()))
                    .extracting(s -> s.config().name())
                    .doesNotHaveDuplicates()
                    .hasSize(300);
            assertThat(list(lab.js().streamNames(">"))).hasSize(300);
            assertThat(list(lab.js().streams("s.7"))).hasSize(1);
            assertThat(lab.js().async().streams().all().join()).hasSize(300);
            assertThat(lab.js().account().streams()).isEqualTo(300);
        }
    }

    @Test
    @Rows("client: purge")
    void a_purge_takes_what_it_is_told() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>");
            lab.publish("s.a", "1", "2", "3");
            lab.publish("s.b", "4", "5", "6");

            assertThat(stream.purge(p -> p.subject("s.a").keep(1))).isEqualTo(2);
            assertThat(stream.purge(p -> p.before(5))).isEqualTo(2);
            assertThat(stream.purge(p -> {})).isEqualTo(2);
            assertThatThrownBy(() -> stream.purge(p -> p.before(5).keep(1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @Rows({"client: msg get/delete", "client: direct get"})
    void messages_are_read_by_sequence_and_subject_from_the_leader_and_directly() {
        try (Lab lab = lab()) {
            StreamHandle leader = lab.stream("S", "s.>", s -> s.allowDirect(true));
            Instant before = Instant.now().minusSeconds(5);
            lab.js()
                    .publish(OutgoingMessage.to("s.a")
                            .header("k", "v")
                            .payload("1")
                            .build());
            lab.publish("s.b", "2");
            lab.publish("s.a", "3");
            lab.publish("s.c", "");
            for (StreamHandle stream : List.of(leader, leader.direct())) {
                StoredMessage first = stream.message(1).orElseThrow();
                assertThat(first.text()).isEqualTo("1");
                assertThat(first.subject()).isEqualTo("s.a");
                assertThat(first.headers().names()).containsExactly("k");
                assertThat(first.time()).isBetween(before, Instant.now().plusSeconds(5));
                assertThat(stream.last("s.a").orElseThrow().text()).isEqualTo("3");
                assertThat(stream.next(2, "s.a").orElseThrow().sequence()).isEqualTo(3);
                assertThat(stream.message(4).orElseThrow().bytes()).isEmpty();
                assertThat(stream.message(4).orElseThrow().headers().isEmpty()).isTrue();
                assertThat(stream.message(7)).isEmpty();
                assertThat(stream.last("s.x")).isEmpty();
            }
        }
    }

    @Test
    @Rows("client: batch direct get")
    void many_messages_are_read_in_batches() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>", s -> s.allowDirect(true));
            lab.numbers("s.a", 250);
            lab.publish("s.b", "b");

            assertThat(list(stream.read(r -> r.batch(100)))).hasSize(251);
            assertThat(list(stream.read(r -> r.batch(100).subject("s.a").from(200))))
                    .extracting(StoredMessage::sequence)
                    .hasSize(51)
                    .startsWith(200L)
                    .isSorted();
            assertThat(list(stream.read(r -> r.subject("nothing")))).isEmpty();
            assertThat(list(stream.read(r -> r.from(Instant.now().minusSeconds(60)))))
                    .hasSize(251);
        }
    }

    @Test
    @Rows("client: multi-last get")
    void the_last_of_many_subjects_is_read_as_things_were_at_one_moment() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>", s -> s.allowDirect(true));
            for (int i = 0; i < 50; i++) {
                lab.publish("s." + i, "old");
            }
            List<StoredMessage> all = new ArrayList<>();
            for (StoredMessage message :
                    stream.read(r -> r.subject("s.*").lastPerSubject().batch(20))) {
                if (all.isEmpty()) {
                    lab.publish("s.49", "new");
                }
                all.add(message);
            }

            assertThat(all).hasSize(50).allMatch(m -> m.text().equals("old"));
            assertThat(list(stream.read(r -> r.subject("s.49").lastPerSubject())))
                    .extracting(StoredMessage::text)
                    .containsExactly("new");
            assertThat(list(stream.read(r -> r.subject("s.*").lastPerSubject().upToSequence(3))))
                    .hasSize(3);
        }
    }

    @Test
    @Rows("client: direct get")
    void a_stream_without_direct_access_says_so() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>");
            lab.publish("s.a", "1");

            assertThatThrownBy(() -> list(stream.read(r -> {})))
                    .isInstanceOf(JetStreamApiException.class)
                    .hasMessageContaining("direct access");
            assertThatThrownBy(() -> stream.direct().message(1))
                    .isInstanceOf(JetStreamApiException.class)
                    .hasMessageContaining("direct access");
        }
    }

    @Test
    @Rows("client: seal")
    void a_sealed_stream_takes_nothing_more() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>");
            lab.publish("s.a", "1");
            stream.seal();

            assertThat(stream.info().config().sealed()).isTrue();
            assertThatThrownBy(() -> lab.publish("s.a", "2")).isInstanceOf(JetStreamApiException.class);
        }
    }

    @Test
    @Rows("client: consumer create/update")
    void a_consumer_is_made_changed_listed_paused_and_deleted() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>");
            ConsumerConfig config = ConsumerConfig.builder("C")
                    .durable("C")
                    .filterSubject("s.a")
                    .build();
            stream.createConsumer(config);
            stream.createConsumer(config);
            ConsumerConfig other = config.toBuilder().description("other").build();

            assertThatThrownBy(() -> stream.createConsumer(other))
                    .isInstanceOfSatisfying(
                            JetStreamApiException.class,
                            e -> assertThat(e.errorCode()).isEqualTo(10148));
            stream.updateConsumer(other);
            assertThatThrownBy(() -> stream.updateConsumer(
                            other.toBuilder().durable("D").name("D").build()))
                    .isInstanceOfSatisfying(
                            JetStreamApiException.class,
                            e -> assertThat(e.errorCode()).isEqualTo(10149));
            stream.ensureConsumer(ConsumerConfig.builder("E")
                    .durable("E")
                    .filterSubjects("s.a", "s.b")
                    .build());
            assertThat(list(stream.consumers())).extracting(ConsumerInfo::name).containsExactlyInAnyOrder("C", "E");
            assertThat(list(stream.consumerNames())).containsExactlyInAnyOrder("C", "E");
            assertThat(stream.findConsumer("X")).isEmpty();
            stream.consumer("C").pause(Instant.now().plusSeconds(60));
            assertThat(stream.consumer("C").info().paused()).isTrue();
            stream.consumer("C").resume();
            assertThat(stream.consumer("C").info().paused()).isFalse();
            assertThat(stream.findConsumer("C").orElseThrow().info().config().description())
                    .isEqualTo("other");
            stream.deleteConsumer("C");
            stream.consumer("E").delete();
            assertThat(list(stream.consumers())).isEmpty();
        }
    }
}
