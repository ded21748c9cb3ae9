// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.server.NatsServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How messages reach handlers, what slow and failing ones do, how connections end, and how many threads it all takes. */
class DeliveryIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static NatsServer server;

    @BeforeAll
    static void start() {
        server = NatsServer.builder().start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Connection connect() {
        return Nats.connect(server.url());
    }

    private static SubscribeOptions on(Dispatch dispatch) {
        return SubscribeOptions.of(o -> o.dispatch(dispatch));
    }

    private static Set<String> threadsOf(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toSet());
    }

    @Test
    void handler_that_throws_harms_no_other_message_and_is_reported() {
        try (Connection c = connect()) {
            List<ConnectionEvent> events = new CopyOnWriteArrayList<>();
            c.onEvent(events::add);
            List<String> got = new CopyOnWriteArrayList<>();
            c.subscribe("throw", m -> {
                if (m.text().equals("2")) {
                    throw new IllegalStateException("as planned");
                }
                got.add(m.text());
            });
            for (int i = 1; i <= 3; i++) {
                c.publish("throw", "" + i);
            }
            await().until(() -> got.equals(List.of("1", "3")));
            await().until(() -> events.stream().anyMatch(e -> e instanceof ConnectionEvent.HandlerFailed));
            assertThat(c.statistics().handlerFailures()).isEqualTo(1);
        }
    }

    @Test
    void what_a_gate_refuses_goes_no_further() {
        try (Connection c = connect()) {
            List<String> seen = new CopyOnWriteArrayList<>();
            Subscription subscription = c.subscribe(
                    "gate",
                    SubscribeOptions.of(o -> o.gate(m -> {
                        seen.add(m.text());
                        return !m.text().equals("2");
                    })));
            for (int i = 1; i <= 3; i++) {
                c.publish("gate", "" + i);
            }
            assertThat(subscription.next(SOON)).map(Message::text).contains("1");
            assertThat(subscription.next(SOON)).map(Message::text).contains("3");
            assertThat(seen).containsExactly("1", "2", "3");
        }
    }

    @Test
    void gate_that_throws_is_reported_and_lets_the_message_pass() {
        try (Connection c = connect()) {
            List<ConnectionEvent> events = new CopyOnWriteArrayList<>();
            c.onEvent(events::add);
            Subscription subscription = c.subscribe(
                    "gate.throws",
                    SubscribeOptions.of(o -> o.gate(m -> {
                        throw new IllegalStateException("as planned");
                    })));
            c.publish("gate.throws", "1");
            assertThat(subscription.next(SOON)).map(Message::text).contains("1");
            await().until(() -> events.stream().anyMatch(e -> e instanceof ConnectionEvent.HandlerFailed));
        }
    }

    @Test
    void handler_that_dawdles_holds_up_no_other_subscription_and_no_reply() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        try (Connection c = connect()) {
            c.subscribe("dawdle", m -> release.await());
            c.publish("dawdle", "x");
            c.subscribe("brisk", m -> m.reply("here"));
            assertThat(c.request("brisk", new byte[0], SOON).text()).isEqualTo("here");
            assertThat(c.async().request("brisk", new byte[0])).succeedsWithin(SOON);
        } finally {
            release.countDown();
        }
    }

    @Test
    void slow_subscription_drops_counts_and_reports_once_per_episode() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        try (Connection c = connect()) {
            List<ConnectionEvent> events = new CopyOnWriteArrayList<>();
            c.onEvent(events::add);
            Subscription sub = c.subscribe("slow", SubscribeOptions.of(o -> o.pendingMessagesMax(10)), m -> {
                started.countDown();
                release.await();
            });
            c.publish("slow", "0");
            assertThat(started.await(5, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 100; i++) {
                c.publish("slow", "x");
            }
            c.flush();
            await().until(() -> sub.dropped() == 90);
            assertThat(sub.pendingMessages()).isEqualTo(10);
            release.countDown();
            await().until(() -> sub.delivered() == 11);
            await().until(() -> events.stream()
                            .filter(e -> e instanceof ConnectionEvent.SlowConsumer)
                            .count()
                    == 1);
            assertThat(c.statistics().messagesDropped()).isEqualTo(90);
        }
    }

    @Test
    void oldest_is_dropped_where_the_latest_counts() {
        try (Connection c = connect()) {
            Subscription sub = c.subscribe(
                    "latest", SubscribeOptions.of(o -> o.pendingMessagesMax(2).overflow(OverflowPolicy.DROP_OLDEST)));
            for (int i = 1; i <= 5; i++) {
                c.publish("latest", "" + i);
            }
            c.flush();
            assertThat(sub.next(SOON).orElseThrow().text()).isEqualTo("4");
            assertThat(sub.next(SOON).orElseThrow().text()).isEqualTo("5");
            assertThat(sub.dropped()).isEqualTo(3);
        }
    }

    @Test
    void overflow_can_end_the_subscription_after_what_is_buffered() {
        try (Connection c = connect()) {
            Subscription sub = c.subscribe(
                    "end", SubscribeOptions.of(o -> o.pendingMessagesMax(2).overflow(OverflowPolicy.END)));
            for (int i = 1; i <= 5; i++) {
                c.publish("end", "" + i);
            }
            c.flush();
            assertThat(sub.next(SOON).orElseThrow().text()).isEqualTo("1");
            assertThat(sub.next(SOON).orElseThrow().text()).isEqualTo("2");
            assertThatThrownBy(() -> sub.next(SOON)).isInstanceOf(SlowConsumerException.class);
        }
    }

    @Test
    void inline_runs_on_the_reading_thread_and_must_not_wait_there() {
        try (Connection c = connect()) {
            List<Object> seen = new CopyOnWriteArrayList<>();
            c.subscribe("inline", on(Dispatch.inline()), m -> {
                seen.add(Thread.currentThread().getName());
                m.reply("quick");
                try {
                    c.flush();
                } catch (IllegalStateException e) {
                    seen.add(e);
                }
            });
            assertThat(c.request("inline", new byte[0]).text()).isEqualTo("quick");
            await().until(() -> seen.size() == 2);
            assertThat(seen.get(0).toString()).contains("-io-");
        }
    }

    @Test
    void parallel_runs_several_at_a_time_and_no_more() {
        try (Connection c = connect()) {
            AtomicInteger now = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            AtomicInteger done = new AtomicInteger();
            CountDownLatch three = new CountDownLatch(3);
            c.subscribe("parallel", on(Dispatch.parallel(3)), m -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                three.countDown();
                three.await(5, TimeUnit.SECONDS);
                now.decrementAndGet();
                done.incrementAndGet();
            });
            for (int i = 0; i < 30; i++) {
                c.publish("parallel", "x");
            }
            await().atMost(SOON).until(() -> done.get() == 30);
            assertThat(most).hasValue(3);
        }
    }

    @Test
    void keyed_keeps_each_keys_order() {
        try (Connection c = connect()) {
            Map<String, List<Integer>> got = new ConcurrentHashMap<>();
            AtomicInteger done = new AtomicInteger();
            c.subscribe("key.*", on(Dispatch.keyed(4, Message::subject)), m -> {
                got.computeIfAbsent(m.subject(), k -> new CopyOnWriteArrayList<>())
                        .add(Integer.parseInt(m.text()));
                done.incrementAndGet();
            });
            Map<String, List<Integer>> sent = new HashMap<>();
            for (int i = 0; i < 500; i++) {
                String subject = "key." + i % 7;
                sent.computeIfAbsent(subject, k -> new ArrayList<>()).add(i);
                c.publish(subject, "" + i);
            }
            await().atMost(SOON).until(() -> done.get() == 500);
            assertThat(got).isEqualTo(sent);
        }
    }

    @Test
    void lane_keeps_the_order_over_its_subscriptions() {
        try (Connection c = connect()) {
            Dispatch lane = Dispatch.lane();
            List<Integer> got = new CopyOnWriteArrayList<>();
            c.subscribe("lane.a", on(lane), m -> got.add(Integer.parseInt(m.text())));
            c.subscribe("lane.b", on(lane), m -> got.add(Integer.parseInt(m.text())));
            for (int i = 0; i < 500; i++) {
                c.publish(i % 3 == 0 ? "lane.a" : "lane.b", "" + i);
            }
            await().atMost(SOON).until(() -> got.size() == 500);
            assertThat(got).isSorted();
        }
    }

    @Test
    void virtual_threads_are_used_where_there_are_some_and_refused_otherwise() {
        try (Connection c = connect()) {
            if (Runtime.version().feature() < 21) {
                assertThatThrownBy(() -> c.subscribe("v", on(Dispatch.virtualThreads()), m -> {}))
                        .isInstanceOf(UnsupportedOperationException.class);
                return;
            }
            AtomicInteger done = new AtomicInteger();
            c.subscribe("v", on(Dispatch.virtualThreads()), m -> done.incrementAndGet());
            for (int i = 0; i < 100; i++) {
                c.publish("v", "x");
            }
            await().until(() -> done.get() == 100);
        }
    }

    @Test
    void batches_bring_all_that_came_in_order() {
        try (Connection c = connect()) {
            ReentrantLock order = new ReentrantLock();
            List<String> got = new ArrayList<>();
            List<Integer> sizes = new CopyOnWriteArrayList<>();
            c.subscribeBatches("batch", SubscribeOptions.of(o -> o.batchMax(50)), messages -> {
                order.lock();
                try {
                    messages.forEach(m -> got.add(m.text()));
                } finally {
                    order.unlock();
                }
                sizes.add(messages.size());
            });
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                sent.add("" + i);
                c.publish("batch", "" + i);
            }
            await().atMost(SOON).until(() -> sizes.stream().mapToInt(i -> i).sum() == 1000);
            assertThat(got).isEqualTo(sent);
            assertThat(sizes).allMatch(size -> size <= 50);
        }
    }

    @Test
    void drain_delivers_all_that_was_buffered_and_flushes_what_was_published() {
        Connection c = connect();
        try (Connection other = connect()) {
            Subscription heard = other.subscribe("drained");
            other.flush();
            AtomicInteger handled = new AtomicInteger();
            c.subscribe("work", m -> {
                TimeUnit.MILLISECONDS.sleep(1);
                c.publish("drained", m.text());
                handled.incrementAndGet();
            });
            c.flush();
            for (int i = 0; i < 100; i++) {
                other.publish("work", "" + i);
            }
            other.flush();
            assertThat(c.drain(SOON)).isTrue();
            assertThat(handled).hasValue(100);
            for (int i = 0; i < 100; i++) {
                assertThat(heard.next(SOON).orElseThrow().text()).isEqualTo("" + i);
            }
            assertThat(c.state()).isInstanceOf(ConnectionState.Closed.class);
            assertThatThrownBy(() -> c.publish("x", "")).isInstanceOf(ConnectionClosedException.class);
        }
    }

    @Test
    void drained_subscription_ends_with_nothing_left_and_the_connection_goes_on() {
        try (Connection c = connect()) {
            AtomicInteger handled = new AtomicInteger();
            Subscription sub = c.subscribe("one", m -> handled.incrementAndGet());
            for (int i = 0; i < 1000; i++) {
                c.publish("one", "x");
            }
            assertThat(sub.drain(SOON)).isTrue();
            assertThat(handled).hasValue(1000);
            assertThat(sub.ended())
                    .succeedsWithin(SOON)
                    .satisfies(end -> assertThat(end.reason()).isEqualTo(SubscriptionEnd.Reason.DRAINED));
            c.flush();
        }
    }

    @Test
    void close_fails_what_is_pending_ends_subscriptions_and_is_idempotent() {
        Connection c = connect();
        c.subscribe("silent", m -> {});
        Subscription sub = c.subscribe("open");
        var request = c.async().request("silent", new byte[0]);
        c.close();
        c.close();
        assertThat(request).failsWithin(SOON).withThrowableThat().withCauseInstanceOf(ConnectionClosedException.class);
        assertThatThrownBy(sub::next).isInstanceOf(SubscriptionEndedException.class);
        assertThatThrownBy(() -> c.subscribe("x")).isInstanceOf(ConnectionClosedException.class);
        assertThatThrownBy(c::flush).isInstanceOf(ConnectionClosedException.class);
        assertThat(c.closed()).succeedsWithin(SOON);
    }

    @Test
    void connection_takes_two_threads_and_close_leaves_none() {
        String prefix = "natskit";
        await().until(() -> threadsOf(prefix + "-io").isEmpty());
        Connection c = connect();
        c.subscribe("t", m -> m.reply("x"));
        c.request("t", new byte[0]);
        assertThat(threadsOf(prefix + "-io").size()
                        + threadsOf(prefix + "-callback").size())
                .isLessThanOrEqualTo(2);
        c.close();
        assertThat(threadsOf(prefix + "-io")).isEmpty();
        await().until(() -> threadsOf(prefix + "-callback").isEmpty());
    }

    @Test
    void many_connections_share_few_threads() {
        int count = Boolean.getBoolean("natskit.full") ? 300 : 50;
        try (ClientResources resources = Nats.resources(r -> r.threadNamePrefix("shared"))) {
            List<Connection> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Connection c = Nats.connect(o -> o.servers(server.url()).resources(resources));
                c.subscribe("many", m -> {});
                all.add(c);
            }
            all.get(0).publish("many", "x");
            all.forEach(Connection::flush);
            assertThat(resources.connections()).isEqualTo(count);
            assertThat(threadsOf("shared").size())
                    .isLessThanOrEqualTo(4 + Runtime.getRuntime().availableProcessors());
            all.forEach(Connection::close);
            assertThat(resources.connections()).isZero();
        }
        await().until(() -> threadsOf("shared").isEmpty());
    }

    @Test
    void connect_and_close_again_and_again_leaves_no_thread() {
        int times = Boolean.getBoolean("natskit.full") ? 1000 : 50;
        for (int i = 0; i < times; i++) {
            connect().close();
        }
        assertThat(threadsOf("natskit-io")).isEmpty();
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> Nats.connect("nats://127.0.0.1:1")).isInstanceOf(ConnectFailedException.class);
        }
        assertThat(threadsOf("natskit-io")).isEmpty();
        await().until(() -> threadsOf("natskit-callback").isEmpty());
    }

    @Test
    void connect_with_a_future_gives_a_connection_or_the_reason() {
        assertThat(Nats.connectAsync(o -> o.servers(server.url())))
                .succeedsWithin(SOON)
                .satisfies(c -> {
                    c.flush();
                    assertThat(c.async().close()).succeedsWithin(SOON);
                });
        assertThat(Nats.connectAsync(o -> o.servers("nats://127.0.0.1:1")))
                .failsWithin(SOON)
                .withThrowableThat()
                .withCauseInstanceOf(ConnectFailedException.class);
    }

    @Test
    void asynchronous_publishes_wait_for_room_in_their_order() {
        try (Connection c = Nats.connect(o -> o.servers(server.url()).buffers(b -> b.outgoingBytes(4096)))) {
            Subscription sub = c.subscribe("wait", SubscribeOptions.defaults());
            c.flush();
            List<java.util.concurrent.CompletableFuture<Void>> all = new ArrayList<>();
            byte[] filler = new byte[1500];
            for (int i = 0; i < 500; i++) {
                filler[0] = (byte) i;
                all.add(c.async().publish("wait", filler.clone()));
            }
            all.forEach(done -> assertThat(done).succeedsWithin(SOON));
            for (int i = 0; i < 500; i++) {
                assertThat(sub.next(SOON).orElseThrow().bytes()[0]).isEqualTo((byte) i);
            }
        }
    }
}
