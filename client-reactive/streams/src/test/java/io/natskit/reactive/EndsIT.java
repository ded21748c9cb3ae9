// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.Message;
import io.natskit.client.OutgoingMessage;
import io.natskit.jetstream.ConsumerHandle;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.jetstream.StreamHandle;
import io.natskit.server.NatsServer;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.StreamConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Demand reaches the server, and cancelling leaves nothing behind. */
class EndsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private NatsServer server;
    private Connection connection;
    private JetStream js;

    @BeforeEach
    void start() {
        server = NatsServer.builder().jetStream().start();
        connection = Nats.connect(server.url());
        js = JetStream.on(connection);
    }

    @AfterEach
    void stop() {
        connection.close();
        server.close();
    }

    /** Takes what it asks for. */
    private static final class Taker<T> implements Subscriber<T> {
        private final List<T> got = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();

        static <T> Taker<T> of(Publisher<T> publisher) {
            Taker<T> taker = new Taker<>();
            publisher.subscribe(taker);
            taker.subscription.join();
            return taker;
        }

        void ask(long n) {
            subscription.join().request(n);
        }

        @Override
        public void onSubscribe(Subscription to) {
            subscription.complete(to);
        }

        @Override
        public void onNext(T item) {
            got.add(item);
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onComplete() {}
    }

    @Test
    void a_cancelled_subscription_is_unsubscribed_and_asks_for_no_more_than_it_said() {
        Taker<Message> taker = Taker.of(ReactiveConnection.of(connection).subscribe("a"));
        for (int i = 0; i < 10; i++) {
            connection.publish("a", "" + i);
        }
        taker.ask(3);
        await().atMost(SOON).until(() -> taker.got.size() == 3);
        connection.flush();
        assertThat(taker.got).hasSize(3);
        taker.subscription.join().cancel();
        await().atMost(SOON).until(() -> connection.statistics().subscriptions() == 0);
    }

    @Test
    void demand_is_pull_credit_and_cancelling_ends_the_pull() {
        StreamHandle stream =
                js.createStream(StreamConfig.builder("S").subjects("s").build());
        for (int i = 0; i < 20; i++) {
            js.publish("s", new byte[1]);
        }
        ConsumerHandle consumer = stream.ensureConsumer(
                ConsumerConfig.builder("C").durable("C").maxAckPending(-1).build());
        Taker<JetStreamMessage> taker = Taker.of(ReactiveJetStream.of(js).consume(consumer, s -> {}));
        taker.ask(4);
        await().atMost(SOON).until(() -> taker.got.size() == 4);
        assertThat(consumer.info().delivered().consumer()).isEqualTo(4);
        taker.ask(2);
        await().atMost(SOON).until(() -> taker.got.size() == 6);
        assertThat(consumer.info().delivered().consumer()).isEqualTo(6);
        long before = connection.statistics().subscriptions();
        taker.subscription.join().cancel();
        await().atMost(SOON).until(() -> connection.statistics().subscriptions() == before - 1);
        Taker<JetStreamMessage> ordered = Taker.of(ReactiveJetStream.of(js).ordered(stream, s -> {}));
        ordered.ask(3);
        await().atMost(SOON).until(() -> ordered.got.size() == 3);
        ordered.subscription.join().cancel();
        await().atMost(SOON).until(() -> stream.info().state().consumerCount() == 1);
    }

    @Test
    void a_sink_tells_how_many_it_has_published() {
        ReactiveSink sink = ReactiveConnection.of(connection).publisher(2);
        sink.onSubscribe(new Subscription() {
            private int sent;

            @Override
            public void request(long n) {
                for (long i = 0; i < n && sent < 5; i++) {
                    sent++;
                    sink.onNext(OutgoingMessage.of("a", new byte[0]));
                }
                if (sent == 5) {
                    sent++;
                    sink.onComplete();
                }
            }

            @Override
            public void cancel() {}
        });
        assertThat(sink.completion().join()).isEqualTo(5);
    }
}
