// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.natskit.server.NatsServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Leaving a server for another, or for good, while messages and subscriptions are under way. */
class LeavingIT extends ScriptedServers {
    private static final String CLUSTERED = FakeServer.INFO.replace("\"proto\"", "\"cluster\":\"c\",\"proto\"");

    @Test
    void lame_duck_is_left_only_after_another_server_has_the_subscriptions() {
        List<String> order = new CopyOnWriteArrayList<>();
        try (FakeServer next = FakeServer.start(peer -> {
                    peer.login();
                    order.add(peer.expect("SUB a"));
                    peer.expect("PING");
                    peer.send("PONG\r\n");
                    order.add(peer.expect("PUB after"));
                    peer.serve();
                });
                FakeServer duck = FakeServer.start(peer -> {
                    peer.login();
                    peer.expect("SUB a");
                    peer.send(leavingFor(next));
                    peer.expect("PING");
                    peer.send("PONG\r\n");
                    peer.expect("UNSUB 1");
                    order.add("UNSUB at the old server");
                    peer.send("MSG a 1 4\r\nlast\r\n");
                    peer.expect("PING");
                    peer.send("PONG\r\n");
                    peer.serve();
                });
                Connection c = connect(duck.url(), o -> {})) {
            List<ConnectionEvent> events = new CopyOnWriteArrayList<>();
            c.onEvent(events::add);
            Subscription sub = c.subscribe("a");
            assertThat(sub.next(SOON).orElseThrow().text()).isEqualTo("last");
            await().until(() -> events.stream().anyMatch(e -> e instanceof ConnectionEvent.Moved));
            c.publish("after", "");
            await().until(() -> order.size() == 3);
            assertThat(order).containsExactly("SUB a 1", "UNSUB at the old server", "PUB after 0");
            assertThat(events).noneMatch(e -> e instanceof ConnectionEvent.Disconnected);
            assertThat(c.serverPool().current().orElseThrow().port()).isEqualTo(next.port());
        }
    }

    /** The INFO of a lame duck that names another server. */
    private static String leavingFor(FakeServer next) {
        return FakeServer.INFO.replace(
                "\"proto\"", "\"ldm\":true,\"connect_urls\":[\"127.0.0.1:" + next.port() + "\"],\"proto\"");
    }

    @Test
    void a_server_of_a_cluster_is_left_once_it_knows_what_is_subscribed_at_the_next_one() {
        CompletableFuture<String> probe = new CompletableFuture<>();
        CompletableFuture<Void> known = new CompletableFuture<>();
        try (FakeServer next = FakeServer.start(peer -> {
                    peer.login(CLUSTERED);
                    peer.expect("SUB a");
                    peer.expect("PING");
                    peer.send("PONG\r\n");
                    probe.complete(peer.expect("SUB _INBOX."));
                    known.join();
                    peer.send("MSG " + probe.join().split(" ")[1] + " 0 0\r\n\r\n");
                    peer.serve();
                });
                FakeServer duck = FakeServer.start(peer -> {
                    peer.login();
                    peer.expect("SUB a");
                    peer.send(leavingFor(next));
                    peer.expect("PING");
                    peer.send("PONG\r\n");
                    String subject = peer.expect("PUB _INBOX.").split(" ")[1];
                    assertThat(probe.join()).isEqualTo("SUB " + subject + " 0");
                    peer.send("MSG a 1 4\r\nlast\r\n");
                    known.complete(null);
                    String line = peer.line();
                    while (!line.startsWith("UNSUB 1")) {
                        assertThat(line).matches("|PUB " + subject + " 0");
                        line = peer.line();
                    }
                    peer.serve();
                });
                Connection c = connect(duck.url(), o -> {})) {
            List<ConnectionEvent> events = new CopyOnWriteArrayList<>();
            c.onEvent(events::add);
            Subscription sub = c.subscribe("a");
            assertThat(sub.next(SOON).orElseThrow().text()).isEqualTo("last");
            await().until(() -> events.stream().anyMatch(e -> e instanceof ConnectionEvent.Moved));
            await().until(() -> next.lines().contains("UNSUB 0"));
            assertThat(duck.lines().stream().filter(line -> line.startsWith("PUB _INBOX.")))
                    .as("asked until it was known, not until there was no time left")
                    .hasSizeLessThan(100);
            assertThat(duck.failures()).isEmpty();
            assertThat(next.failures()).isEmpty();
        }
    }

