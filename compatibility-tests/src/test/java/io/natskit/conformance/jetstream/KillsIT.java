// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.client.Connection;
import io.natskit.client.InDoubtException;
import io.natskit.client.NatsException;
import io.natskit.client.OutgoingMessage;
import io.natskit.conformance.target.ProgramTarget;
import io.natskit.conformance.target.Target;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.Consuming;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.jetstream.StreamConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What the client promised over kills of the server, by signal 9 (K3, K4). 3 kills and fewer messages, 20 kills in the full form. */
@Order(4)
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#programs")
record KillsIT(Target target) implements Judged {
    private static final boolean FULL = Boolean.getBoolean("natskit.full");
    private static final int KILLS = FULL ? 20 : 3;
    private static final int PUBLISHED = FULL ? 3000 : 1200;
    private static final int CONSUMED = FULL ? 2000 : 600;
    private static final Duration LONG = Duration.ofSeconds(60);

    /** Consumers that went with their server are missed after two of these. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    /** A pull's heartbeat is half of it. */
    private static final Duration SHORT_PULL = Duration.ofSeconds(2);

    @Test
    @Rows("K3")
    void each_future_ends_in_time_nothing_acknowledged_is_missing_and_no_id_is_stored_twice(@TempDir Path folder)
            throws Exception {
        try (MortalServer server = new MortalServer((ProgramTarget) target, folder);
                Connection connection = server.connect()) {
            JetStream js = JetStream.on(
                    connection, o -> o.timeout(Duration.ofSeconds(30)).window(256));
            StreamHandle stream = js.createStream(
                    StreamConfig.builder("S").subjects("s").allowDirect(true).build());
            List<CompletableFuture<PubAck>> acks = new ArrayList<>();
            for (int kill = 0; kill < KILLS; kill++) {
                for (int i = 0; i < PUBLISHED; i++) {
                    String id = Integer.toString(acks.size());
                    acks.add(js.async()
                            .publish(OutgoingMessage.to("s").payload(id).build(), p -> p.messageId(id)));
                    if (i == PUBLISHED / 2) {
                        server.kill();
                    }
                }
            }
            CompletableFuture.allOf(acks.toArray(CompletableFuture[]::new))
                    .exceptionally(e -> null)
                    .get(90, TimeUnit.SECONDS);
            List<String> stored = new ArrayList<>();
            stream.read(r -> {}).forEach(m -> stored.add(m.text()));
            Set<String> unique = new HashSet<>(stored);
            assertThat(stored).as("ids stored").hasSameSizeAs(unique);
            for (int i = 0; i < acks.size(); i++) {
                if (acks.get(i).isCompletedExceptionally()) {
                    assertThat(failure(acks.get(i))).isInstanceOf(NatsException.class);
                } else {
                    assertThat(unique).contains(Integer.toString(i));
                }
            }
            assertThat(acks.stream().filter(a -> !a.isCompletedExceptionally()).count())
                    .isGreaterThan(acks.size() / 2);
        }
    }

    private static Throwable failure(CompletableFuture<?> future) {
        return future.handle((v, e) -> e instanceof CompletionException c && c.getCause() != null ? c.getCause() : e)
                .join();
    }

    @Test
    @Rows("K3")
    void without_ids_an_unknown_outcome_is_said_to_be_one(@TempDir Path folder) throws Exception {
        try (MortalServer server = new MortalServer((ProgramTarget) target, folder);
                Connection connection = server.connect()) {
            JetStream js = JetStream.on(
                    connection, o -> o.timeout(Duration.ofSeconds(10)).window(10_000));
            StreamHandle stream = js.createStream(
                    StreamConfig.builder("S").subjects("s").allowDirect(true).build());
            List<CompletableFuture<PubAck>> acks = new ArrayList<>();
            for (int i = 0; i < 5000; i++) {
                acks.add(js.async()
                        .publish(OutgoingMessage.to("s").payload("" + i).build()));
            }
            server.kill();
            CompletableFuture.allOf(acks.toArray(CompletableFuture[]::new))
                    .exceptionally(e -> null)
                    .get(60, TimeUnit.SECONDS);
            Set<String> stored = new HashSet<>();
            stream.read(r -> {}).forEach(m -> stored.add(m.text()));
            for (int i = 0; i < acks.size(); i++) {
                if (acks.get(i).isCompletedExceptionally()) {
                    assertThat(failure(acks.get(i))).isInstanceOf(InDoubtException.class);
                } else {
                    assertThat(stored).contains("" + i);
                }
            }
        }
    }

