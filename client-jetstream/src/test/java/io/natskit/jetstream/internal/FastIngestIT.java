// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.Message;
import io.natskit.client.MessageTracer;
import io.natskit.client.PayloadTooLargeException;
import io.natskit.jetstream.IngestPublisher;
import io.natskit.jetstream.JetStream;
import io.natskit.server.InterceptedMessage;
import io.natskit.server.Interceptor;
import io.natskit.server.NatsServer;
import io.natskit.server.Verdict;
import io.natskit.wire.headers.Headers;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.jetstream.StreamConfig;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a fast ingest says between its messages. */
class FastIngestIT {
    private static final byte[] PAYLOAD = {1};

    private final CountDownLatch secondHasItsNumber = new CountDownLatch(1);
    private final CountDownLatch pinged = new CountDownLatch(1);

    /** Holds the second message, which has its number by then, until the server has had a ping. */
    private final class Holds implements MessageTracer, MessageTracer.Gathering {
        private final AtomicInteger messages = new AtomicInteger();

        @Override
        public Gathering gathering(String subject) {
            return this;
        }

        @Override
        public Runnable sending() {
            if (messages.incrementAndGet() == 2) {
                secondHasItsNumber.countDown();
                try {
                    assertThat(pinged.await(20, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return () -> {};
        }

        @Override
        public void ended(long messages, @Nullable Throwable error) {}

        @Override
        public Sending publishing(String subject, Headers headers, int bytes) {
            return unseen(headers);
        }

        @Override
        public Sending requesting(String subject, Headers headers, int bytes) {
            return unseen(headers);
        }

        private static Sending unseen(Headers headers) {
            return new Sending() {
                @Override
                public Headers headers() {
                    return headers;
                }

                @Override
                public void ended(@Nullable Throwable error) {}
            };
        }

        @Override
        public Handling handling(Message message) {
            return error -> {};
        }
    }

    private final class SeesPings implements Interceptor {
        @Override
        public Verdict published(InterceptedMessage message) {
            String reply = message.reply();
            if (reply != null && reply.endsWith("." + IngestReply.PING + ".$FI")) {
                pinged.countDown();
            }
            return Verdict.deliver();
        }
    }

    @Test
    void a_ping_speaks_of_no_message_that_has_its_number_and_is_not_on_its_way() throws Exception {
        try (NatsServer server = NatsServer.builder()
                        .jetStream()
                        .interceptor(new SeesPings())
                        .start();
                Connection connection =
                        Nats.connect(o -> o.servers(server.url()).tracer(new Holds()))) {
            JetStream js = JetStream.on(connection);
            js.createStream(StreamConfig.builder("S")
                    .subjects("a")
                    .allowBatchPublish(true)
                    .build());
            try (IngestPublisher ingest = js.ingest("S", i -> {})) {
                CompletableFuture<PubAck> committed = CompletableFuture.supplyAsync(() -> {
                    ingest.add("a", PAYLOAD);
                    ingest.add("a", PAYLOAD);
                    return ingest.commit();
                });
                assertThat(secondHasItsNumber.await(20, TimeUnit.SECONDS)).isTrue();
                connection.reconnect();
                assertThat(committed.get(30, TimeUnit.SECONDS).batchSize()).isEqualTo(2);
            }
        }
    }

    @Test
    void a_message_that_is_too_large_takes_no_number_from_those_behind_it() {
        try (NatsServer server = NatsServer.builder().jetStream().start();
                Connection connection = Nats.connect(o -> o.servers(server.url()))) {
            JetStream js = JetStream.on(connection);
            js.createStream(StreamConfig.builder("S")
                    .subjects("a")
                    .allowBatchPublish(true)
                    .build());
            byte[] tooLarge = new byte[(int) connection.serverInfo().maxPayload() + 1];
            try (IngestPublisher ingest = js.ingest("S", i -> {})) {
                for (int i = 0; i < 2; i++) {
                    assertThatThrownBy(() -> ingest.add("a", tooLarge)).isInstanceOf(PayloadTooLargeException.class);
                    assertThat(ingest.add("a", PAYLOAD)).isEqualTo(i + 1);
                }
                assertThat(ingest.commit().batchSize()).isEqualTo(2);
            }
        }
    }
}
