// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.client.BackPressureException;
import io.natskit.client.InDoubtException;
import io.natskit.client.NoRespondersException;
import io.natskit.client.OutgoingMessage;
import io.natskit.conformance.target.Target;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.jetstream.StreamConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Publishing to streams: acknowledgements, expectations, the window, deadlines. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record PublishIT(Target target) implements Judged {
    private static final byte[] BODY = {'x'};
    private static final Duration LONG = Duration.ofSeconds(20);

    private static OutgoingMessage to(String subject) {
        return OutgoingMessage.of(subject, BODY);
    }

    @Test
    @Rows("client: sync publish")
    void an_ack_says_where_the_message_is() {
        try (Lab lab = lab()) {
            lab.stream("ORDERS", "orders.>");

            PubAck first = lab.js().publish("orders.new", BODY);
            PubAck second = lab.js()
                    .publish(OutgoingMessage.to("orders.new")
                            .header("a", "b")
                            .payload("y")
                            .build());

            assertThat(first).isEqualTo(PubAck.of("ORDERS", 1));
            assertThat(second.sequence()).isEqualTo(2);
        }
    }

    @Test
    @Rows("client: retry on 503")
    void nobody_stores_the_subject() {
        try (Lab lab = lab()) {
            long begun = System.nanoTime();

            assertThatThrownBy(() -> lab.js().publish("nowhere", BODY)).isInstanceOf(NoRespondersException.class);
            assertThat(System.nanoTime() - begun)
                    .isGreaterThan(Duration.ofMillis(480).toNanos());
            assertThat(lab.js().async().publish("nowhere", BODY))
                    .failsWithin(LONG)
                    .withThrowableThat()
                    .withCauseInstanceOf(NoRespondersException.class);
        }
    }

    @Test
    @Rows("client: retry on 503")
    void a_stream_that_comes_in_time_gets_the_message() {
        try (Lab lab = lab()) {
            CompletableFuture<PubAck> ack =
                    lab.js().async().publish(to("late.x"), p -> p.retries(-1).timeout(LONG));
            lab.stream("LATE", "late.>");

            assertThat(ack).succeedsWithin(LONG).isEqualTo(PubAck.of("LATE", 1));
        }
    }

    @Test
    @Rows("client: dedup id")
    void the_same_id_is_stored_once() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s");

            assertThat(lab.js().publish(to("s"), p -> p.messageId("7")).duplicate())
                    .isFalse();
            PubAck again = lab.js().publish(to("s"), p -> p.messageId("7"));

            assertThat(again.duplicate()).isTrue();
            assertThat(again.sequence()).isEqualTo(1);
            assertThat(stream.info().state().messages()).isEqualTo(1);
        }
    }

    @Test
    @Rows("client: expectations")
    void expectations_that_do_not_hold_are_errors_with_their_codes() {
        try (Lab lab = lab()) {
            lab.stream("S", "s.>");
            lab.js().publish(to("s.a"), p -> p.messageId("one"));

            assertThat(lab.js()
                            .publish(
                                    to("s.a"),
                                    p -> p.expectLastSequence(1)
                                            .expectLastMessageId("one")
                                            .expectStream("S"))
                            .sequence())
                    .isEqualTo(2);
            refused(lab, 10071, p -> p.expectLastSequence(7));
            refused(lab, 10071, p -> p.expectLastSubjectSequence(1));
            refused(lab, 10071, p -> p.expectLastSubjectSequence(0, "s.>"));
            refused(lab, 10070, p -> p.expectLastMessageId("two"));
            refused(lab, 10060, p -> p.expectStream("T"));
            assertThat(lab.js()
                            .publish(to("s.b"), p -> p.expectLastSubjectSequence(0))
                            .sequence())
                    .isEqualTo(3);
        }
    }

    private static void refused(Lab lab, int code, java.util.function.Consumer<io.natskit.jetstream.PublishSpec> spec) {
        assertThatThrownBy(() -> lab.js().publish(to("s.a"), spec))
                .isInstanceOfSatisfying(JetStreamApiException.class, e -> {
                    assertThat(e.errorCode()).isEqualTo(code);
                    assertThat(e.error()).isPresent();
                    assertThat(e.remedy()).isNotEmpty();
                });
    }

    @Test
    @Rows({"client: per-message TTL", "client: rollup"})
    void messages_may_live_for_a_time_and_replace_others() {
        try (Lab lab = lab()) {
            StreamHandle stream =
                    lab.stream("S", "s.>", s -> s.allowMessageTtl(true).allowRollup(true));
            lab.publish("s.a", "1", "2", "3");
            lab.js().publish(to("s.b"), p -> p.timeToLive(Duration.ofHours(1)));
            lab.js().publish(to("s.a"), p -> p.rollupSubject());

            assertThat(stream.info().state().messages()).isEqualTo(2);
            assertThat(stream.last("s.b").orElseThrow().headers().first("Nats-TTL"))
                    .isEqualTo("3600s");
            lab.js().publish(to("s.b"), p -> p.rollupAll().neverExpires());
            assertThat(stream.info().state().messages()).isEqualTo(1);
        }
    }

    @Test
    @Rows("client: context")
    void no_ack_is_waited_for_where_none_comes() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s", s -> s.noAck(true));
            lab.js().publishNoAck(to("s"), p -> p.messageId("1"));
            lab.connection().flush();

            // the server knows of it, the stream perhaps not yet
            Judged.awaitSoon(() -> stream.info().state().messages() == 1);
            JetStream hasty = JetStream.on(lab.connection(), o -> o.timeout(Duration.ofMillis(200)));
            assertThatThrownBy(() -> hasty.publish("s", BODY)).isInstanceOf(InDoubtException.class);
            assertThat(hasty.async().publish("s", BODY))
                    .failsWithin(LONG)
                    .withThrowableThat()
                    .withCauseInstanceOf(InDoubtException.class);
        }
    }

    @Test
    @Rows("client: async publish")
    void thousands_of_futures_share_a_window() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s");
            JetStream js = JetStream.on(lab.connection(), o -> o.window(16).timeout(LONG));
            List<CompletableFuture<PubAck>> acks = new ArrayList<>();
            int most = 0;
            for (int i = 0; i < 2000; i++) {
                acks.add(js.async().publish("s", BODY));
                most = Math.max(most, js.async().unacknowledged());
            }
            js.awaitAcks(Duration.ofSeconds(60)); // 16 share a sync, and a busy disk takes its time

            assertThat(most).isLessThanOrEqualTo(16);
            assertThat(acks.stream().map(CompletableFuture::join).map(PubAck::sequence))
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(stream.info().state().messages()).isEqualTo(2000);
            assertThat(js.async().unacknowledged()).isZero();
            assertThat(js.async().writable()).succeedsWithin(LONG);
        }
    }

    @Test
    @Rows("client: async publish")
    void what_the_line_has_no_room_for_fails_at_once_and_what_waits_too_long_in_time() {
        try (Lab lab = lab()) {
            lab.stream("S", "s", s -> s.noAck(true));
            JetStream js = JetStream.on(
                    lab.connection(), o -> o.window(1).waitingMax(2).timeout(Duration.ofMillis(300)));
            List<CompletableFuture<PubAck>> acks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                acks.add(js.async().publish("s", BODY));
            }

            assertThat(acks.get(3)).isCompletedExceptionally();
            assertThatThrownBy(() -> acks.get(3).join()).hasCauseInstanceOf(BackPressureException.class);
            assertThat(CompletableFuture.allOf(acks.toArray(CompletableFuture[]::new))
                            .exceptionally(e -> null))
                    .succeedsWithin(LONG);
            assertThatThrownBy(() -> acks.get(0).join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(InDoubtException.class);
            assertThat(js.async().unacknowledged()).isZero();
        }
    }

    @Test
    @Rows("client: async publish")
    void a_cancelled_publish_gives_its_place_away() {
        try (Lab lab = lab()) {
            lab.stream("S", "s", s -> s.noAck(true));
            JetStream js = JetStream.on(lab.connection(), o -> o.window(1));
            CompletableFuture<PubAck> ack = js.async().publish("s", BODY);
            ack.cancel(false);

            assertThat(js.async().unacknowledged()).isZero();
        }
    }

    @Test
    @Rows("client: context")
    void the_api_of_a_domain_is_used() {
        try (Lab lab = lab()) {
            JetStream other = JetStream.on(lab.connection(), o -> o.domain("elsewhere"));

            assertThat(other.options().prefix()).isEqualTo("$JS.elsewhere.API.");
            assertThatThrownBy(
                            () -> other.createStream(StreamConfig.builder("S").build()))
                    .isInstanceOf(NoRespondersException.class);
        }
    }
}