    /** That what was confirmed does not come again is judged by {@link KillsUnderLoadIT}, in the order of the wire: here, copies wait in the client. */
    @Test
    @Rows("K4")
    void nothing_is_missed(@TempDir Path folder) throws Exception {
        try (MortalServer server = new MortalServer((ProgramTarget) target, folder);
                Connection connection = server.connect()) {
            JetStream js = JetStream.on(connection, o -> o.timeout(Duration.ofSeconds(10)));
            StreamHandle stream =
                    js.createStream(StreamConfig.builder("S").subjects("s").build());
            ConsumerHandle consumer = stream.ensureConsumer(ConsumerConfig.builder("C")
                    .durable("C")
                    .ackWait(Duration.ofSeconds(2))
                    .build());
            int count = CONSUMED;
            for (int i = 1; i <= count; i++) {
                js.async().publish("s", new byte[] {'x'});
            }
            js.awaitAcks(LONG);
            Set<Long> delivered = ConcurrentHashMap.newKeySet();
            try (Consuming consuming = consumer.consume(
                    m -> {
                        long sequence = m.metadata().streamSequence();
                        delivered.add(sequence);
                        // nats-server does not answer for deliveries that it forgot
                        m.ackSync(Duration.ofMillis(300));
                    },
                    s -> s.ahead(20).expires(Duration.ofSeconds(2)))) {
                for (int kill = 1; kill <= KILLS; kill++) {
                    int until = count * kill / (KILLS + 1);
                    await().atMost(LONG).until(() -> delivered.size() >= until);
                    server.kill();
                }
                await().atMost(LONG).until(() -> consumer.info().ackFloor().stream() == count);
                assertThat(delivered).hasSize(count);
                assertThat(consuming.ended()).isNotDone();
            }
        }
    }

    @Test
    @Rows("K4")
    void ordered_consumers_have_no_gap_over_kills(@TempDir Path folder) throws Exception {
        try (MortalServer server = new MortalServer((ProgramTarget) target, folder);
                Connection connection = server.connect()) {
            JetStream js = JetStream.on(connection, o -> o.timeout(Duration.ofSeconds(10)));
            StreamHandle stream =
                    js.createStream(StreamConfig.builder("S").subjects("s").build());
            List<Long> pulled = new CopyOnWriteArrayList<>();
            List<Long> pushed = new CopyOnWriteArrayList<>();
            try (Consuming pull = stream.ordered(o -> {})
                            .consume(m -> pulled.add(m.metadata().streamSequence()), s -> s.expires(SHORT_PULL));
                    Consuming push = stream.orderedPush(o -> o.heartbeat(HEARTBEAT))
                            .consume(m -> pushed.add(m.metadata().streamSequence()))) {
                for (int kill = 0; kill < KILLS; kill++) {
                    for (int i = 0; i < 500; i++) {
                        String id = kill + "-" + i;
                        js.async().publish(OutgoingMessage.to("s").build(), p -> p.messageId(id));
                    }
                    server.kill();
                    js.awaitAcks(LONG);
                }
                long last = stream.info().state().lastSequence();
                for (List<Long> got : List.of(pulled, pushed)) {
                    await().atMost(LONG).until(() -> !got.isEmpty() && got.get(got.size() - 1) == last);
                    if (target.family().equals("natskit")) {
                        // nats-server may lose what it acknowledged just before, and gives those sequences again
                        assertThat(got).isSorted().doesNotHaveDuplicates();
                        assertThat(got.size()).isEqualTo(stream.info().state().messages());
                    }
                }
                assertThat(pull.ended()).isNotDone();
                assertThat(push.ended()).isNotDone();
            }
        }
    }
}
