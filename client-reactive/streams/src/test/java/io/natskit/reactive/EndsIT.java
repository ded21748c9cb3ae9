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
import io.natskit.kv.Bucket;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.Codecs;
import io.natskit.kv.KeyValue;
import io.natskit.kv.WatchEvent;
import io.natskit.kv.lease.Lease;
import io.natskit.kv.lease.Leases;
import io.natskit.objectstore.ObjectInfo;
import io.natskit.objectstore.ObjectStore;
import io.natskit.objectstore.ObjectStores;
import io.natskit.objectstore.StoreConfig;
import io.natskit.server.NatsServer;
import io.natskit.wire.jetstream.ConsumerConfig;
import io.natskit.wire.jetstream.StreamConfig;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
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

    /** How many chunks the server has sent to the reader of an object. */
    private long delivered(ObjectStore store) {
        return StreamSupport.stream(js.stream("OBJ_" + store.name()).consumers().spliterator(), false)
                .mapToLong(consumer -> consumer.delivered().consumer())
                .sum();
    }

    @Test
    void demand_for_chunks_is_pull_credit_and_cancelling_ends_the_reading() {
        ObjectStore store = ObjectStores.on(js).createStore(StoreConfig.of("O"));
        store.put("o", new ByteArrayInputStream(new byte[40]), p -> p.chunkBytes(1));
        Taker<ByteBuffer> taker = Taker.of(ReactiveObjectStore.of(store).read("o"));
        taker.ask(3);
        await().atMost(SOON).until(() -> taker.got.size() == 3);
        assertThat(delivered(store)).isEqualTo(3);
        taker.ask(4);
        await().atMost(SOON).until(() -> taker.got.size() == 7);
        assertThat(delivered(store)).isEqualTo(7);
        taker.subscription.join().cancel();
        nothingIsLeftOf("OBJ_O");
    }

    @Test
    void demand_for_changes_is_pull_credit_and_cancelling_ends_the_watch() {
        Bucket<String, byte[]> bucket = KeyValue.on(js).createBucket(BucketConfig.of("B"));
        for (int i = 0; i < 20; i++) {
            bucket.put("k" + i, new byte[1]);
        }
        Taker<WatchEvent<String, byte[]>> taker =
                Taker.of(ReactiveBucket.of(bucket).watch(w -> {}));
        taker.ask(5);
        await().atMost(SOON).until(() -> taker.got.size() == 5);
        assertThat(StreamSupport.stream(js.stream("KV_B").consumers().spliterator(), false)
                        .mapToLong(consumer -> consumer.delivered().consumer()))
                .containsExactly(5L);
        taker.subscription.join().cancel();
        nothingIsLeftOf("KV_B");
    }

    private void nothingIsLeftOf(String stream) {
        await().atMost(SOON).until(() -> js.stream(stream).info().state().consumerCount() == 0);
        // the one on which answers come stays
        await().atMost(SOON).until(() -> connection.statistics().subscriptions() <= 1);
    }

    @Test
    void who_stands_for_election_leads_until_cancelled_and_then_another_does() {
        Leases leases = Leases.in(KeyValue.on(js), "L");
        Duration ttl = Duration.ofSeconds(5);
        Taker<Lease> ada = Taker.of(ReactiveLeases.of(leases).lead("boss", ttl, "ada"));
        ada.ask(1);
        await().atMost(SOON).until(() -> ada.got.size() == 1);
        Taker<Lease> bob = Taker.of(ReactiveLeases.of(leases).lead("boss", ttl, "bob"));
        bob.ask(1);
        assertThat(leases.holder("boss")).contains("ada");
        ada.subscription.join().cancel();
        await().atMost(SOON).until(() -> bob.got.size() == 1);
        assertThat(bob.got.get(0).token()).isGreaterThan(ada.got.get(0).token());
        bob.subscription.join().cancel();
        await().atMost(SOON).until(() -> leases.holder("boss").isEmpty());
        nothingIsLeftOf("KV_L");
    }

    @Test
    void a_lease_that_nobody_waits_for_any_more_is_given_back() {
        Leases leases = Leases.in(KeyValue.on(js), "L");
        Duration ttl = Duration.ofSeconds(30);
        Lease first = leases.tryAcquire("x", ttl).orElseThrow();
        Taker<Lease> waiting = Taker.of(ReactiveLeases.of(leases).acquire("x", ttl, SOON));
        waiting.ask(1);
        await().atMost(SOON).until(() -> js.stream("KV_L").info().state().consumerCount() == 1);
        waiting.subscription.join().cancel();
        nothingIsLeftOf("KV_L");
        first.close();
        assertThat(leases.holder("x")).isEmpty();
        assertThat(waiting.got).isEmpty();
    }

    @Test
    void settings_are_given_as_they_are_when_asked_for_and_followed_no_longer_than_subscribed_to() {
        Bucket<String, String> bucket =
                KeyValue.on(js).createBucket(BucketConfig.of("B")).with(Codecs.text());
        bucket.put("app.n", "1");
        Taker<String> taker =
                Taker.of(ReactiveConfiguration.flow(bucket, "app", texts -> texts.getOrDefault("n", "none")));
        taker.ask(1);
        await().atMost(SOON).until(() -> taker.got.equals(List.of("1")));
        bucket.put("app.n", "2");
        long last = bucket.put("app.n", "3");
        await().atMost(SOON)
                .until(() -> StreamSupport.stream(js.stream("KV_B").consumers().spliterator(), false)
                        .allMatch(c -> c.delivered().stream() >= last));
        // who asks late is given no state of yesterday for long
        taker.ask(2);
        await().atMost(SOON).until(() -> taker.got.get(taker.got.size() - 1).equals("3"));
        taker.subscription.join().cancel();
        nothingIsLeftOf("KV_B");
    }

    @Test
    void a_put_that_is_cancelled_cancels_its_source_and_leaves_nothing_behind() {
        ObjectStore store = ObjectStores.on(js).createStore(StoreConfig.of("O"));
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        CompletableFuture<ObjectInfo> put = ReactiveObjectStore.of(store)
                .put(
                        "o",
                        subscriber -> subscriber.onSubscribe(new Subscription() {
                            private int given;

                            @Override
                            public void request(long n) {
                                if (given++ < 5) {
                                    subscriber.onNext(ByteBuffer.wrap(new byte[10]));
                                }
                            }

                            @Override
                            public void cancel() {
                                cancelled.complete(null);
                            }
                        }),
                        p -> p.chunkBytes(10));
        await().atMost(SOON).until(() -> store.status().stream().state().messages() == 5);
        put.cancel(false);
        cancelled.orTimeout(20, TimeUnit.SECONDS).join();
        await().atMost(SOON).until(() -> store.status().stream().state().messages() == 0);
        assertThat(store.info("o")).isEmpty();
    }
}
