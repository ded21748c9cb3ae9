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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where handlers run, and what one handler may do to another. */
@Timeout(60)
class DispatchIT {

    private static final int MANY = 500;
    private static final Duration WAIT = Duration.ofSeconds(10);

    private NatsServer server;
    private Connection connection;
    private final List<ConnectionEvent> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        server = NatsServer.builder().start();
        connection = Nats.connect(o -> o.servers(server.url()).onEvent(events::add));
    }

    @AfterEach
    void stop() {
        connection.close();
        server.close();
    }

    private static SubscribeOptions on(Dispatch dispatch) {
        return SubscribeOptions.of(o -> o.dispatch(dispatch));
    }

    private void publishMany(String subject) {
        for (int i = 0; i < MANY; i++) {
            connection.publish(subject, Integer.toString(i));
        }
    }

    private static List<String> numbers() {
        return IntStream.range(0, MANY).mapToObj(Integer::toString).toList();
    }

    @Test
    void serial_keeps_order_and_never_runs_two_at_once() {
        List<String> seen = new CopyOnWriteArrayList<>();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        connection.subscribe("a", on(Dispatch.serial()), m -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            seen.add(m.text());
            inside.decrementAndGet();
        });
        publishMany("a");
        await().until(() -> seen.size() == MANY);
        assertThat(seen).isEqualTo(numbers());
        assertThat(most).hasValue(1);
    }

    @Test
    void an_executor_of_the_user_is_where_handlers_run() {
        ExecutorService own = Executors.newSingleThreadExecutor(task -> new Thread(task, "mine"));
        try {
            List<String> threads = new CopyOnWriteArrayList<>();
            connection.subscribe(
                    "a",
                    on(Dispatch.serial(own)),
                    m -> threads.add(Thread.currentThread().getName()));
            connection.publish("a", "x");
            await().until(() -> threads.size() == 1);
            assertThat(threads).containsExactly("mine");
        } finally {
            own.shutdownNow();
        }
    }

    @Test
    void a_lane_orders_several_subscriptions() {
        List<String> seen = new CopyOnWriteArrayList<>();
        Dispatch lane = Dispatch.lane();
        connection.subscribe("even", on(lane), m -> seen.add(m.text()));
        connection.subscribe("odd", on(lane), m -> seen.add(m.text()));
        for (int i = 0; i < MANY; i++) {
            connection.publish(i % 2 == 0 ? "even" : "odd", Integer.toString(i));
        }
        await().until(() -> seen.size() == MANY);
        assertThat(seen).isEqualTo(numbers());
    }

    @Test
    void parallel_runs_as_many_at_once_as_it_says() throws Exception {
        CountDownLatch allInside = new CountDownLatch(4);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        ExecutorService own = Executors.newFixedThreadPool(8);
        try {
            connection.subscribe("a", on(Dispatch.parallel(4, own)), m -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                allInside.countDown();
                allInside.await(10, TimeUnit.SECONDS);
                inside.decrementAndGet();
                done.incrementAndGet();
            });
            publishMany("a");
            assertThat(allInside.await(10, TimeUnit.SECONDS)).isTrue();
            await().until(() -> done.get() == MANY);
            assertThat(most).hasValue(4);
        } finally {
            own.shutdownNow();
        }
    }

    @Test
    void keyed_keeps_the_order_of_each_key() {
        Map<String, List<Integer>> seen = new ConcurrentHashMap<>();
        AtomicInteger done = new AtomicInteger();
        connection.subscribe("k.*", on(Dispatch.keyed(4, Message::subject)), m -> {
            seen.computeIfAbsent(m.subject(), k -> new CopyOnWriteArrayList<>()).add(Integer.parseInt(m.text()));
            done.incrementAndGet();
        });
        for (int i = 0; i < MANY; i++) {
            connection.publish("k." + i % 7, Integer.toString(i));
        }
        await().until(() -> done.get() == MANY);
        assertThat(seen).hasSize(7);
        seen.values().forEach(one -> assertThat(one).isSorted());
    }

    @Test
    void virtual_threads_are_there_or_refused() {
        SubscribeOptions options = on(Dispatch.virtualThreads());
        AtomicInteger done = new AtomicInteger();
        if (Runtime.version().feature() < 21) {
            assertThatThrownBy(() -> connection.subscribe("a", options, m -> done.incrementAndGet()))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("21");
        } else {
            connection.subscribe("a", options, m -> done.incrementAndGet());
            publishMany("a");
            await().until(() -> done.get() == MANY);
        }
    }

    @Test
    void batches_hold_every_message_once_and_in_order() {
        List<String> seen = new CopyOnWriteArrayList<>();
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        connection.subscribeBatches("a", SubscribeOptions.of(o -> o.batchMax(16)), batch -> {
            sizes.add(batch.size());
            batch.forEach(m -> seen.add(m.text()));
        });
        publishMany("a");
        await().until(() -> seen.size() == MANY);
        assertThat(seen).isEqualTo(numbers());
        assertThat(sizes).allMatch(size -> size >= 1 && size <= 16);
    }

    @Test
    void a_handler_that_throws_goes_on_with_the_next_message_and_is_reported() {
        List<String> seen = new CopyOnWriteArrayList<>();
        Subscription subscription = connection.subscribe("a", m -> {
            seen.add(m.text());
            if (m.text().equals("0")) {
                throw new IllegalStateException("boom");
            }
        });
        connection.publish("a", "0");
        connection.publish("a", "1");
        await().until(() -> seen.size() == 2);
        await().until(() -> events.stream().anyMatch(ConnectionEvent.HandlerFailed.class::isInstance));
        ConnectionEvent.HandlerFailed failed = events.stream()
                .filter(ConnectionEvent.HandlerFailed.class::isInstance)
                .map(ConnectionEvent.HandlerFailed.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(failed.cause()).hasMessage("boom");
        assertThat(failed.subscription()).isNotNull();
        assertThat(connection.statistics().handlerFailures()).isEqualTo(1);
        assertThat(subscription.delivered()).isEqualTo(2);
    }

    @Test
    void a_handler_that_dawdles_holds_up_nobody_else() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch stuck = new CountDownLatch(1);
        connection.subscribe("slow", m -> {
            stuck.countDown();
            release.await(30, TimeUnit.SECONDS);
        });
        Subscription fine = connection.subscribe("fine");
        connection.publish("slow", "x");
        assertThat(stuck.await(10, TimeUnit.SECONDS)).isTrue();
        connection.publish("fine", "y");
        assertThat(fine.next(WAIT)).isPresent();
        connection.flush(WAIT);
        release.countDown();
    }

    @Test
    void waiting_on_the_thread_that_reads_is_refused() {
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        connection.subscribe("a", on(Dispatch.inline()), m -> {
            try {
                connection.flush(WAIT);
            } catch (IllegalStateException e) {
                thrown.add(e);
            }
        });
        connection.publish("a", "x");
        await().until(() -> thrown.size() == 1);
    }

    @Test
    void overflow_drops_the_newest_or_the_oldest_or_ends() {
        Subscription newest = limited(OverflowPolicy.DROP_NEWEST);
        Subscription oldest = limited(OverflowPolicy.DROP_OLDEST);
        Subscription ends = limited(OverflowPolicy.END);
        for (int i = 0; i < 10; i++) {
            connection.publish("a", Integer.toString(i));
        }
        connection.flush();
        assertThat(taken(newest)).containsExactly("0", "1", "2");
        assertThat(newest.dropped()).isEqualTo(7);
        assertThat(taken(oldest)).containsExactly("7", "8", "9");
        assertThat(oldest.dropped()).isEqualTo(7);
        assertThat(ends.next(WAIT)).map(Message::text).contains("0");
        ends.next(WAIT);
        ends.next(WAIT);
        assertThatThrownBy(() -> ends.next(WAIT)).isInstanceOf(SlowConsumerException.class);
        await().until(() -> events.stream().anyMatch(ConnectionEvent.SlowConsumer.class::isInstance));
        long episodes = events.stream()
                .filter(e -> e instanceof ConnectionEvent.SlowConsumer s && s.subscription() == newest)
                .count();
        assertThat(episodes).isLessThanOrEqualTo(1);
        assertThat(connection.statistics().messagesDropped()).isGreaterThanOrEqualTo(14);
    }

    private Subscription limited(OverflowPolicy policy) {
        return connection.subscribe(
                "a", SubscribeOptions.of(o -> o.pendingMessagesMax(3).overflow(policy)));
    }

    private static List<String> taken(Subscription subscription) {
        List<String> texts = new ArrayList<>();
        while (true) {
            var next = subscription.poll();
            if (next.isEmpty()) {
                return texts;
            }
            texts.add(next.get().text());
        }
    }

    @Test
    void a_bound_in_bytes_holds_too() {
        Subscription s = connection.subscribe("a", SubscribeOptions.of(o -> o.pendingBytesMax(1000)));
        for (int i = 0; i < 10; i++) {
            connection.publish("a", new byte[300]);
        }
        connection.flush();
        assertThat(s.pendingMessages()).isEqualTo(3);
        assertThat(s.pendingBytes()).isBetween(900L, 1000L);
        assertThat(s.dropped()).isEqualTo(7);
    }
}
