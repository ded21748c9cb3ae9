// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.jetstream;

import static io.natskit.conformance.jetstream.Judged.awaitSoon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.client.ConnectionEvent;
import io.natskit.client.NatsException;
import io.natskit.client.NoRespondersException;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.Registration;
import io.natskit.conformance.target.Target;
import io.natskit.jetstream.AtomicBatch;
import io.natskit.jetstream.ConsumeEvent;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.IngestPublisher;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.JetStreamObserver;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.PriorityPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What an observer sees of publishing, consuming and the API. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record ObserverIT(Target target) implements Judged {

    /** Remembers what it was told, as lines without times; each time is checked to be one. */
    private static final class Seen implements JetStreamObserver {
        final List<String> publishes = new CopyOnWriteArrayList<>();
        final List<String> messages = new CopyOnWriteArrayList<>();
        final List<String> calls = new CopyOnWriteArrayList<>();
        final List<String> events = new CopyOnWriteArrayList<>();
        final AtomicInteger windowMax = new AtomicInteger();
        final AtomicInteger windowLast = new AtomicInteger();
        final List<Long> wrongTimes = new CopyOnWriteArrayList<>();

        private void time(long nanos) {
            if (nanos < 0 || nanos > Duration.ofMinutes(5).toNanos()) {
                wrongTimes.add(nanos);
            }
        }

        @Override
        public void publishEnded(String subject, PublishOutcome outcome, long nanos) {
            time(nanos);
            publishes.add(subject + " " + outcome);
        }

        @Override
        public void publishRetried(String subject, NatsException why) {
            publishes.add(subject + " again after " + why.getClass().getSimpleName());
        }

        @Override
        public void window(int unacknowledged, int waiting) {
            windowMax.accumulateAndGet(unacknowledged, Math::max);
            windowLast.set(unacknowledged + waiting);
        }

        @Override
        public void batchEnded(String subject, long sent, PublishOutcome outcome, long nanos) {
            time(nanos);
            publishes.add(subject + " batch of " + sent + " " + outcome);
        }

        @Override
        public void delivered(JetStreamMessage message) {
            messages.add(message.text() + " delivered " + message.metadata().delivered() + " of "
                    + message.metadata().consumer());
        }

        @Override
        public void handled(JetStreamMessage message, @Nullable Throwable error, long nanos) {
            time(nanos);
            messages.add(message.text() + " handled" + (error == null ? "" : ", threw " + error.getMessage()));
        }

        @Override
        public void answered(JetStreamMessage message, Answer answer, long nanos) {
            time(nanos);
            messages.add(message.text() + " " + answer);
        }

        @Override
        public void consumeEvent(String stream, String consumer, ConsumeEvent event) {
            events.add(stream + " " + consumer + " " + event.getClass().getSimpleName());
        }

        @Override
        public void apiCalled(String operation, @Nullable NatsException error, long nanos) {
            time(nanos);
            calls.add(operation + (error instanceof JetStreamApiException e ? " " + e.errorCode() : ""));
        }
    }

    private static JetStream observed(Lab lab, JetStreamObserver... observers) {
        return JetStream.on(lab.connection(), o -> {
            o.timeout(PATIENCE).retries(1).retryWait(Duration.ofMillis(10)).window(2);
            List.of(observers).forEach(o::observer);
        });
    }

    private static OutgoingMessage message(String subject, String text) {
        return OutgoingMessage.to(subject).payload(text).build();
    }

    @Test
    @Rows("client: JetStream observer")
    void how_each_publish_ended_is_told() {
        try (Lab lab = lab()) {
            lab.stream("S", "s.*", s -> s.maxMessageSize(100));
            Seen seen = new Seen();
            JetStream js = observed(lab, seen);

            js.publish(message("s.a", "1"), p -> p.messageId("x"));
            js.publish(message("s.a", "1"), p -> p.messageId("x"));
            js.async().publish(message("s.b", "1")).join();
            assertThatThrownBy(() -> js.publish(message("s.a", "too long for it".repeat(10))))
                    .isInstanceOf(JetStreamApiException.class);
            assertThatThrownBy(() -> js.publish(message("nobody", "1"))).isInstanceOf(NoRespondersException.class);
            assertThat(js.async()
                            .publish(message("nobody", "1"))
                            .handle((ack, e) -> e != null)
                            .join())
                    .isTrue();
            assertThat(seen.publishes)
                    .containsExactly(
                            "s.a STORED",
                            "s.a DUPLICATE",
                            "s.b STORED",
                            "s.a REFUSED",
                            "nobody again after NoRespondersException",
                            "nobody NO_RESPONDERS",
                            "nobody again after NoRespondersException",
                            "nobody NO_RESPONDERS");
            assertThat(seen.wrongTimes).isEmpty();
        }
    }

    @Test
    @Rows("client: JetStream observer")
    void the_window_is_told_as_it_fills_and_empties() {
        try (Lab lab = lab()) {
            lab.stream("S", "s");
            Seen seen = new Seen();
            JetStream js = observed(lab, seen);
            for (int i = 0; i < 50; i++) {
                js.async().publish("s", new byte[1]);
            }
            js.awaitAcks(PATIENCE);

            assertThat(seen.publishes).hasSize(50).containsOnly("s STORED");
            assertThat(seen.windowMax.get()).isBetween(1, 2);
            assertThat(seen.windowLast.get()).isZero();
        }
    }

    @Test
    @Rows("client: JetStream observer")
    void batches_are_told_as_one() {
        try (Lab lab = lab()) {
            lab.stream("S", "s", s -> s.allowAtomicPublish(true).allowBatchPublish(true));
            Seen seen = new Seen();
            JetStream js = observed(lab, seen);
            try (AtomicBatch batch = js.atomicBatch(b -> {})) {
                batch.add(message("s", "1"));
                batch.commit(message("s", "2"));
            }
            try (AtomicBatch refused = js.atomicBatch(b -> {})) {
                refused.add(message("s", "1"));
                assertThatThrownBy(() -> refused.commit(message("s", "2"), p -> p.expectLastSequence(77)))
                        .isInstanceOf(JetStreamApiException.class);
            }
            try (IngestPublisher ingest = js.ingest("S", i -> {})) {
                ingest.add("s", new byte[1]);
                ingest.add("s", new byte[1]);
                ingest.commit(message("s", "3"));
            }

            awaitSoon(() -> seen.publishes.size() == 3);
            assertThat(seen.publishes)
                    .containsExactly("s batch of 2 STORED", "s batch of 2 REFUSED", "s batch of 3 STORED");
            assertThat(seen.wrongTimes).isEmpty();
        }
    }

    @Test
    @Rows("client: JetStream observer")
    void deliveries_redeliveries_and_answers_are_told() {
        try (Lab lab = lab()) {
            lab.stream("S", "s");
            Seen seen = new Seen();
            ConsumerHandle consumer = observed(lab, seen).stream("S")
                    .ensureConsumer(ConsumerConfig.builder("C").durable("C").build());
            lab.publish("s", "a");
            try (Consuming consuming = consumer.consume(m -> {
                if (m.metadata().delivered() == 1) {
                    m.working();
                    m.nak();
                    throw new IllegalStateException("not yet");
                }
                m.ackSync(PATIENCE);
                m.ack();
            })) {
                awaitSoon(() -> seen.messages.contains("a handled"));
                consuming.stop();
            }

            assertThat(seen.messages)
                    .containsExactly(
                            "a delivered 1 of C",
                            "a WORKING",
                            "a NAK",
                            "a handled, threw not yet",
                            "a delivered 2 of C",
                            "a ACK",
                            "a handled");
            assertThat(seen.wrongTimes).isEmpty();
        }
    }

    @Test
    @Rows("client: JetStream observer")
    void fetched_and_ordered_messages_are_told_and_those_that_want_no_answer_have_none() {
        try (Lab lab = lab()) {
            lab.stream("S", "s");
            lab.publish("s", "a");
            Seen seen = new Seen();
            JetStream js = observed(lab, seen);
            js.stream("S")
                    .ensureConsumer(ConsumerConfig.builder("C").durable("C").build())
                    .fetch(f -> f.messages(1))
                    .forEach(JetStreamMessage::term);
            assertThat(seen.messages).containsExactly("a delivered 1 of C", "a TERM");
            seen.messages.clear();
            try (var messages = js.stream("S").ordered(o -> {}).messages(c -> {})) {
                messages.next(PATIENCE).orElseThrow().ack();
            }
            assertThat(seen.messages).hasSize(1).allMatch(line -> line.startsWith("a delivered 1 of "));
        }
    }

    @Test
    @Rows("client: JetStream observer")
    void events_of_consuming_name_their_consumer() {
        try (Lab lab = lab()) {
            lab.stream("S", "s");
            lab.publish("s", "a");
            Seen seen = new Seen();
            ConsumerHandle consumer = observed(lab, seen).stream("S")
                    .ensureConsumer(ConsumerConfig.builder("C")
                            .durable("C")
                            .priorityGroups("g")
                            .priorityPolicy(PriorityPolicy.PINNED_CLIENT)
                            .priorityTimeout(Duration.ofSeconds(10))
                            .build());
            CompletableFuture<Void> came = new CompletableFuture<>();
            try (Consuming consuming = consumer.consume(m -> came.complete(null), s -> s.group("g", g -> {}))) {
                came.orTimeout(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                        .join();
                consuming.stop();
            }

            assertThat(seen.events).containsExactly("S C Pinned");
        }
    }

    @Test
    @Rows("client: JetStream observer")
    void requests_to_the_api_are_told_with_their_errors() {
        try (Lab lab = lab()) {
            Seen seen = new Seen();
            JetStream js = observed(lab, seen);
            lab.stream("S", "s");
            js.stream("S").info();
            assertThat(js.findStream("T")).isEmpty();

            awaitSoon(() -> seen.calls.size() == 2);
            assertThat(seen.calls).containsExactly("STREAM.INFO.S", "STREAM.INFO.T 10059");
            assertThat(seen.wrongTimes).isEmpty();
        }
    }

    @Test
    @Rows("client: JetStream observer")
    void an_observer_that_throws_is_reported_and_does_no_harm() {
        try (Lab lab = lab()) {
            lab.stream("S", "s");
            Seen seen = new Seen();
            List<String> failures = new CopyOnWriteArrayList<>();
            JetStreamObserver bad = new JetStreamObserver() {
                @Override
                public void publishEnded(String subject, PublishOutcome outcome, long nanos) {
                    throw new IllegalStateException("bad observer");
                }
            };
            try (Registration events = lab.connection().onEvent(event -> {
                if (event instanceof ConnectionEvent.HandlerFailed failed) {
                    failures.add(failed.cause().getMessage());
                }
            })) {
                assertThat(observed(lab, seen, bad).publish("s", new byte[1]).sequence())
                        .isEqualTo(1);
                awaitSoon(() -> failures.contains("bad observer"));
                assertThat(events).isNotNull();
            }
            assertThat(seen.publishes).containsExactly("s STORED");
        }
    }
}
