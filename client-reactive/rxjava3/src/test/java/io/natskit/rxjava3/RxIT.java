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
import io.natskit.kv.KeyValue;
import io.natskit.kv.lease.Leases;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectNotFoundException;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.StoreConfig;
import io.natskit.server.NatsServer;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.PubAck;
import io.natskit.wire.jetstream.StreamConfig;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void objects_go_in_and_out_as_streams_and_a_source_that_fails_leaves_nothing_behind() {
        RxObjectStores stores = RxObjectStores.of(ObjectStores.on(js.blocking()));
        RxObjectStore store = stores.createStore(StoreConfig.of("O")).blockingGet();
        Flowable<ByteBuffer> content = Flowable.range(0, 100).map(i -> ByteBuffer.wrap(new byte[] {i.byteValue(), 1}));
        assertThat(store.put("o", content, p -> p.chunkBytes(3)).blockingGet().size())
                .isEqualTo(200);
        assertThat(store.read("o")
                        .map(ByteBuffer::remaining)
                        .reduce(0, Integer::sum)
                        .blockingGet())
                .isEqualTo(200);
        assertThat(store.bytes("o", 1000).blockingGet()).hasSize(200).startsWith(new byte[] {0, 1, 1, 1, 2});
        assertThat(store.range("o", 1, 3).blockingGet()).containsExactly(new byte[] {1, 1, 1});
        store.put("p", content.concatWith(Flowable.error(new IllegalStateException("torn"))), p -> p.chunkBytes(3))
                .test()
                .awaitDone(20, TimeUnit.SECONDS)
                .assertError(IllegalStateException.class);
        assertThat(store.info("p").blockingGet()).isNull();
        assertThat(store.list().map(ObjectInfo::name).toList().blockingGet()).containsExactly("o");
        store.read("none").test().awaitDone(20, TimeUnit.SECONDS).assertError(ObjectNotFoundException.class);
        TestSubscriber<String> watching =
                store.watch(w -> {}).map(ObjectInfo::name).test(1);
        watching.awaitCount(1);
        watching.assertValues("o");
        watching.cancel();
        await().atMost(SOON)
                .until(() -> js.stream("OBJ_O").info().blockingGet().state().consumerCount() == 0);
        store.delete("o").blockingAwait();
        assertThat(stores.storeNames().toList().blockingGet()).containsExactly("O");
        stores.deleteStore("O").blockingAwait();
        assertThat(stores.stores().count().blockingGet()).isZero();
    }

    @Test
    void who_disposes_of_the_election_leads_no_more() {
        KeyValue kv = KeyValue.on(js.blocking());
        RxLeases leases = RxLeases.of(Leases.in(kv, "L"));
        Duration ttl = Duration.ofSeconds(5);
        TestSubscriber<RxLease> ada = leases.lead("boss", ttl, "ada").test();
        ada.awaitCount(1);
        assertThat(leases.holder("boss").blockingGet()).isEqualTo("ada");
        assertThat(leases.tryAcquire("boss", ttl).blockingGet()).isNull();
        assertThat(ada.values().get(0).renew().blockingGet()).isTrue();
        ada.cancel();
        RxLease taken = leases.acquire("boss", ttl, SOON).blockingGet();
        assertThat(taken.token()).isGreaterThan(ada.values().get(0).token());
        taken.release().blockingAwait();
        taken.lost().test().awaitDone(20, TimeUnit.SECONDS).assertComplete();
        assertThat(leases.holder("boss").blockingGet()).isNull();
    }

    @Test
    void push_consumers_are_flows_that_end_with_their_subscriber() {
        RxStream stream =
                js.createStream(StreamConfig.builder("S").subjects("s").build()).blockingGet();
        for (int i = 0; i < 20; i++) {
            js.publish("s", bytes("" + i)).ignoreElement().blockingAwait();
        }
        RxPush push =
                stream.push(ConsumerConfig.builder("P").durable("P").build()).blockingGet();
        TestSubscriber<String> taker = push.messages(s -> {})
                .doOnNext(JetStreamMessage::ack)
                .map(JetStreamMessage::text)
                .test(3);
        taker.awaitCount(3);
        taker.assertValues("0", "1", "2");
        taker.cancel();
        await().atMost(SOON).until(() -> push.info().blockingGet().ackFloor().consumer() == 3);
        push.delete().blockingAwait();
        assertThat(stream.orderedPush(o -> {}).take(20).count().blockingGet()).isEqualTo(20);
        await().atMost(SOON).until(() -> stream.info().blockingGet().state().consumerCount() == 0);
        await().atMost(SOON).until(() -> connection.statistics().subscriptions() <= 1);
    }

    @Test
    void a_stream_is_backed_up_and_restored(@TempDir Path folder) {
        RxStream stream =
                js.createStream(StreamConfig.builder("S").subjects("s").build()).blockingGet();
        js.publish("s", bytes("kept")).ignoreElement().blockingAwait();
        assertThat(stream.backup(folder.resolve("b")).blockingGet().state().messages())
                .isEqualTo(1);
        stream.delete().blockingAwait();
        assertThat(js.restore(folder.resolve("b"))
                        .flatMapMaybe(restored -> restored.last("s"))
                        .blockingGet()
                        .text())
                .isEqualTo("kept");
    }
}
