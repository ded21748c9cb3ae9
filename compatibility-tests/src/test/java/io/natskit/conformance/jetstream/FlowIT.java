// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.client.Message;
import io.natskit.client.OutgoingMessage;
import io.natskit.conformance.target.Target;
import io.natskit.jetstream.Advisory;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.PullRefusedException;
import io.natskit.jetstream.StoredMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.jetstream.StreamInfo;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The Flow shape: demand is pull credit. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record FlowIT(Target target) implements Judged {
    private static final Duration LONG = Duration.ofSeconds(20);

    /** Takes what it asks for. */
    private static final class Taker<T> implements Flow.Subscriber<T> {
        private final List<T> got = new CopyOnWriteArrayList<>();
        private volatile Flow.@Nullable Subscription subscription;
        private volatile @Nullable Throwable error;
        private volatile boolean complete;

        static <T> Taker<T> of(Flow.Publisher<T> publisher) {
            Taker<T> taker = new Taker<>();
            publisher.subscribe(taker);
            await().atMost(LONG).until(() -> taker.subscription != null);
            return taker;
        }

        Taker<T> ask(long n) {
            java.util.Objects.requireNonNull(subscription).request(n);
            return this;
        }

        @Override
        public void onSubscribe(Flow.Subscription to) {
            subscription = to;
        }

        @Override
        public void onNext(T item) {
            got.add(item);
        }

        @Override
        public void onError(Throwable failure) {
            error = failure;
        }

        @Override
        public void onComplete() {
            complete = true;
        }
    }

    @Test
    @Rows("client: Flow consume")
    void no_more_is_asked_of_the_server_than_was_asked_for_here() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>");
            lab.numbers("s.a", 1000);
            ConsumerHandle consumer = stream.ensureConsumer(
                    ConsumerConfig.builder("C").durable("C").maxAckPending(-1).build());
            Taker<JetStreamMessage> taker = Taker.of(lab.js().flow().consume(consumer, s -> {}));
            assertThat(consumer.info().numWaiting()).isZero();
            taker.ask(3);
            await().atMost(LONG).until(() -> taker.got.size() == 3);
            assertThat(consumer.info().delivered().consumer()).isEqualTo(3);
            taker.ask(7);
            await().atMost(LONG).until(() -> taker.got.size() == 10);
            assertThat(consumer.info().delivered().consumer()).isEqualTo(10);
            taker.ask(Long.MAX_VALUE);
            await().atMost(LONG).until(() -> taker.got.size() == 1000);
            assertThat(taker.got)
                    .extracting(Message::text)
                    .startsWith("1", "2", "3")
                    .endsWith("999", "1000");
            consumer.delete();
            await().atMost(LONG).until(() -> taker.error != null);
            assertThat(taker.error).isInstanceOf(PullRefusedException.class);
        }
    }

    @Test
    @Rows("client: Flow consume")
    void an_ordered_consumer_flows_too_and_ends_when_cancelled() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>");
            lab.numbers("s.a", 100);
            Taker<JetStreamMessage> taker = Taker.of(lab.js().flow().ordered(stream, o -> {}));
            taker.ask(60);
            await().atMost(LONG).until(() -> taker.got.size() == 60);
            java.util.Objects.requireNonNull(taker.subscription).cancel();
            await().atMost(LONG).until(() -> stream.info().state().consumerCount() == 0);
            assertThat(taker.complete).isFalse();
            assertThat(taker.error).isNull();
        }
    }

    @Test
    @Rows("client: Flow publish")
    void messages_in_acknowledgements_out_in_order() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>");
            Flow.Processor<OutgoingMessage, PubAck> processor = lab.js().flow().publisher(16);
            Taker<PubAck> taker = Taker.of(processor);
            try (SubmissionPublisher<OutgoingMessage> source = new SubmissionPublisher<>()) {
                source.subscribe(processor);
                taker.ask(10);
                for (int i = 0; i < 200; i++) {
                    source.submit(OutgoingMessage.of("s.a", new byte[] {'x'}));
                }
                await().atMost(LONG).until(() -> taker.got.size() == 10);
                assertThat(stream.info().state().messages()).isEqualTo(10);
                taker.ask(1000);
                await().atMost(LONG).until(() -> taker.got.size() == 200);
                assertThat(taker.got).extracting(PubAck::sequence).isSorted();
            }
            await().atMost(LONG).until(() -> taker.complete);
        }
    }

    @Test
    @Rows("client: Flow publish")
    void a_publish_that_fails_ends_the_stream() {
        try (Lab lab = lab()) {
            Flow.Processor<OutgoingMessage, PubAck> processor = lab.js().flow().publisher(16);
            Taker<PubAck> taker = Taker.of(processor);
            taker.ask(5);
            try (SubmissionPublisher<OutgoingMessage> source = new SubmissionPublisher<>()) {
                source.subscribe(processor);
                source.submit(OutgoingMessage.of("nowhere", new byte[0]));
                await().atMost(LONG).until(() -> taker.error != null);
            }
            assertThat(taker.error).isInstanceOf(io.natskit.client.NoRespondersException.class);
        }
    }

    @Test
    @Rows("client: Flow lists")
    void lists_stored_messages_and_advisories_flow() {
        try (Lab lab = lab()) {
            Taker<Advisory> advisories = Taker.of(lab.js().flow().advisories("ADVISORY.STREAM.>"));
            advisories.ask(10);
            lab.connection().flush();
            StreamHandle stream = lab.stream("S", "s.>", s -> s.allowDirect(true));
            lab.numbers("s.a", 50);
            Taker<StoredMessage> stored = Taker.of(lab.js().flow().read(stream, r -> r.batch(20)));
            stored.ask(45);
            await().atMost(LONG).until(() -> stored.got.size() == 45);
            stored.ask(45);
            await().atMost(LONG).until(() -> stored.complete);
            assertThat(stored.got).hasSize(50);
            Taker<StreamInfo> streams = Taker.of(lab.js().flow().streams(">"));
            streams.ask(5);
            await().atMost(LONG).until(() -> streams.complete);
            assertThat(streams.got).hasSize(1);
            await().atMost(LONG)
                    .until(() -> advisories.got.stream()
                            .anyMatch(a -> a instanceof Advisory.Changed c
                                    && c.action().equals("create")));
        }
    }
}
