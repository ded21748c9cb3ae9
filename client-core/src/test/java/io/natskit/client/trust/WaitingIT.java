// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.InterruptedWaitException;
import io.natskit.client.Message;
import io.natskit.client.Subscription;
import io.natskit.client.SubscriptionEndedException;
import io.natskit.server.NatsServer;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** K6: whoever stops waiting, by interrupt, cancellation or unsubscribing, leaves nothing behind that waits or takes. */
class WaitingIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private NatsServer server;
    private Connection c;

    @BeforeEach
    void connect() {
        server = NatsServer.builder().start();
        c = Nats.connect(server.url());
    }

    @AfterEach
    void close() {
        c.close();
        server.checkInvariants();
        server.close();
    }

    /** Runs {@code wait} on a thread that is interrupted once it waits; gives what it threw. */
    private static Throwable interrupted(Runnable wait) {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                wait.run();
                thrown.complete(new AssertionError("nothing was thrown"));
            } catch (RuntimeException e) {
                thrown.complete(Thread.interrupted() ? e : new AssertionError("the interrupt flag is lost", e));
            }
        });
        thread.start();
        await().until(() ->
                thread.getState() == Thread.State.TIMED_WAITING || thread.getState() == Thread.State.WAITING);
        thread.interrupt();
        return thrown.orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join();
    }

    @Test
    void interrupted_request_leaves_no_request_pending_and_its_late_reply_disturbs_nobody() {
        CompletableFuture<Message> asked = new CompletableFuture<>();
        c.subscribe("svc", asked::complete);
        assertThat(interrupted(() -> c.request("svc", new byte[0], SOON))).isInstanceOf(InterruptedWaitException.class);
        assertThat(c.statistics().requestsPending()).isZero();
        assertThat(asked).succeedsWithin(SOON).satisfies(m -> m.reply("late"));
        await().atMost(SOON).until(() -> c.statistics().orphanReplies() == 1);
    }

    @Test
    void interrupted_reader_takes_no_message_with_it() {
        Subscription sub = c.subscribe("read");
        assertThat(interrupted(() -> sub.next(SOON))).isInstanceOf(InterruptedWaitException.class);
        assertThat(interrupted(sub::next)).isInstanceOf(InterruptedWaitException.class);
        c.publish("read", "kept");
        assertThat(sub.next(SOON).orElseThrow().text()).isEqualTo("kept");
    }

    @Test
    void interrupted_flush_state_wait_and_drain_leave_the_connection_as_it_was() {
        assertThat(interrupted(() -> c.awaitState(io.natskit.client.ConnectionState.Reconnecting.class, SOON)))
                .isInstanceOf(InterruptedWaitException.class);
        c.publish("x", "y");
        c.flush(SOON);
        CompletableFuture<Void> release = new CompletableFuture<>();
        Subscription busy = c.subscribe("busy", m -> release.join());
        c.publish("busy", "1");
        c.flush(SOON);
        assertThat(interrupted(() -> busy.drain(SOON))).isInstanceOf(InterruptedWaitException.class);
        release.complete(null);
        assertThat(busy.ended()).succeedsWithin(SOON);
        c.flush(SOON);
    }

    @Test
    void cancelled_futures_take_neither_reply_nor_message() {
        c.subscribe("mute", m -> {});
        CompletableFuture<Message> request = c.async().request("mute", new byte[0]);
        request.cancel(false);
        await().atMost(SOON).until(() -> c.statistics().requestsPending() == 0);

        Subscription sub = c.subscribe("futures");
        sub.async().next().cancel(false);
        CompletableFuture<Message> second = sub.async().next();
        c.publish("futures", "for the second");
        assertThat(second)
                .succeedsWithin(SOON)
                .satisfies(m -> assertThat(m.text()).isEqualTo("for the second"));
    }

    @Test
    void a_long_wait_that_was_served_keeps_no_message() {
        Subscription sub = c.subscribe("memory");
        WeakReference<Message> taken = takenOf(sub, Duration.ofHours(1));
        // a thread may still have the last one in its hands
        takenOf(sub, Duration.ofHours(1));
        await().atMost(SOON).until(() -> {
            System.gc();
            return taken.refersTo(null);
        });
    }

    private WeakReference<Message> takenOf(Subscription sub, Duration patience) {
        CompletableFuture<Optional<Message>> waits = sub.async().next(patience);
        c.publish(sub.subject(), "1");
        assertThat(waits).succeedsWithin(SOON);
        return new WeakReference<>(waits.join().orElseThrow());
    }

    @Test
    void futures_of_one_subscription_end_each_at_its_own_time() {
        Subscription sub = c.subscribe("times");
        CompletableFuture<Optional<Message>> longest = sub.async().next(SOON);
        CompletableFuture<Optional<Message>> shorter = sub.async().next(Duration.ofMillis(2));
        CompletableFuture<Optional<Message>> shortest = sub.async().next(Duration.ofMillis(1));
        assertThat(shorter).succeedsWithin(SOON).isEqualTo(Optional.empty());
        assertThat(shortest).succeedsWithin(SOON).isEqualTo(Optional.empty());
        assertThat(sub.async().next(Duration.ofMillis(1))).succeedsWithin(SOON).isEqualTo(Optional.empty());
        c.publish("times", "for who waits still");
        assertThat(longest).succeedsWithin(SOON).satisfies(m -> assertThat(m).isPresent());
    }

    @Test
    void unsubscribing_wakes_who_waits_and_takes_the_interest_from_the_server() {
        int before = c.statistics().subscriptions();
        Subscription sub = c.subscribe("given.up");
        CompletableFuture<Message> future = sub.async().next();
        CompletableFuture<Throwable> blocked = CompletableFuture.supplyAsync(() -> {
            try {
                return new AssertionError("got " + sub.next());
            } catch (RuntimeException e) {
                return e;
            }
        });
        c.flush(SOON);
        sub.unsubscribe();
        assertThat(future).failsWithin(SOON).withThrowableThat().withCauseInstanceOf(SubscriptionEndedException.class);
        assertThat(blocked).succeedsWithin(SOON).isInstanceOf(SubscriptionEndedException.class);
        assertThat(c.statistics().subscriptions()).isEqualTo(before);
        assertThatThrownBy(() -> c.request("given.up", new byte[0], SOON))
                .isInstanceOf(io.natskit.client.NoRespondersException.class);
    }

    @Test
    void cancelled_flow_and_closed_gathering_leave_no_subscription() {
        c.subscribe("many", m -> m.reply("1"));
        c.request("many", new byte[0], SOON);
        int before = c.statistics().subscriptions();
        CompletableFuture<Flow.Subscription> flow = new CompletableFuture<>();
        c.flow().subscribe("flow.>").subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                flow.complete(subscription);
            }

            @Override
            public void onNext(Message item) {}

            @Override
            public void onError(Throwable throwable) {}

            @Override
            public void onComplete() {}
        });
        flow.orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join().cancel();
        try (var replies = c.requestMany("many", new byte[0], o -> o.timeout(SOON))) {
            assertThat(replies.iterator().next().text()).isEqualTo("1");
        }
        await().atMost(SOON).until(() -> c.statistics().subscriptions() == before);
        await().atMost(SOON).until(() -> c.statistics().requestsPending() == 0);
    }
}
