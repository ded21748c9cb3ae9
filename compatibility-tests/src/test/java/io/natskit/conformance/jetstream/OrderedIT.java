// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.client.Message;
import io.natskit.conformance.target.Target;
import io.natskit.jetstream.AsyncMessages;
import io.natskit.jetstream.ConsumeEnd;
import io.natskit.jetstream.ConsumeEvent;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.Messages;
import io.natskit.jetstream.OrderedHandle;
import io.natskit.jetstream.StreamHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Ordered consumers, by pull and by push (ADR-17). */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record OrderedIT(Target target) implements Judged {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);

    /** By its absence a push consumer that was deleted is missed: after two of them. */
    private static final Duration HEARTBEAT = Duration.ofMillis(500);

    private static List<OrderedHandle> both(StreamHandle stream) {
        return List.of(stream.ordered(o -> {}), stream.orderedPush(o -> o.heartbeat(HEARTBEAT)));
    }

    @Test
    @Rows("client: ordered consumer")
    void everything_comes_in_order_and_needs_no_answer() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>");
            lab.numbers("s.a", 2000);
            for (OrderedHandle ordered : both(stream)) {
                try (Messages messages = ordered.messages(s -> {})) {
                    for (int i = 1; i <= 2000; i++) {
                        JetStreamMessage message = messages.next(LONG).orElseThrow();
                        message.ack();
                        assertThat(message.text()).isEqualTo(Integer.toString(i));
                    }
                    assertThat(messages.next(SHORT)).isEmpty();
                    lab.publish("s.a", "later");
                    assertThat(messages.next(LONG).map(Message::text)).contains("later");
                    messages.stop();
                    assertThat(messages.ended().join().reason()).isEqualTo(ConsumeEnd.Reason.STOPPED);
                }
                await().atMost(LONG).until(() -> stream.info().state().consumerCount() == 0);
                lab.js().deleteStream("S");
                lab.stream("S", "s.>");
                lab.numbers("s.a", 2000);
            }
        }
    }

    @Test
    @Rows("client: ordered consumer")
    void a_consumer_that_is_deleted_is_made_anew_and_nothing_is_missing() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>");
            for (OrderedHandle ordered : both(stream)) {
                List<Long> got = new CopyOnWriteArrayList<>();
                List<ConsumeEvent> events = new CopyOnWriteArrayList<>();
                try (Consuming consuming = ordered.consume(
                        m -> got.add(m.metadata().streamSequence()),
                        s -> s.ahead(50).onEvent(events::add).expires(Duration.ofSeconds(2)))) {
                    for (int round = 0; round < 3; round++) {
                        lab.numbers("s.a", 300);
                        long last = stream.info().state().lastSequence();
                        await().atMost(LONG).until(() -> !got.isEmpty() && got.get(got.size() - 1) == last);
                        stream.consumerNames().forEach(stream::deleteConsumer);
                    }
                    lab.numbers("s.a", 10);
                    long last = stream.info().state().lastSequence();
                    await().atMost(LONG).until(() -> got.get(got.size() - 1) == last);
                    assertThat(got).hasSize((int) last);
                    assertThat(consuming.pendingMessages()).isZero();
                }
                assertThat(got).isSorted().doesNotHaveDuplicates();
                assertThat(events).anyMatch(e -> e instanceof ConsumeEvent.Recreated);
            }
        }
    }

    @Test
    @Rows("client: ordered consumer")
    void it_begins_where_it_is_told() {
        try (Lab lab = lab()) {
            StreamHandle stream = lab.stream("S", "s.>");
            lab.publish("s.a", "1", "2");
            lab.publish("s.b", "3", "4");

            assertThat(stream.ordered(o -> o.from(3)).next(LONG).map(Message::text))
                    .contains("3");
            assertThat(stream.ordered(o -> o.subjects("s.b")).next(LONG).map(Message::text))
                    .contains("3");
            assertThat(stream.ordered(o -> o.subjects("s.b", "s.c")).next(LONG).map(Message::text))
                    .contains("3");
            assertThat(stream.ordered(o -> o.fromLast()).next(LONG).map(Message::text))
                    .contains("4");
            assertThat(stream.ordered(o -> o.onlyNew()).next(SHORT)).isEmpty();
            assertThat(stream.orderedPush(o -> o.headersOnly())
                            .next(LONG)
                            .orElseThrow()
                            .headers()
                            .first("Nats-Msg-Size"))
                    .isEqualTo("1");
            List<String> last = new ArrayList<>();
            try (AsyncMessages messages =
                    stream.ordered(o -> o.lastPerSubject()).asyncMessages(s -> {})) {
                Optional<JetStreamMessage> message = messages.next(LONG).join();
                while (message.isPresent()) {
                    last.add(message.get().text());
                    message = messages.next(SHORT).join();
                }
            }
            assertThat(last).containsExactly("2", "4");
        }
    }

    @Test
    @Rows("client: ordered consumer")
    void a_stream_that_is_not_there_ends_it() {
        try (Lab lab = lab()) {
            for (OrderedHandle ordered : both(lab.js().stream("NONE"))) {
                Messages messages = ordered.messages(s -> {});
                ConsumeEnd end = messages.ended()
                        .orTimeout(20, java.util.concurrent.TimeUnit.SECONDS)
                        .join();

                assertThat(end.reason()).isEqualTo(ConsumeEnd.Reason.REFUSED);
                assertThat(end.error()).hasMessageContaining("stream not found");
            }
        }
    }
}
