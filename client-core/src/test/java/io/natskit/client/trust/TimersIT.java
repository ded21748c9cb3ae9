// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.Nats;
import io.natskit.client.AsyncReplies;
import io.natskit.client.Connection;
import io.natskit.client.FakeServer;
import io.natskit.client.Message;
import io.natskit.client.NatsException;
import io.natskit.client.RepliesEnd;
import io.natskit.client.internal.routing.ConnectionInternals;
import io.natskit.client.internal.routing.PendingRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Time passes for a connection on which nothing comes. */
class TimersIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void what_a_timer_completes_is_told_though_nothing_is_read() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (FakeServer server = FakeServer.start(peer -> {
                    peer.login();
                    awaitQuietly(over);
                });
                Connection connection = Nats.connect(server.url())) {
            ConnectionInternals inside = ConnectionInternals.of(connection);
            CompletableFuture<String> told = new CompletableFuture<>();
            inside.after(1, () -> inside.complete(() -> told.complete("told")));
            assertThat(told).succeedsWithin(SOON).isEqualTo("told");
        } finally {
            over.countDown();
        }
    }

    @Test
    void that_a_request_has_expired_is_told_though_nothing_is_read() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (FakeServer server = FakeServer.start(peer -> {
                    peer.login();
                    awaitQuietly(over);
                });
                Connection connection = Nats.connect(server.url())) {
            ConnectionInternals inside = ConnectionInternals.of(connection);
            CompletableFuture<String> told = new CompletableFuture<>();
            inside.request("q", null, ByteBuffer.allocate(0), new PendingRequest("q", System.nanoTime() + 1_000_000) {
                @Override
                public void reply(Message message) {
                    told.complete("a reply");
                }

                @Override
                public void fail(NatsException failure) {
                    told.completeExceptionally(failure);
                }

                @Override
                public void expired() {
                    inside.complete(() -> told.complete("expired"));
                }
            });
            assertThat(told).succeedsWithin(SOON).isEqualTo("expired");
        } finally {
            over.countDown();
        }
    }

    @Test
    void a_gap_ends_replies_though_the_first_was_waited_for() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch waitedFor = new CountDownLatch(1);
        try (FakeServer server = FakeServer.start(peer -> {
                    peer.login();
                    String line = peer.line();
                    String sid = "";
                    while (!line.startsWith("PUB q ")) {
                        sid = line.startsWith("SUB ") ? line.substring(line.lastIndexOf(' ') + 1) : sid;
                        line = peer.line();
                    }
                    awaitQuietly(waitedFor);
                    peer.send("MSG " + line.split(" ")[2] + " " + sid + " 1\r\nx\r\n");
                    awaitQuietly(over);
                });
                Connection connection = Nats.connect(server.url())) {
            AsyncReplies replies = connection
                    .async()
                    .requestMany(
                            "q", new byte[0], o -> o.timeout(Duration.ofDays(1)).stall(Duration.ofMillis(20)));
            CompletableFuture<?> first = replies.next();
            ConnectionInternals.of(connection).after(20_000_000, waitedFor::countDown);
            assertThat(first).succeedsWithin(SOON);
            assertThat(replies.ended()).succeedsWithin(SOON).isEqualTo(RepliesEnd.STALL);
        } finally {
            over.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
