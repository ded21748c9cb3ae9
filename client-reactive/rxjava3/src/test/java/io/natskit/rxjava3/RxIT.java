// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.Message;
import io.natskit.client.NoRespondersException;
import io.natskit.client.OutgoingMessage;
import io.natskit.client.service.ServicePing;
import io.natskit.client.service.Services;
import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.jetstream.JetStreamMessage;
import io.natskit.server.NatsServer;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.jetstream.StreamConfig;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client in the shapes of RxJava: values, demand, cancelling. */
class RxIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private NatsServer server;
    private Connection connection;
    private RxConnection rx;
    private RxJetStream js;

    @BeforeEach
    void start() {
        server = NatsServer.builder().jetStream().start();
        connection = Nats.connect(server.url());
        rx = RxConnection.of(connection);
        js = RxJetStream.of(JetStream.on(connection));
    }

    @AfterEach
    void stop() {
        connection.close();
        server.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_request_is_sent_for_each_who_subscribes_and_fails_as_it_does() {
        connection.subscribe("twice", m -> m.reply(m.text() + m.text()));
        var request = rx.request("twice", bytes("ab"));
        assertThat(connection.statistics().messagesOut()).isZero();
        assertThat(request.blockingGet().text()).isEqualTo("abab");
        assertThat(request.blockingGet().text()).isEqualTo("abab");
        rx.request("nobody", bytes("")).test().awaitDone(20, TimeUnit.SECONDS).assertError(NoRespondersException.class);
        connection.subscribe("mute", m -> {});
        Disposable waiting = rx.request("mute", bytes(""), Duration.ofDays(1)).subscribe();
        await().atMost(SOON).until(() -> connection.statistics().requestsPending() == 1);
        waiting.dispose();
        assertThat(connection.statistics().requestsPending()).isZero();
    }

    @Test
    void a_subscription_lives_as_long_as_its_subscriber_and_gives_what_is_asked_for() {
        TestSubscriber<String> taker = rx.subscribe("a").map(Message::text).test(2);
        await().atMost(SOON).until(() -> connection.statistics().subscriptions() == 1);
        rx.publishAll(Flowable.range(0, 50).map(i -> OutgoingMessage.of("a", bytes("" + i))), 8)
                .test()
                .awaitDone(20, TimeUnit.SECONDS)
                .assertValue(50L);
        taker.awaitCount(2);
        taker.assertValues("0", "1");
        taker.request(1);
        taker.awaitCount(3);
        taker.cancel();
        await().atMost(SOON).until(() -> connection.statistics().subscriptions() == 0);
    }

    @Test
    void jetstream_from_stream_to_acknowledgement() {
        RxStream stream = js.createStream(StreamConfig.builder("S")
                        .subjects("s.>")
                        .allowDirect(true)
                        .build())
                .blockingGet();
        List<PubAck> acks = js.publishAll(
                        Flowable.range(1, 40).map(i -> OutgoingMessage.of("s." + i, bytes("" + i))), 8)
                .toList()
                .blockingGet();
        assertThat(acks).hasSize(40).extracting(PubAck::sequence).isSorted();
        RxConsumer consumer = stream.ensureConsumer(
                        ConsumerConfig.builder("C").durable("C").build())
                .blockingGet();
        TestSubscriber<JetStreamMessage> taker = consumer.messages(s -> {}).test(5);
        taker.awaitCount(5);
        assertThat(consumer.info().blockingGet().delivered().consumer()).isEqualTo(5);
        taker.values().forEach(JetStreamMessage::ack);
        taker.cancel();
        await().atMost(SOON)
                .until(() -> consumer.info().blockingGet().ackFloor().consumer() == 5);
        assertThat(consumer.next(SOON).blockingGet().text()).isEqualTo("6");
        assertThat(stream.message(7).blockingGet().text()).isEqualTo("7");
        assertThat(stream.message(700).blockingGet()).isNull();
        assertThat(stream.read(r -> r.from(31)).count().blockingGet()).isEqualTo(10);
        assertThat(js.streams().map(i -> i.config().name()).toList().blockingGet())
                .containsExactly("S");
        assertThat(stream.consumerNames().toList().blockingGet()).containsExactly("C");
        assertThat(stream.ordered(o -> {}).take(40).count().blockingGet()).isEqualTo(40);
        assertThat(stream.purge(p -> {}).blockingGet()).isEqualTo(40);
        js.deleteStream("S").blockingAwait();
        assertThat(js.findStream("S").blockingGet()).isNull();
        js.deleteStream("S").test().awaitDone(20, TimeUnit.SECONDS).assertError(JetStreamApiException.class);
    }

    @Test
    void services_are_found_and_called() {
        RxServices services = RxServices.of(Services.on(connection));
        assertThat(services.start("shop", "1.0.0", s -> s.endpoint("price", e -> e.handler(r -> r.reply("340"))))
                        .blockingGet())
                .isNotNull();
        assertThat(services.ping(d -> d.instancesMax(1)).map(ServicePing::name).blockingFirst())
                .isEqualTo("shop");
        assertThat(services.call("price", new byte[0]).blockingGet().text()).isEqualTo("340");
    }
}
