// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.server.NatsServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests for many replies, of callers that must not wait: they end by themselves, and what came before is there for whoever asks later. */
class AsyncRepliesIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static NatsServer server;
    private static Connection other;

    @BeforeAll
    static void start() {
        server = NatsServer.builder().start();
        other = Nats.connect(server.url());
        other.subscribe(
                "count", m -> IntStream.range(0, Integer.parseInt(m.text())).forEach(i -> m.reply("" + i)));
        other.subscribe("end", m -> {
            m.reply("1");
            m.reply("2");
            m.reply("");
            m.reply("late");
        });
        other.flush();
    }

    @AfterAll
    static void stop() {
        other.close();
        server.close();
    }

    private static Connection connect() {
        return Nats.connect(server.url());
    }

    private static OutgoingMessage count(int replies) {
        return OutgoingMessage.of("count", ("" + replies).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private static void nothingIsLeft(Connection c) {
        await().atMost(SOON).until(() -> c.statistics().requestsPending() == 0);
        assertThat(c.statistics().subscriptions()).isLessThanOrEqualTo(1);
    }

    @Test
    void time_ends_them_though_nobody_asks_and_the_replies_wait() {
        try (Connection c = connect()) {
            AsyncReplies replies = c.async().requestMany(count(3), o -> o.timeout(Duration.ofSeconds(1)));
            assertThat(replies.ended()).succeedsWithin(SOON).isEqualTo(RepliesEnd.TIMEOUT);
            nothingIsLeft(c);
            assertThat(replies.all().join()).extracting(Message::text).containsExactly("0", "1", "2");
        }
    }

    @Test
    void a_gap_a_number_and_a_sentinel_end_them_though_nobody_asks() {
        try (Connection c = connect()) {
            AsyncReplies gap = c.async().requestMany(count(3), o -> o.stall(Duration.ofMillis(100)));
            AsyncReplies number = c.async().requestMany(count(5), o -> o.maxReplies(2));
            AsyncReplies sentinel = c.async()
                    .requestMany(OutgoingMessage.of("end", new byte[0]), RequestManyOptions.Builder::emptyEnds);
            AsyncReplies nobody = c.async().requestMany(OutgoingMessage.of("nobody", new byte[0]), o -> {});
            assertThat(gap.ended()).succeedsWithin(SOON).isEqualTo(RepliesEnd.STALL);
            assertThat(number.ended()).succeedsWithin(SOON).isEqualTo(RepliesEnd.MAX_REPLIES);
            assertThat(sentinel.ended()).succeedsWithin(SOON).isEqualTo(RepliesEnd.SENTINEL);
            assertThat(nobody.ended()).succeedsWithin(SOON).isEqualTo(RepliesEnd.NO_RESPONDERS);
            nothingIsLeft(c);
            assertThat(number.all().join()).extracting(Message::text).containsExactly("0", "1");
            assertThat(sentinel.all().join()).extracting(Message::text).containsExactly("1", "2");
            assertThat(nobody.next()).isCompletedWithValue(Optional.empty());
        }
    }

    @Test
    void thousands_of_replies_come_in_order() {
        try (Connection c = connect()) {
            AsyncReplies replies = c.async().requestMany(count(5_000), o -> o.maxReplies(5_000));
            assertThat(replies.all())
                    .succeedsWithin(SOON)
                    .satisfies(all -> assertThat(all)
                            .extracting(Message::text)
                            .isEqualTo(IntStream.range(0, 5_000)
                                    .mapToObj(i -> "" + i)
                                    .toList()));
        }
    }

    @Test
    void a_publish_that_is_refused_leaves_nothing_behind() {
        try (Connection c = connect()) {
            byte[] large = new byte[(int) c.serverInfo().maxPayload() + 1];
            AsyncReplies replies = c.async().requestMany(OutgoingMessage.of("count", large), o -> {});
            assertThat(replies.next())
                    .failsWithin(SOON)
                    .withThrowableThat()
                    .withCauseInstanceOf(PayloadTooLargeException.class);
            assertThat(replies.ended()).succeedsWithin(SOON).isEqualTo(RepliesEnd.FAILED);
            assertThatThrownBy(() -> c.async().requestMany(OutgoingMessage.of("a b", new byte[0]), o -> {}))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> c.requestMany(OutgoingMessage.of("count", large), o -> {}))
                    .isInstanceOf(PayloadTooLargeException.class);
            nothingIsLeft(c);
        }
    }

    @Test
    void a_sentinel_that_throws_fails_them() {
        try (Connection c = connect()) {
            AsyncReplies replies = c.async()
                    .requestMany(
                            count(3),
                            o -> o.sentinel(m -> {
                                throw new IllegalStateException("as planned");
                            }));
            assertThat(replies.all())
                    .failsWithin(SOON)
                    .withThrowableThat()
                    .withCauseInstanceOf(IllegalStateException.class);
            assertThat(replies.ended()).succeedsWithin(SOON).isEqualTo(RepliesEnd.FAILED);
            nothingIsLeft(c);
        }
    }

    @Test
    void closing_ends_whoever_asks_and_a_cancelled_question_takes_no_reply() {
        try (Connection c = connect();
                Subscription silent = c.subscribe("silent")) {
            AsyncReplies replies = c.async().requestMany(OutgoingMessage.of("silent", new byte[0]), o -> {});
            CompletableFuture<Optional<Message>> cancelled = replies.next();
            cancelled.cancel(false);
            Message request = silent.next(SOON).orElseThrow();
            request.reply("one");
            assertThat(replies.next()).succeedsWithin(SOON).matches(reply -> reply.isPresent());
            CompletableFuture<Optional<Message>> asked = replies.next();
            replies.close();
            assertThat(asked).succeedsWithin(SOON).isEqualTo(Optional.empty());
            assertThat(replies.ended()).succeedsWithin(SOON).isEqualTo(RepliesEnd.CANCELLED);
            await().atMost(SOON).until(() -> c.statistics().requestsPending() == 0);
        }
    }

    @Test
    void a_connection_that_closes_fails_them_and_those_of_blocking_callers() {
        Connection c = connect();
        try (Subscription silent = c.subscribe("quiet")) {
            AsyncReplies replies = c.async().requestMany(OutgoingMessage.of("quiet", new byte[0]), o -> {});
            CompletableFuture<?> blocking =
                    CompletableFuture.runAsync(() -> c.requestMany(OutgoingMessage.of("quiet", new byte[0]), o -> {})
                            .all());
            assertThat(silent.next(SOON)).isPresent();
            assertThat(silent.next(SOON)).isPresent();
            c.close();
            assertThat(replies.next())
                    .failsWithin(SOON)
                    .withThrowableThat()
                    .withCauseInstanceOf(ConnectionClosedException.class);
            assertThat(blocking)
                    .failsWithin(SOON)
                    .withThrowableThat()
                    .withCauseInstanceOf(ConnectionClosedException.class);
        }
    }

    @Test
    void own_inboxes_serve_them_too_and_go_with_them() {
        try (Connection c = Nats.connect(o -> o.servers(server.url()).perRequestInbox(true))) {
            assertThat(c.async().requestMany(count(3), o -> o.maxReplies(3)).all())
                    .succeedsWithin(SOON)
                    .satisfies(all -> assertThat(all).hasSize(3));
            assertThat(c.requestMany(count(3), o -> o.maxReplies(3)).all()).hasSize(3);
            await().atMost(SOON).until(() -> c.statistics().subscriptions() == 0);
        }
    }

    @Test
    void ended_ones_leave_the_callback_threads_idle() {
        try (ClientResources resources = Nats.resources(r -> r.threadNamePrefix("idle-replies"));
                Connection c = Nats.connect(o -> o.servers(server.url()).resources(resources))) {
            AsyncReplies replies = c.async().requestMany(count(3), o -> o.maxReplies(3));
            assertThat(replies.all())
                    .succeedsWithin(SOON)
                    .satisfies(all -> assertThat(all).hasSize(3));
            replies.close();
            c.flush(SOON);
            await().atMost(SOON)
                    .until(() -> Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("idle-replies-callback"))
                            .allMatch(thread -> thread.getState() == Thread.State.WAITING));
        }
    }

    @Test
    void replies_that_nobody_takes_are_bounded_and_drops_reported_once() {
        List<ConnectionEvent.SlowConsumer> told = new CopyOnWriteArrayList<>();
        try (Connection c = Nats.connect(o -> o.servers(server.url())
                .limits(l -> l.pendingMessagesMax(100))
                .onEvent(e -> {
                    if (e instanceof ConnectionEvent.SlowConsumer slow) {
                        told.add(slow);
                    }
                }))) {
            Replies blocking = c.requestMany(count(1000), o -> o.timeout(SOON));
            await().atMost(SOON).until(() -> c.statistics().messagesDropped() == 900);
            for (int i = 0; i < 100; i++) {
                assertThat(blocking.next().orElseThrow().text()).isEqualTo("" + i);
            }
            blocking.close();
            await().atMost(SOON).until(() -> told.size() == 1);

            AsyncReplies async = c.async().requestMany(count(1000), o -> o.timeout(Duration.ofSeconds(1)));
            // a hundred for takers, a hundred in the mailbox
            await().atMost(SOON).until(() -> c.statistics().messagesDropped() >= 900 + 800);
            assertThat(async.all())
                    .succeedsWithin(SOON)
                    .satisfies(all -> assertThat(all).hasSizeBetween(100, 200));
            assertThat(async.ended()).succeedsWithin(SOON).isEqualTo(RepliesEnd.TIMEOUT);
            nothingIsLeft(c);
        }
    }
}
