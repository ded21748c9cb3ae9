// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.client.Dispatch;
import io.natskit.client.Message;
import io.natskit.client.NoRespondersException;
import io.natskit.conformance.target.Target;
import io.natskit.jetstream.Batch;
import io.natskit.jetstream.ConsumeEnd;
import io.natskit.jetstream.ConsumeEvent;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.Messages;
import io.natskit.jetstream.PullRefusedException;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.ConsumerConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Pull consumers: next, fetch, consume, messages, and the answers to messages. */
@Order(10)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record ConsumeIT(Target target) implements Judged {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);

    private static ConsumerHandle consumer(StreamHandle stream, UnaryOperator<ConsumerConfigBuilder> more) {
        return stream.ensureConsumer(
                more.apply(ConsumerConfig.builder("C").durable("C")).build());
    }

    private static List<String> texts(List<JetStreamMessage> messages) {
        return messages.stream().map(Message::text).toList();
    }

    @Test
    @Rows("client: next")
    void next_takes_one_message_or_says_that_none_came() {
        try (Lab lab = lab()) {
            ConsumerHandle consumer = consumer(lab.stream("S", "s.>"), c -> c);
            lab.publish("s.a", "1", "2");
            JetStreamMessage first = consumer.next(LONG).orElseThrow();
            first.ackSync(LONG);

            assertThat(first.text()).isEqualTo("1");
            assertThat(first.subject()).isEqualTo("s.a");
            assertThat(first.metadata().stream()).isEqualTo("S");
            assertThat(first.metadata().consumer()).isEqualTo("C");
            assertThat(first.metadata().streamSequence()).isEqualTo(1);
            assertThat(first.metadata().consumerSequence()).isEqualTo(1);
            assertThat(first.metadata().delivered()).isEqualTo(1);
            assertThat(first.metadata().pending()).isEqualTo(1);
            assertThat(consumer.info().ackFloor().stream()).isEqualTo(1);
            assertThat(consumer.async().next(LONG)).succeedsWithin(LONG);
            assertThat(consumer.next(SHORT)).isEmpty();
            assertThat(consumer.async().next(SHORT).join()).isEmpty();
        }
    }

    @Test
    @Rows("client: fetch")
    void a_batch_ends_when_it_is_full_or_time_is_up() {
        try (Lab lab = lab()) {
            ConsumerHandle consumer = consumer(lab.stream("S", "s.>"), c -> c);
            lab.numbers("s.a", 15);

            Batch full = consumer.fetch(f -> f.messages(10).expires(LONG));
            assertThat(full.all()).hasSize(10);
            assertThat(full.end().map(ConsumeEnd::reason)).contains(ConsumeEnd.Reason.COMPLETE);
            Batch part = consumer.fetch(f -> f.messages(10).expires(SHORT));
            assertThat(texts(part.all())).containsExactly("11", "12", "13", "14", "15");
            assertThat(part.end().map(ConsumeEnd::reason)).contains(ConsumeEnd.Reason.EXPIRED);
            Batch none = consumer.fetch(f -> f.messages(10).noWait());
            assertThat(none.all()).isEmpty();
            assertThat(none.end().map(ConsumeEnd::reason)).contains(ConsumeEnd.Reason.NO_MESSAGES);
            assertThat(consumer.async().fetch(f -> f.messages(10).noWait()).join())
                    .isEmpty();
        }
    }

    @Test
    @Rows("client: fetch")
    void a_fetch_without_waiting_takes_what_is_there() {
        try (Lab lab = lab()) {
            ConsumerHandle consumer = consumer(lab.stream("S", "s.>"), c -> c);
            lab.numbers("s.a", 5);

            assertThat(consumer.fetch(f -> f.messages(3).noWait()).all()).hasSize(3);
            assertThat(texts(
                            consumer.async().fetch(f -> f.messages(10).noWait()).join()))
                    .containsExactly("4", "5");
        }
    }

    @Test
    @Rows("client: fetch")
    void a_fetch_by_bytes_takes_no_more_than_those() {
        try (Lab lab = lab()) {
            ConsumerHandle consumer = consumer(lab.stream("S", "s"), c -> c);
            for (int i = 0; i < 20; i++) {
                lab.js().publish("s", new byte[1000]);
            }
            List<JetStreamMessage> got =
                    consumer.fetch(f -> f.bytes(5000).expires(LONG)).all();

            assertThat(got).hasSizeBetween(3, 4);
        }
    }

    @Test
    @Rows("client: status handling")
    void a_consumer_that_is_not_there_is_an_error_at_once() {
        try (Lab lab = lab()) {
            ConsumerHandle nobody = lab.stream("S", "s").consumer("nobody");

            assertThatThrownBy(() -> nobody.next(LONG)).isInstanceOf(NoRespondersException.class);
            assertThat(nobody.async().next(LONG))
                    .failsWithin(LONG)
                    .withThrowableThat()
                    .withCauseInstanceOf(NoRespondersException.class);
        }
    }

    @Test
    @Rows("client: consume")
    void consuming_takes_everything_however_little_is_asked_for_ahead() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>");
            for (int ahead : new int[] {1, 2, 7, 500}) {
                ConsumerHandle consumer = stream.ensureConsumer(
                        ConsumerConfig.builder("C" + ahead).durable("C" + ahead).build());
                lab.numbers("s." + ahead, 100);
                List<Long> got = new CopyOnWriteArrayList<>();
                try (Consuming consuming = consumer.consume(
                        m -> {
                            got.add(m.metadata().streamSequence());
                            m.ack();
                        },
                        s -> s.ahead(ahead))) {
                    long all = stream.info().state().messages();
                    await().atMost(LONG).until(() -> got.size() == all);
                    assertThat(consuming.drain(LONG)).isTrue();
                    assertThat(consuming.ended().join().reason()).isEqualTo(ConsumeEnd.Reason.DRAINED);
                }
                assertThat(got).isSorted().doesNotHaveDuplicates();
                await().atMost(LONG).until(() -> consumer.info().numAckPending() == 0);
            }
        }
    }

    @Test
    @Rows("client: consume")
    void consuming_by_bytes_takes_everything() {
        try (Lab lab = lab()) {
            ConsumerHandle consumer = consumer(lab.stream("S", "s"), c -> c);
            AtomicInteger got = new AtomicInteger();
            for (int i = 0; i < 300; i++) {
                lab.js().async().publish("s", new byte[1000]);
            }
            try (Consuming consuming = consumer.consume(
                    m -> {
                        got.incrementAndGet();
                        m.ack();
                    },
                    s -> s.aheadBytes(20_000))) {
                await().atMost(LONG).until(() -> got.get() == 300);
                assertThat(consuming.pendingMessages()).isZero();
            }
        }
    }

    @Test
    @Rows("client: consume")
    void what_comes_later_is_taken_too_and_no_more_waits_than_was_asked_for() {
        try (Lab lab = lab()) {
            ConsumerHandle consumer = consumer(lab.stream("S", "s.>"), c -> c.maxAckPending(-1));
            try (Messages messages = consumer.messages(s -> s.ahead(10).expires(LONG))) {
                assertThat(messages.next(SHORT)).isEmpty();
                lab.numbers("s.a", 100);
                for (int i = 1; i <= 100; i++) {
                    assertThat(messages.pendingMessages()).isLessThanOrEqualTo(10);
                    assertThat(messages.next(LONG).orElseThrow().text()).isEqualTo(Integer.toString(i));
                }
                assertThat(messages.next(SHORT)).isEmpty();
            }
        }
    }

    @Test
    @Rows("client: consume")
    void pulls_that_expire_are_followed_by_others() {
        try (Lab lab = lab()) {
            ConsumerHandle consumer = consumer(lab.stream("S", "s.>"), c -> c);
            List<ConsumeEvent> events = new CopyOnWriteArrayList<>();
            try (Messages messages =
                    consumer.messages(s -> s.expires(Duration.ofSeconds(2)).onEvent(events::add))) {
                assertThat(messages.next(Duration.ofMillis(4500))).isEmpty();
                lab.publish("s.a", "late");
                assertThat(messages.next(LONG).orElseThrow().text()).isEqualTo("late");
            }
            assertThat(events).isEmpty();
        }
    }

    @Test
    @Rows({"client: consume", "client: status handling"})
    void consuming_ends_with_the_error_when_its_consumer_is_deleted() {
        try (Lab lab = lab()) {
            ConsumerHandle consumer = consumer(lab.stream("S", "s.>"), c -> c);
            lab.publish("s.a", "1");
            Messages messages = consumer.messages(s -> {});
            Consuming consuming = consumer.consume(m -> {});
            assertThat(messages.next(LONG)).isPresent();
            // nats-server forgets a pull that comes while it deletes the consumer
            Judged.awaitSoon(() -> consumer.info().numWaiting() == 2);
            consumer.delete();

            ConsumeEnd end = consuming
                    .ended()
                    .orTimeout(20, java.util.concurrent.TimeUnit.SECONDS)
                    .join();
            assertThat(end.reason()).isEqualTo(ConsumeEnd.Reason.REFUSED);
            assertThat(end.error()).isInstanceOf(PullRefusedException.class).hasMessageContaining("Consumer Deleted");
            assertThatThrownBy(() -> {
                        while (messages.next(LONG).isPresent()) {
                            // those before the end
                        }
                    })
                    .isInstanceOf(PullRefusedException.class);
        }
    }

    @Test
    @Rows("client: iterate")
    void messages_are_iterated_until_stopped_from_elsewhere() throws InterruptedException {
        try (Lab lab = lab()) {
            ConsumerHandle consumer = consumer(lab.stream("S", "s.>"), c -> c);
            lab.numbers("s.a", 20);
            Messages messages = consumer.messages(s -> {});
            AtomicInteger got = new AtomicInteger();
            Thread reader = new Thread(() -> {
                for (JetStreamMessage message : messages) {
                    message.ack();
                    got.incrementAndGet();
                }
            });
            reader.start();
            await().atMost(LONG).until(() -> got.get() == 20);
            messages.stop();
            reader.join(LONG.toMillis());

            assertThat(reader.isAlive()).isFalse();
            assertThat(messages.ended().join().reason()).isEqualTo(ConsumeEnd.Reason.STOPPED);
        }
    }

    @Test
    @Rows("client: ack types")
    void each_answer_does_what_it_says() {
        try (Lab lab = lab()) {
            ConsumerHandle consumer = consumer(
                    lab.stream("S", "s.>"),
                    c -> c.ackWait(Duration.ofSeconds(2)).maxDeliver(3));
            lab.publish("s.a", "nak");
            JetStreamMessage message = consumer.next(LONG).orElseThrow();
            message.nak();
            message.ack(); // counts no more
            JetStreamMessage second = consumer.next(LONG).orElseThrow();
            assertThat(second.metadata().delivered()).isEqualTo(2);
            long begun = System.nanoTime();
            second.nak(Duration.ofMillis(300));
            JetStreamMessage third = consumer.next(LONG).orElseThrow();
            assertThat(System.nanoTime() - begun)
                    .isGreaterThan(Duration.ofMillis(250).toNanos());
            third.term("no use");
            assertThat(third.isAnswered()).isTrue();
            lab.publish("s.a", "work");
            JetStreamMessage work = consumer.next(LONG).orElseThrow();
            for (int i = 0; i < 5; i++) {
                work.working();
                assertThat(consumer.next(Duration.ofMillis(500))).isEmpty();
            }
            work.ackAsync().join();
            assertThat(consumer.info().numAckPending()).isZero();
            assertThat(consumer.info().ackFloor().stream()).isEqualTo(2);
        }
    }

    @Test
    @Rows("client: ordered by key parallel")
    void keys_are_handled_side_by_side_and_each_in_order() {
        try (Lab lab = lab()) {
            ConsumerHandle consumer = consumer(lab.stream("S", "s.>"), c -> c.maxAckPending(-1));
            for (int i = 0; i < 50; i++) {
                for (int key = 0; key < 4; key++) {
                    lab.js()
                            .async()
                            .publish("s." + key, Integer.toString(i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
                }
            }
            Map<String, List<Integer>> got = new ConcurrentHashMap<>();
            Set<String> threads = ConcurrentHashMap.newKeySet();
            try (Consuming consuming = consumer.consume(
                    m -> {
                        threads.add(Thread.currentThread().getName());
                        got.computeIfAbsent(m.subject(), k -> new CopyOnWriteArrayList<>())
                                .add(Integer.parseInt(m.text()));
                        m.ack();
                    },
                    s -> s.dispatch(Dispatch.keyed(4, Message::subject)))) {
                await().atMost(LONG)
                        .until(() -> got.values().stream().mapToInt(List::size).sum() == 200);
                assertThat(consuming.drain(LONG)).isTrue();
            }
            assertThat(got)
                    .hasSize(4)
                    .allSatisfy(
                            (key, numbers) -> assertThat(numbers).hasSize(50).isSorted());
        }
    }

    @Test
    @Rows("client: reset")
    void a_reset_consumer_delivers_again() {
        try (Lab lab = lab()) {
            ConsumerHandle consumer = consumer(lab.stream("S", "s.>"), c -> c);
            lab.numbers("s.a", 3);
            consumer.fetch(f -> f.messages(3)).all().forEach(m -> m.ackSync(LONG));
            consumer.reset(2);

            assertThat(texts(consumer.fetch(f -> f.messages(5).expires(SHORT)).all()))
                    .containsExactly("2", "3");
        }
    }
}
