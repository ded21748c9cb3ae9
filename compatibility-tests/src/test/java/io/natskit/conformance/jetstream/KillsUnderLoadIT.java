// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.client.Connection;
import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.OutgoingMessage;
import io.natskit.conformance.target.JetStreamTargets;
import io.natskit.conformance.target.ProgramTarget;
import io.natskit.conformance.target.Target;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.StreamHandle;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.jetstream.StreamConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What our server promised under load, over kills of its process by signal 9 (rows D3, D4). 3 kills, 50 in the full form. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("ours")
record KillsUnderLoadIT(Target target) implements Judged {
    private static final int KILLS = Boolean.getBoolean("natskit.full") ? 50 : 3;
    private static final Duration LONG = Duration.ofSeconds(60);

    static Stream<ProgramTarget> ours() {
        return JetStreamTargets.programs().filter(one -> one.family().equals("natskit"));
    }

    @Test
    @Rows({"D3", "D4"})
    void no_acknowledged_message_is_lost_and_no_confirmed_ack_is_forgotten(@TempDir Path folder) throws Exception {
        long seed = Long.getLong("natskit.seed", System.nanoTime());
        String again = "again with -Dnatskit.seed=" + seed;
        Random random = new Random(seed);
        try (MortalServer server = new MortalServer((ProgramTarget) target, folder);
                Connection connection = server.connect()) {
            JetStream js = JetStream.on(
                    connection, o -> o.timeout(Duration.ofSeconds(20)).window(256));
            StreamHandle stream = js.createStream(
                    StreamConfig.builder("S").subjects("s").allowDirect(true).build());
            // so short that what is not settled comes again within a round
            stream.ensureConsumer(ConsumerConfig.builder("C")
                    .durable("C")
                    .ackWait(Duration.ofMillis(500))
                    .build());
            try (Publishing publishing = new Publishing(js);
                    Wire wire = new Wire(connection)) {
                for (int kill = 1; kill <= KILLS; kill++) {
                    int acked = publishing.acked.size() + 200 + random.nextInt(800);
                    int confirmed = wire.confirmed.size() + 100 + random.nextInt(400);
                    await(again)
                            .atMost(LONG)
                            .until(() -> publishing.acked.size() >= acked && wire.confirmed.size() >= confirmed);
                    server.kill();
                }
                publishing.end();
                long last = stream.info().state().lastSequence();
                await(again).atMost(LONG).until(() -> stream.consumer("C").info().ackFloor().stream() == last);

                Map<String, Long> stored = new ConcurrentHashMap<>();
                Set<String> twice = new HashSet<>();
                stream.read(r -> {}).forEach(m -> {
                    if (stored.put(m.text(), m.sequence()) != null) {
                        twice.add(m.text());
                    }
                });
                System.out.println(KILLS + " kills: " + publishing.acked.size() + " messages acknowledged, "
                        + wire.confirmed.size() + " acks confirmed, " + wire.early.get() + " copies sent before");
                assertThat(stored).as(again).containsAllEntriesOf(publishing.acked);
                assertThat(twice).as("stored twice, " + again).isEmpty();
                assertThat(wire.late)
                        .as("sent after their acks were confirmed, " + again)
                        .isEmpty();
            }
        }
    }

    private static void ended(Thread thread) {
        try {
            thread.join(LONG.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Publishes with a window until it is told to end; each message has an id and is sent again when its outcome is unknown. */
    private static final class Publishing implements AutoCloseable {
        final Map<String, Long> acked = new ConcurrentHashMap<>();
        private final JetStream js;
        private final AtomicBoolean ending = new AtomicBoolean();
        private final Thread thread = new Thread(this::run, "publishing");
        private final AtomicInteger open = new AtomicInteger();

        Publishing(JetStream js) {
            this.js = js;
            thread.start();
        }

        private void run() {
            for (int i = 0; !ending.get(); i++) {
                String id = Integer.toString(i);
                open.incrementAndGet();
                CompletableFuture<@Nullable PubAck> one = js.async()
                        .publish(OutgoingMessage.to("s").payload(id).build(), p -> p.messageId(id))
                        .handle((ack, problem) -> {
                            if (ack != null) {
                                acked.put(id, ack.sequence());
                            }
                            open.decrementAndGet();
                            return ack;
                        });
                if (i % 256 == 255) {
                    // the window bounds what is under way
                    one.join();
                }
            }
        }

        void end() {
            close();
            await().atMost(LONG).until(() -> open.get() == 0);
        }

        @Override
        public void close() {
            ending.set(true);
            ended(thread);
        }
    }

    /**
     * Messages and confirmations of acks on one subscription, so in the order in which the server sent them: what was sent before the
     * confirmation is a copy, what is sent behind it is a redelivery of what was settled.
     */
    private static final class Wire implements AutoCloseable {
        final Set<Long> confirmed = ConcurrentHashMap.newKeySet();
        final List<Long> late = new CopyOnWriteArrayList<>();
        final AtomicInteger early = new AtomicInteger();
        private final Set<Long> seen = ConcurrentHashMap.newKeySet();
        private final Connection connection;
        private final AtomicBoolean ending = new AtomicBoolean();
        private final Thread pulling = new Thread(this::pull, "pulling");

        Wire(Connection connection) {
            this.connection = connection;
            connection.subscribe("d.>", this::received);
            pulling.start();
        }

        private void pull() {
            byte[] request = "{\"batch\":200,\"expires\":200000000}".getBytes(StandardCharsets.US_ASCII);
            while (!ending.get()) {
                try {
                    connection.publish(OutgoingMessage.to("$JS.API.CONSUMER.MSG.NEXT.S.C")
                            .replyTo("d.m")
                            .payload(request)
                            .build());
                } catch (NatsException e) {
                    // away for the moment
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }

        private void received(Message message) {
            if (message.subject().startsWith("d.a.")) {
                if (message.headers().isEmpty()) {
                    confirmed.add(Long.parseLong(message.subject().substring(4)));
                }
                return;
            }
            String reply = message.replyTo();
            if (reply == null) {
                return; // a status
            }
            long sequence = Long.parseLong(reply.split("\\.")[5]);
            if (confirmed.contains(sequence)) {
                late.add(sequence);
            } else if (!seen.add(sequence)) {
                early.incrementAndGet();
            }
            try {
                connection.publish(OutgoingMessage.to(reply)
                        .replyTo("d.a." + sequence)
                        .payload("+ACK")
                        .build());
            } catch (NatsException e) {
                // away for the moment: it comes again
            }
        }

        @Override
        public void close() {
            ending.set(true);
            ended(pulling);
        }
    }
}