    @Test
    void a_server_of_a_cluster_is_left_without_asking_who_may_not_ask() {
        try (FakeServer next = FakeServer.start(peer -> {
                    peer.login(CLUSTERED);
                    peer.serve();
                });
                FakeServer duck = FakeServer.start(peer -> {
                    peer.login();
                    peer.expect("SUB a");
                    peer.send(leavingFor(next));
                    peer.expect("PING");
                    peer.send("PONG\r\n");
                    String subject = peer.expect("PUB _INBOX.").split(" ")[1];
                    peer.send("-ERR 'Permissions Violation for Publish to \"" + subject + "\"'\r\n");
                    peer.expect("UNSUB 1");
                    peer.serve();
                });
                Connection c = connect(duck.url(), o -> {})) {
            List<ConnectionEvent> events = new CopyOnWriteArrayList<>();
            c.onEvent(events::add);
            c.subscribe("a");
            await().until(() -> events.stream().anyMatch(e -> e instanceof ConnectionEvent.Moved));
            assertThat(events).noneMatch(e -> e instanceof ConnectionEvent.ServerError);
        }
    }

    @Test
    void forced_reconnect_keeps_the_subscriptions() {
        try (NatsServer server = NatsServer.builder().start();
                Connection c = connect(server.url(), o -> {})) {
            Subscription sub = c.subscribe("kept");
            c.flush();
            c.reconnect();
            c.publish("kept", "1");
            assertThat(sub.next(SOON).orElseThrow().text()).isEqualTo("1");
            c.reconnect(ForceReconnect.of(f -> f.overlap(true).target(ForceReconnect.Target.SAME)));
            c.publish("kept", "2");
            assertThat(sub.next(SOON).orElseThrow().text()).isEqualTo("2");
            await().atMost(SOON).until(() -> server.clientCount() == 1);
        }
    }

    @Test
    void move_off_a_full_socket_sends_each_message_whole_and_once() {
        CompletableFuture<Void> read = new CompletableFuture<>();
        try (FakeServer server = FakeServer.start(
                        peer -> {
                            peer.login();
                            read.join();
                            peer.serve();
                        },
                        peer -> {
                            peer.login();
                            read.complete(null);
                            peer.serve();
                        });
                Connection c = connect(
                        server.url(),
                        o -> o.buffers(b -> b.outgoingBytes(64L << 20).offlineBytes(64L << 20)))) {
            String payload = "x".repeat(1 << 20);
            for (int i = 0; i < 16; i++) {
                c.publish("full", payload);
            }
            c.reconnect(ForceReconnect.of(f -> f.overlap(true).target(ForceReconnect.Target.SAME)));
            c.flush(SOON);
            assertThat(server.lines().stream().filter(("PUB full " + (1 << 20))::equals))
                    .hasSize(16);
            assertThat(server.lines().stream().filter(payload::equals)).hasSize(16);
            assertThat(c.statistics().messagesInDoubt()).isZero();
        }
    }

    @Test
    void close_while_moving_fails_the_move_and_the_flush_that_the_old_server_has_not_answered() {
        CompletableFuture<Void> farewell = new CompletableFuture<>();
        try (FakeServer server = FakeServer.start(
                peer -> {
                    peer.login();
                    peer.expect("PUB x");
                    peer.expect("PING");
                    peer.expect("PING");
                    farewell.complete(null);
                    peer.line();
                },
                SERVE)) {
            Connection c = connect(server.url(), o -> {});
            c.publish("x", "");
            CompletableFuture<Void> flushed = c.async().flush();
            CompletableFuture<Void> moved =
                    c.async().reconnect(ForceReconnect.of(f -> f.overlap(true).target(ForceReconnect.Target.SAME)));
            assertThat(farewell).succeedsWithin(SOON);
            c.close();
            assertThat(moved)
                    .failsWithin(SOON)
                    .withThrowableThat()
                    .withCauseInstanceOf(ConnectionClosedException.class);
            assertThat(flushed).failsWithin(SOON).withThrowableThat().withCauseInstanceOf(InDoubtException.class);
        }
    }

    @Test
    void close_while_draining_ends_the_drain_though_a_handler_never_returns() {
        CompletableFuture<Void> handling = new CompletableFuture<>();
        CompletableFuture<Void> release = new CompletableFuture<>();
        try (NatsServer server = NatsServer.builder().start()) {
            Connection c = connect(server.url(), o -> {});
            c.subscribe("slow", m -> {
                handling.complete(null);
                release.join();
            });
            c.publish("slow", "");
            assertThat(handling).succeedsWithin(SOON);
            CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> c.drain(Duration.ofMinutes(5)));
            c.awaitState(ConnectionState.Draining.class, SOON);
            c.async().close();
            assertThat(drained).succeedsWithin(SOON).isEqualTo(false);
        } finally {
            release.complete(null);
        }
    }
}
