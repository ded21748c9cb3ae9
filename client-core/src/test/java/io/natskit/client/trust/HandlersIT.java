// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.ConnectionEvent;
import io.natskit.client.ConnectionState;
import io.natskit.client.Dispatch;
import io.natskit.client.Message;
import io.natskit.client.SubscribeOptions;
import io.natskit.client.Subscription;
import io.natskit.server.NatsServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** K7: what handlers do wrong stays with their own subscription, and drops are reported once for each episode. */
class HandlersIT {
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

    static Stream<Dispatch> everyDispatch() {
        return Stream.of(
                Dispatch.serial(),
                Dispatch.parallel(3),
                Dispatch.keyed(2, Message::subject),
                Dispatch.lane(),
                Dispatch.inline());
    }

    @ParameterizedTest
    @MethodSource("everyDispatch")
    void exceptions_and_errors_harm_no_other_message_whatever_the_dispatch(Dispatch dispatch) {
        try (Connection c = Nats.connect(server.url())) {
            AtomicInteger handled = new AtomicInteger();
            c.subscribe("bad", SubscribeOptions.of(o -> o.dispatch(dispatch)), m -> {
                handled.incrementAndGet();
                switch (m.text()) {
                    case "0" -> throw new IllegalStateException("as planned");
                    case "1" -> throw new java.io.IOException("as planned");
                    case "2" -> throw new AssertionError("as planned");
                    case "3" -> throw new StackOverflowError("as planned");
                    default -> {}
                }
            });
            Subscription other = c.subscribe("bad");
            for (int i = 0; i < 8; i++) {
                c.publish("bad", "" + i);
            }
            for (int i = 0; i < 8; i++) {
                assertThat(other.next(SOON).orElseThrow().text()).isEqualTo("" + i);
            }
            await().atMost(SOON).until(() -> handled.get() == 8);
            await().atMost(SOON).until(() -> c.statistics().handlerFailures() == 4);
            c.flush(SOON);
        }
    }

    @Test
    void many_handlers_that_wait_for_ever_hold_up_no_other_subscription() {
        CountDownLatch release = new CountDownLatch(1);
        try (Connection c = Nats.connect(server.url())) {
            AtomicInteger stuck = new AtomicInteger();
            for (int i = 0; i < 10; i++) {
                c.subscribe("stuck", m -> {
                    stuck.incrementAndGet();
                    release.await();
                });
            }
            c.publish("stuck", "");
            await().atMost(SOON).until(() -> stuck.get() == 10);
            c.subscribe("brisk", m -> m.reply("here"));
            assertThat(c.request("brisk", new byte[0], SOON).text()).isEqualTo("here");
            Subscription pulled = c.subscribe("pulled");
            c.publish("pulled", "x");
            assertThat(pulled.next(SOON)).isPresent();
        } finally {
            release.countDown();
        }
    }

    @Test
    void each_episode_of_drops_is_reported_once() {
        Semaphore permits = new Semaphore(0);
        try (Connection c = Nats.connect(server.url())) {
            List<ConnectionEvent.SlowConsumer> told = new CopyOnWriteArrayList<>();
            c.onEvent(e -> {
                if (e instanceof ConnectionEvent.SlowConsumer slow) {
                    told.add(slow);
                }
            });
            Subscription sub =
                    c.subscribe("episode", SubscribeOptions.of(o -> o.pendingMessagesMax(10)), m -> permits.acquire());
            for (int episode = 1; episode <= 3; episode++) {
                long droppedBefore = sub.dropped();
                for (int i = 0; i < 50; i++) {
                    c.publish("episode", "x");
                }
                c.flush(SOON);
                await().atMost(SOON).until(() -> sub.dropped() >= droppedBefore + 39);
                int expected = episode;
                await().atMost(SOON).until(() -> told.size() == expected);
                permits.release(1_000);
                await().atMost(SOON).until(() -> sub.pendingMessages() == 0);
                await().atMost(SOON).until(() -> sub.delivered() + sub.dropped() == 50L * expected);
                permits.drainPermits();
            }
            assertThat(told).hasSize(3).allMatch(slow -> slow.subscription() == sub);
            assertThat(c.statistics().messagesDropped()).isEqualTo(sub.dropped());
        }
    }

    @Test
    void drain_that_is_closed_behind_a_handler_that_waits_for_ever_is_told() {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch stuck = new CountDownLatch(1);
        Connection c = Nats.connect(server.url());
        try {
            c.subscribe("stuck", m -> {
                stuck.countDown();
                release.await();
            });
            c.publish("stuck", "");
            assertThat(CompletableFuture.runAsync(() -> quietly(stuck))).succeedsWithin(SOON);
            CompletableFuture<Boolean> drained = c.async().drain(Duration.ofMinutes(1));
            c.awaitState(ConnectionState.Draining.class, SOON);
            c.async().close();
            assertThat(drained).succeedsWithin(SOON).isEqualTo(false);
            assertThat(release.getCount()).as("the handler still waits").isEqualTo(1);
        } finally {
            release.countDown();
            c.close();
        }
    }

    private static void quietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
