// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.target.Target;
import io.natskit.jetstream.ConsumeEvent;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.Messages;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.PriorityPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Priority groups (ADR-42): overflow, pinned, prioritized. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record GroupsIT(Target target) implements Judged {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    private static ConsumerHandle consumer(StreamHandle stream, PriorityPolicy policy) {
        return stream.ensureConsumer(ConsumerConfig.builder("C")
                .durable("C")
                .priorityGroups("jobs")
                .priorityPolicy(policy)
                .priorityTimeout(policy == PriorityPolicy.PINNED_CLIENT ? Duration.ofSeconds(10) : Duration.ZERO)
                .build());
    }

    @Test
    @Rows("client: overflow groups")
    void who_helps_out_gets_messages_only_when_there_are_enough() {
        try (Lab lab = lab()) {
            ConsumerHandle consumer = consumer(lab.stream("S", "s"), PriorityPolicy.OVERFLOW);
            lab.numbers("s", 5);

            assertThat(consumer.fetch(f -> f.messages(1).expires(SHORT).group("jobs", g -> g.minPending(10)))
                            .all())
                    .isEmpty();
            lab.numbers("s", 5);
            assertThat(consumer.fetch(f -> f.messages(1).expires(LONG).group("jobs", g -> g.minPending(10)))
                            .all())
                    .hasSize(1);
            try (Messages messages = consumer.messages(s -> s.group("jobs", g -> g.minAckPending(1)))) {
                assertThat(messages.next(LONG)).isPresent();
            }
        }
    }

    @Test
    @Rows("client: pinned client")
    void one_client_is_pinned_and_another_takes_over_when_told() {
        try (Lab lab = lab()) {
            ConsumerHandle consumer = consumer(lab.stream("S", "s"), PriorityPolicy.PINNED_CLIENT);
            AtomicInteger a = new AtomicInteger();
            AtomicInteger b = new AtomicInteger();
            List<ConsumeEvent> events = new CopyOnWriteArrayList<>();
            try (Consuming first = consumer.consume(
                    m -> {
                        a.incrementAndGet();
                        m.ack();
                    },
                    s -> s.expires(Duration.ofSeconds(4)).group("jobs", g -> {}).onEvent(events::add))) {
                lab.numbers("s", 100);
                await().atMost(LONG).until(() -> a.get() == 100);
                try (Consuming second = consumer.consume(
                        m -> {
                            b.incrementAndGet();
                            m.ack();
                        },
                        s -> s.expires(Duration.ofSeconds(4)).group("jobs", g -> {}))) {
                    lab.numbers("s", 100);
                    await().atMost(LONG).until(() -> a.get() + b.get() == 200);
                    assertThat(b.get()).isZero();
                    assertThat(events)
                            .hasOnlyElementsOfType(ConsumeEvent.Pinned.class)
                            .hasSize(1);
                    consumer.unpin("jobs");
                    lab.numbers("s", 100);
                    await().atMost(LONG).until(() -> a.get() + b.get() == 300);
                    first.stop();
                    consumer.unpin("jobs");
                    lab.numbers("s", 100);
                    await().atMost(LONG).until(() -> a.get() + b.get() >= 400);
                    assertThat(b.get()).isGreaterThanOrEqualTo(100);
                    assertThat(second.pendingMessages()).isZero();
                }
            }
        }
    }

    @Test
    @Rows("client: prioritized")
    void lower_priorities_come_first() {
        try (Lab lab = lab()) {
            ConsumerHandle consumer = consumer(lab.stream("S", "s"), PriorityPolicy.PRIORITIZED);
            AtomicInteger low = new AtomicInteger();
            AtomicInteger high = new AtomicInteger();
            try (Consuming second = consumer.consume(
                            m -> {
                                low.incrementAndGet();
                                m.ack();
                            },
                            s -> s.ahead(50).group("jobs", g -> g.priority(5)));
                    Consuming first = consumer.consume(
                            m -> {
                                high.incrementAndGet();
                                m.ack();
                            },
                            s -> s.ahead(50).group("jobs", g -> g.priority(0)))) {
                await().atMost(LONG).until(() -> consumer.info().numWaiting() == 2);
                for (int i = 0; i < 20; i++) {
                    lab.publish("s", "x");
                }
                await().atMost(LONG).until(() -> low.get() + high.get() == 20);
                assertThat(high.get()).isEqualTo(20);
                assertThat(first.pendingMessages() + second.pendingMessages()).isZero();
            }
        }
    }
}
