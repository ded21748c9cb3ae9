// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.client.Connection;
import io.natskit.conformance.target.Target;
import io.natskit.jetstream.ConsumeEvent;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.Messages;
import io.natskit.jetstream.PushHandle;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.AckPolicy;
import io.natskit.wire.jetstream.ConsumerConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Push consumers (ADR-9): flow control, heartbeats, deliver groups. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record PushIT(Target target) implements Judged {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    @Rows("client: push")
    void flow_control_is_answered_as_messages_are_taken_and_nothing_is_dropped() {
        try (Lab lab = lab();
                Connection tight =
                        lab.another(o -> o.limits(l -> l.pendingMessagesMax(10).pendingBytesMax(1000)))) {
            StreamHandle stream =
                    JetStream.on(tight).stream(lab.stream("S", "s").name());
            int count = 3000;
            for (int i = 0; i < count; i++) {
                lab.js().async().publish("s", new byte[1000]);
            }
            lab.js().awaitAcks(LONG);
            PushHandle push = stream.push(ConsumerConfig.builder("P")
                    .durable("P")
                    .ackPolicy(AckPolicy.NONE)
                    .flowControl(true)
                    .idleHeartbeat(Duration.ofSeconds(2))
                    .build());
            List<ConsumeEvent> events = new CopyOnWriteArrayList<>();
            try (Messages messages = push.messages(s -> s.onEvent(events::add))) {
                long most = 0;
                for (int i = 1; i <= count; i++) {
                    assertThat(messages.next(LONG).orElseThrow().metadata().streamSequence())
                            .isEqualTo(i);
                    most = Math.max(most, messages.pendingMessages());
                }
                assertThat(messages.next(Duration.ofMillis(2500))).isEmpty();
                assertThat(most).as("messages that waited at most").isLessThan(count);
            }
            assertThat(events).isEmpty();
            push.delete();
        }
    }

    @Test
    @Rows("client: push")
    void a_deliver_group_shares_the_messages() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s");
            lab.numbers("s", 500);
            PushHandle push = stream.push(ConsumerConfig.builder("P")
                    .durable("P")
                    .deliverGroup("workers")
                    .ackWait(Duration.ofSeconds(30))
                    .build());
            AtomicInteger a = new AtomicInteger();
            AtomicInteger b = new AtomicInteger();
            try (Consuming first = push.consume(m -> {
                        a.incrementAndGet();
                        m.ack();
                    });
                    Consuming second = push.consume(m -> {
                        b.incrementAndGet();
                        m.ack();
                    })) {
                lab.numbers("s", 500);
                await().atMost(LONG).until(() -> push.info().ackFloor().stream() == 1000);
                assertThat(a.get() + b.get()).isEqualTo(1000);
                assertThat(b.get()).isPositive();
                assertThat(push.info().pushBound()).isTrue();
                assertThat(second.drain(LONG)).isTrue();
                assertThat(first.drain(LONG)).isTrue();
            }
        }
    }

    @Test
    @Rows("client: push")
    void a_consumer_that_is_silent_is_told_of() {
        Duration heartbeat = Duration.ofMillis(200);
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s");
            PushHandle push = stream.push(ConsumerConfig.builder("P")
                    .durable("P")
                    .idleHeartbeat(heartbeat)
                    .build());
            List<ConsumeEvent> events = new CopyOnWriteArrayList<>();
            try (Consuming consuming = push.consume(m -> m.ack(), s -> s.onEvent(events::add))) {
                lab.publish("s", "1");
                await().atMost(LONG).until(() -> push.info().ackFloor().stream() == 1);
                push.delete();
                await().atMost(LONG)
                        .until(() -> events.stream().anyMatch(e -> e instanceof ConsumeEvent.MissedHeartbeats)
                                || consuming.ended().isDone());
            }
            assertThat(events)
                    .allSatisfy(event -> assertThat(event)
                            .isInstanceOfSatisfying(
                                    ConsumeEvent.MissedHeartbeats.class,
                                    missed -> assertThat(missed.silentNanos())
                                            .isGreaterThanOrEqualTo(
                                                    heartbeat.multipliedBy(2).toNanos())));
        }
    }
}
