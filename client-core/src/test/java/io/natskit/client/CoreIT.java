// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.server.NatsServer;
import io.natskit.wire.headers.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The everyday of a connection, over TCP and inside the process. */
class CoreIT {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static NatsServer server;

    enum Way {
        TCP,
        IN_PROCESS
    }

    @BeforeAll
    static void start() {
        server = NatsServer.builder().start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Connection connect(Way way) {
        return Nats.connect(o -> {
            o.servers(server.url());
            if (way == Way.IN_PROCESS) {
                o.servers(s -> s.servers(server.url()).transport(Transport.inProcess(server.inProcess())));
            }
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void message_arrives_with_all_that_it_carries(Way way) {
        try (Connection c = connect(way)) {
            Subscription sub = c.subscribe("carry.*");
            Headers headers = Headers.builder().add("A", "1").add("A", "2").build();
            c.publish(OutgoingMessage.to("carry.it")
                    .replyTo("back.to.me")
                    .headers(headers)
                    .payload("hellö")
                    .build());
            Message m = sub.next(SOON).orElseThrow();
            assertThat(m.subject()).isEqualTo("carry.it");
            assertThat(m.replyTo()).isEqualTo("back.to.me");
            assertThat(m.headers().all("A")).containsExactly("1", "2");
            assertThat(m.text()).isEqualTo("hellö");
            assertThat(m.subscription()).isSameAs(sub);
            assertThat(m.wantsReply()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void every_payload_form_arrives(Way way) {
        try (Connection c = connect(way)) {
            Subscription sub = c.subscribe("form");
            c.publish("form", bytes("bytes"));
            c.publish("form", bytes("xslicex"), 1, 5);
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(6).put(bytes("direct")).flip();
            c.publish("form", direct);
            assertThat(direct.hasRemaining()).isFalse();
            c.publish(Subject.of("form"), bytes("prepared"));
            c.publish("form", new byte[0]);
            List<String> got = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                got.add(sub.next(SOON).orElseThrow().text());
            }
            assertThat(got).containsExactly("bytes", "slice", "direct", "prepared", "");
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void large_payload_arrives_whole(Way way) {
        try (Connection c = connect(way)) {
            Subscription sub = c.subscribe("large");
            byte[] payload = new byte[(int) c.serverInfo().maxPayload()];
            for (int i = 0; i < payload.length; i++) {
                payload[i] = (byte) (i * 31);
            }
            for (int i = 0; i < 5; i++) {
                c.publish("large", payload);
            }
            for (int i = 0; i < 5; i++) {
                assertThat(sub.next(SOON).orElseThrow().bytes()).isEqualTo(payload);
            }
            assertThatThrownBy(() -> c.publish("large", new byte[payload.length + 1]))
                    .isInstanceOf(PayloadTooLargeException.class)
                    .hasMessageContaining(String.valueOf(payload.length));
            c.flush();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void hundred_thousand_messages_arrive_in_order(Way way) {
        try (Connection c = connect(way)) {
            AtomicInteger next = new AtomicInteger();
            AtomicInteger wrong = new AtomicInteger();
            c.subscribe("order", m -> {
                if (Integer.parseInt(m.text()) != next.getAndIncrement()) {
                    wrong.incrementAndGet();
                }
            });
            for (int i = 0; i < 100_000; i++) {
                c.publish("order", Integer.toString(i));
            }
            await().atMost(SOON).until(() -> next.get() == 100_000);
            assertThat(wrong).hasValue(0);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void request_gets_its_reply_blocking_and_with_a_future(Way way) throws Exception {
        try (Connection c = connect(way)) {
            c.subscribe("svc.*", m -> m.reply(m.subject() + ":" + m.text()));
            assertThat(c.request("svc.a", bytes("1")).text()).isEqualTo("svc.a:1");
            assertThat(c.async()
                            .request("svc.b", bytes("2"))
                            .get(5, TimeUnit.SECONDS)
                            .text())
                    .isEqualTo("svc.b:2");
            List<CompletableFuture<Message>> all = IntStream.range(0, 1000)
                    .mapToObj(i -> c.async().request("svc.n", bytes("" + i)))
                    .toList();
            for (int i = 0; i < 1000; i++) {
                assertThat(all.get(i).get(5, TimeUnit.SECONDS).text()).isEqualTo("svc.n:" + i);
            }
            assertThat(c.statistics().requestsPending()).isZero();
        }
    }

    @Test
    void request_with_its_own_inbox_leaves_no_subscription_behind() {
        try (Connection c = Nats.connect(o -> o.servers(server.url()).perRequestInbox(true))) {
            c.subscribe("own", m -> m.reply("yes"));
            assertThat(c.request("own", new byte[0]).text()).isEqualTo("yes");
            assertThatThrownBy(() -> c.request("nobody.own", new byte[0])).isInstanceOf(NoRespondersException.class);
            await().until(() -> c.statistics().subscriptions() == 1);
        }
    }

    @Test
    void nobody_listening_is_known_at_once_and_is_no_timeout() {
        try (Connection c = connect(Way.TCP)) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> c.request("nobody.home", new byte[0], Duration.ofSeconds(30)))
                    .isInstanceOf(NoRespondersException.class)
                    .hasMessageContaining("nobody.home");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
            assertThat(c.async().request("nobody.home", new byte[0]))
                    .failsWithin(SOON)
                    .withThrowableThat()
                    .withCauseInstanceOf(NoRespondersException.class);
        }
    }

    @Test
    void silent_responder_is_a_timeout_and_nothing_stays_pending() {
        try (Connection c = connect(Way.TCP)) {
            c.subscribe("silent", m -> {});
            assertThatThrownBy(() -> c.request("silent", new byte[0], Duration.ofMillis(50)))
                    .isInstanceOf(RequestTimeoutException.class);
            assertThat(c.async().request("silent", new byte[0], Duration.ofMillis(50)))
                    .failsWithin(SOON)
                    .withThrowableThat()
                    .withCauseInstanceOf(RequestTimeoutException.class);
            CompletableFuture<Message> given = c.async().request("silent", new byte[0]);
            given.cancel(true);
            assertThat(c.statistics().requestsPending()).isZero();
        }
    }

    @Test
    void interrupted_request_leaves_nothing_pending_and_the_connection_whole() throws InterruptedException {
        try (Connection c = connect(Way.TCP)) {
            c.subscribe("silent", m -> {});
            CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                try {
                    c.request("silent", new byte[0]);
                } catch (NatsException e) {
                    thrown.complete(Thread.currentThread().isInterrupted() ? e : new AssertionError("flag lost"));
                }
            });
            caller.start();
            await().until(() -> c.statistics().requestsPending() == 1);
            caller.interrupt();
            assertThat(thrown.join()).isInstanceOf(InterruptedWaitException.class);
            assertThat(c.statistics().requestsPending()).isZero();
            Thread.currentThread().interrupt();
            c.publish("x", "published by an interrupted thread");
            assertThat(Thread.interrupted()).isTrue();
            c.flush();
            assertThat(c.statistics().reconnects()).isZero();
        }
    }

    @Test
    void queue_group_shares_the_messages() {
        try (Connection c = connect(Way.TCP)) {
            AtomicInteger a = new AtomicInteger();
            AtomicInteger b = new AtomicInteger();
            c.subscribe("jobs", SubscribeOptions.queue("w"), m -> a.incrementAndGet());
            c.subscribe("jobs", SubscribeOptions.queue("w"), m -> b.incrementAndGet());
            for (int i = 0; i < 1000; i++) {
                c.publish("jobs", "x");
            }
            await().until(() -> a.get() + b.get() == 1000);
            assertThat(a.get()).isPositive();
            assertThat(b.get()).isPositive();
        }
    }

    @Test
    void subscription_ends_after_its_number_of_messages() {
        try (Connection c = connect(Way.TCP)) {
            Subscription sub = c.subscribe("few", SubscribeOptions.of(o -> o.maxMessages(3)));
            for (int i = 0; i < 10; i++) {
                c.publish("few", "" + i);
            }
            c.flush();
            assertThat(sub.stream().map(Message::text)).containsExactly("0", "1", "2");
            assertThat(sub.ended())
                    .succeedsWithin(SOON)
                    .satisfies(end -> assertThat(end.reason()).isEqualTo(SubscriptionEnd.Reason.MAX_MESSAGES));
            assertThat(sub.isActive()).isFalse();
            assertThat(sub.next(Duration.ofMillis(10))).isEmpty();
            assertThatThrownBy(sub::next).isInstanceOf(SubscriptionEndedException.class);
        }
    }

    @Test
    void unsubscribed_subscription_gets_nothing_more() {
        try (Connection c = connect(Way.TCP)) {
            Subscription sub = c.subscribe("gone");
            c.publish("gone", "1");
            c.flush();
            assertThat(sub.next(SOON)).isPresent();
            sub.unsubscribe();
            c.publish("gone", "2");
            c.flush();
            assertThat(sub.poll()).isEmpty();
            assertThat(server.subscriptionCount()).isNotNegative();
            assertThat(sub.ended()).succeedsWithin(SOON);
        }
    }

    @Test
    void futures_take_messages_in_the_order_they_were_asked_for() throws Exception {
        try (Connection c = connect(Way.TCP)) {
            AsyncSubscription sub = c.async().subscribe("futures");
            CompletableFuture<Message> first = sub.next();
            CompletableFuture<Message> cancelled = sub.next();
            CompletableFuture<Message> second = sub.next();
            cancelled.cancel(true);
            c.publish("futures", "1");
            c.publish("futures", "2");
            assertThat(first.get(5, TimeUnit.SECONDS).text()).isEqualTo("1");
            assertThat(second.get(5, TimeUnit.SECONDS).text()).isEqualTo("2");
            assertThat(sub.next(Duration.ofMillis(20)).get(5, TimeUnit.SECONDS)).isEqualTo(Optional.empty());
        }
    }

    @Test
    void many_flushes_at_once_are_all_answered() {
        try (Connection c = connect(Way.TCP)) {
            List<CompletableFuture<Void>> all =
                    IntStream.range(0, 500).mapToObj(i -> c.async().flush()).toList();
            all.forEach(flush -> assertThat(flush).succeedsWithin(SOON));
            assertThat(c.rtt()).isPositive();
            assertThat(c.statistics().flushes()).isEqualTo(500);
        }
    }

    @Test
    void many_replies_are_gathered_until_told_to_stop() {
        try (Connection c = connect(Way.TCP)) {
            for (int i = 0; i < 5; i++) {
                int n = i;
                c.subscribe("who", m -> m.reply("" + n));
            }
            assertThat(c.requestMany("who", new byte[0], o -> o.maxReplies(5)).all())
                    .hasSize(5);
            try (Replies none = c.requestMany("nobody", new byte[0], o -> {})) {
                assertThat(none.all()).isEmpty();
                assertThat(none.end()).contains(RepliesEnd.NO_RESPONDERS);
            }
        }
    }

    @Test
    void malformed_subjects_are_refused_before_they_reach_the_wire() {
        try (Connection c = connect(Way.TCP)) {
            assertThatThrownBy(() -> c.publish("a b", "x")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> c.publish("a\r\nPUB b 0", "x")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> c.subscribe("")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> c.publish("a".repeat(5000), "x"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("4096");
            c.flush();
        }
    }
}
