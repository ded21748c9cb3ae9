// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.account.Account;
import io.natskit.server.account.Accounts;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.router.RouterLane;
import io.natskit.server.router.Subscription;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.EventLoops;
import io.natskit.server.transport.LoopClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server's own clients, on two loops without sockets. */
@SuppressWarnings("NullAway.Init")
class LocalClientsTest {
    private EventLoops loops;
    private LocalClients clients;
    private final Account<Subscription> account =
            new Accounts<Subscription>(ServerOptions.builder().build()).global();
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() throws IOException {
        loops = EventLoops.start(2, "test", LoopClock.SYSTEM, Throwable::printStackTrace);
        clients = new LocalClients(loops, new RouterLane[] {new RouterLane(0), new RouterLane(1)});
    }

    @AfterEach
    void stop() {
        loops.stop();
    }

    private LocalInbox inbox(long messages, long bytes) {
        return new LocalInbox(
                loops.get(0),
                new LocalInbox.Handler() {
                    @Override
                    public void received(LocalMessage message) {
                        received.add(message.isRefused() ? "refused " + message.replyText() : text(message));
                    }

                    @Override
                    public void batchEnded() {
                        received.add("end");
                    }

                    @Override
                    public void tooLate(LocalMessage message) {
                        received.add("too late " + message.replyText());
                    }
                },
                messages,
                bytes,
                false);
    }

    private static String text(LocalMessage message) {
        return message.subject()
                + '|'
                + message.replyText()
                + '|'
                + new String(message.headerBytes(), UTF_8)
                + '|'
                + new String(message.payloadBytes(), UTF_8);
    }

    private void on(EventLoop loop, Runnable action) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        loop.execute(() -> {
            action.run();
            done.countDown();
        });
        assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
    }

    private List<String> take(int count) throws InterruptedException {
        List<String> all = new ArrayList<>();
        while (all.size() < count) {
            String one = received.poll(5, TimeUnit.SECONDS);
            assertThat(one).as("after %s", all).isNotNull();
            all.add(one);
        }
        return all;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void what_one_loop_publishes_another_receives_with_all_its_parts() throws Exception {
        clients.subscribe(account, "orders.*", null, inbox(10, 1000));
        on(
                loops.get(1),
                () -> clients.publisher(loops.get(1))
                        .publish(
                                account,
                                bytes("orders.new"),
                                bytes("inbox"),
                                bytes("NATS/1.0\r\n\r\n"),
                                bytes("book")));
        assertThat(take(2)).containsExactly("orders.new|inbox|NATS/1.0\r\n\r\n|book", "end");
    }

    @Test
    void a_turn_of_messages_is_handed_over_as_one_batch_in_order() throws Exception {
        clients.subscribe(account, ">", null, inbox(100, 10_000));
        on(loops.get(0), () -> {
            for (int i = 0; i < 3; i++) {
                clients.publisher(loops.get(0)).publish(account, bytes("s"), bytes("" + i));
            }
        });
        assertThat(take(4)).containsExactly("s|||0", "s|||1", "s|||2", "end");
    }

    @Test
    void past_its_bound_an_inbox_keeps_refusals_and_past_twice_the_bound_nothing() throws Exception {
        LocalInbox inbox = inbox(2, 10_000);
        clients.subscribe(account, ">", null, inbox);
        on(loops.get(0), () -> {
            for (int i = 0; i < 6; i++) {
                clients.publisher(loops.get(0))
                        .publish(account, bytes("s"), bytes("r" + i), new byte[0], bytes("" + i));
            }
        });
        assertThat(take(5)).containsExactly("s|r0||0", "s|r1||1", "refused r2", "refused r3", "end");
        assertThat(inbox.dropped()).isEqualTo(2);
        assertThat(inbox.waiting()).isZero();
    }

    @Test
    void what_waits_when_an_inbox_closes_is_handed_over_as_too_late() throws Exception {
        LocalInbox inbox = inbox(10, 10_000);
        clients.subscribe(account, ">", null, inbox);
        on(loops.get(0), () -> {
            for (int i = 0; i < 2; i++) {
                clients.publisher(loops.get(0))
                        .publish(account, bytes("s"), bytes("r" + i), new byte[0], bytes("" + i));
            }
            inbox.close();
        });
        assertThat(take(2)).containsExactly("too late r0", "too late r1");
    }

    @Test
    void more_than_a_turn_takes_is_worked_off_in_several_batches() throws Exception {
        clients.subscribe(account, ">", null, inbox(10_000, 10_000_000));
        on(loops.get(1), () -> {
            for (int i = 0; i < 3000; i++) {
                clients.publisher(loops.get(1)).publish(account, bytes("s"), bytes("" + i));
            }
        });
        List<String> messages = new ArrayList<>();
        while (messages.size() < 3000) {
            String one = take(1).get(0);
            if (!one.equals("end")) {
                messages.add(one);
            }
        }
        for (int i = 0; i < 3000; i++) {
            assertThat(messages.get(i)).isEqualTo("s|||" + i);
        }
    }

    @Test
    void own_subscriptions_are_not_counted_as_the_clients() {
        LocalSubscription one = clients.subscribe(account, "a", "q", inbox(1, 1));
        assertThat(account.subscriptionCount()).isZero();
        assertThat(account.interest().size()).isEqualTo(1);
        one.close();
        one.close();
        assertThat(account.subscriptionCount()).isZero();
        assertThat(account.interest().size()).isZero();
    }
}
