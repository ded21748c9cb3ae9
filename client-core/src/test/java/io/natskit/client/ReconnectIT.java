// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.server.NatsServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Servers that go, come back, refuse and misbehave: scripted, so that the client alone is on trial. */
class ReconnectIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String CLUSTERED = FakeServer.INFO.replace("\"proto\"", "\"cluster\":\"c\",\"proto\"");
    private static final FakeServer.Script SERVE = peer -> {
        peer.login();
        peer.serve();
    };

    private static Connection connect(String url, java.util.function.Consumer<Options.Builder> more) {
        return Nats.connect(o -> {
            o.servers(s -> s.servers(url).shuffle(false));
            o.reconnect(r -> r.policy((round, random) -> Duration.ofMillis(10)));
            more.accept(o);
        });
    }

    @Test
    void subscriptions_come_first_with_what_they_may_still_receive_then_what_was_published_meanwhile() {
        CompletableFuture<Void> back = new CompletableFuture<>();
        try (FakeServer server = FakeServer.start(
                        peer -> {
                            peer.login();
                            peer.expect("SUB a");
                            peer.expect("UNSUB");
                            peer.send("MSG a 1 1\r\nx\r\nMSG a 1 1\r\ny\r\n");
                            peer.expect("PUB cut");
                        },
                        peer -> {
                            back.join();
                            peer.login();
                            peer.serve();
                        });
                Connection c = connect(server.url(), o -> {})) {
            Subscription sub = c.subscribe("a", SubscribeOptions.of(o -> o.maxMessages(5)));
            Subscription queue = c.subscribe("b.*", SubscribeOptions.queue("q"));
            assertThat(sub.next(SOON)).isPresent();
            assertThat(sub.next(SOON)).isPresent();
            c.publish("cut", "");
            c.awaitState(ConnectionState.Reconnecting.class, SOON);
            // it was written, and nothing came back: the first flush says so
            CompletableFuture<Void> told = c.async().flush();
            for (int i = 0; i < 3; i++) {
                c.publish("later." + i, "" + i);
            }
            server.lines().clear();
            back.complete(null);
            assertThat(told).failsWithin(SOON).withThrowableThat().withCauseInstanceOf(InDoubtException.class);
            c.flush(SOON);
            assertThat(server.lines().stream()
                            .filter(l -> !l.startsWith("CONNECT"))
                            .toList())
                    .startsWith(
                            "PING",
                            "SUB a 1",
                            "UNSUB 1 3",
                            "SUB b.* q 2",
                            "PUB later.0 1",
                            "0",
                            "PUB later.1 1",
                            "1",
                            "PUB later.2 1",
                            "2",
                            "PING");
            assertThat(c.statistics().reconnects()).isEqualTo(1);
            assertThat(queue.isActive()).isTrue();
        }
    }

    @Test
    void stop_after_a_reconnect_counts_from_the_subscription_that_the_present_server_knows() {
        CompletableFuture<Void> cut = new CompletableFuture<>();
        try (FakeServer server = FakeServer.start(
                        peer -> {
                            peer.login();
                            peer.expect("SUB a");
                            peer.send("MSG a 1 1\r\nx\r\nMSG a 1 1\r\ny\r\n");
                            cut.join();
                        },
                        peer -> {
                            peer.login();
                            peer.expect("SUB a");
                            peer.send("MSG a 1 1\r\nz\r\n");
                            peer.expect("UNSUB");
                            peer.send("MSG a 1 1\r\n4\r\nMSG a 1 1\r\n5\r\nMSG a 1 1\r\n6\r\n");
                            peer.serve();
                        });
                Connection c = connect(server.url(), o -> {})) {
            Subscription sub = c.subscribe("a", SubscribeOptions.queue("q"));
            assertThat(sub.next(SOON)).isPresent();
            assertThat(sub.next(SOON)).isPresent();
            cut.complete(null);
            assertThat(sub.next(SOON).map(Message::text)).contains("z");
            sub.stopAfter(5);
            assertThat(sub.next(SOON).map(Message::text)).contains("4");
            assertThat(sub.next(SOON).map(Message::text)).contains("5");
            assertThat(sub.ended()).succeedsWithin(SOON);
            assertThat(sub.next(Duration.ZERO)).isEmpty();
            // two of the five came over the first link, and this server has not sent them
            assertThat(server.lines()).contains("UNSUB 1 3").doesNotContain("UNSUB 1 5");
        }
    }

    @Test
    void inbox_that_one_server_refused_is_tried_again_at_the_next() {
        CompletableFuture<Void> cut = new CompletableFuture<>();
        try (FakeServer server = FakeServer.start(
                        peer -> {
                            peer.login();
                            String inbox = peer.expect("SUB _INBOX").split(" ")[1];
                            peer.send("-ERR 'Permissions Violation for Subscription to \"" + inbox + "\"'\r\n");
                            cut.join();
                        },
                        peer -> {
                            peer.login();
                            String sid = peer.expect("SUB _INBOX").split(" ")[2];
                            String reply = peer.expect("PUB svc").split(" ")[2];
                            peer.send("MSG " + reply + " " + sid + " 2\r\nhi\r\n");
                            peer.serve();
                        });
                Connection c = connect(server.url(), o -> {})) {
            assertThatThrownBy(() -> c.request("svc", new byte[0], SOON)).isInstanceOf(PermissionException.class);
            assertThatThrownBy(() -> c.request("svc", new byte[0], SOON)).isInstanceOf(PermissionException.class);
            cut.complete(null);
            c.awaitState(ConnectionState.Reconnecting.class, SOON);
            c.awaitState(ConnectionState.Connected.class, SOON);
            assertThat(c.request("svc", new byte[0], SOON).text()).isEqualTo("hi");
            assertThat(server.lines().stream().filter(line -> line.startsWith("SUB _INBOX")))
                    .hasSize(2);
        }
    }

    @Test
    void flush_and_request_under_a_cut_say_that_the_outcome_is_in_doubt() {
        try (FakeServer server = FakeServer.start(
                        peer -> {
                            peer.login();
                            peer.expect("PUB x");
                            peer.expect("PUB svc");
                            peer.expect("PING");
                        },
                        SERVE);
                Connection c = connect(server.url(), o -> {})) {
            List<ConnectionEvent> events = new CopyOnWriteArrayList<>();
            c.onEvent(events::add);
            c.publish("x", "1");
            CompletableFuture<Message> request = c.async().request("svc", new byte[0]);
            assertThatThrownBy(() -> c.flush(SOON)).isInstanceOf(InDoubtException.class);
            assertThat(request).failsWithin(SOON).withThrowableThat().withCauseInstanceOf(InDoubtException.class);
            c.flush(SOON);
            assertThat(c.statistics().messagesInDoubt()).isEqualTo(2);
            await().until(() ->
                    events.stream().anyMatch(e -> e instanceof ConnectionEvent.InDoubt d && d.messages() == 2));
        }
    }

    @Test
    void first_flush_after_a_cut_tells_of_messages_in_doubt() {
        try (FakeServer server = FakeServer.start(
                        peer -> {
                            peer.login();
                            peer.expect("PUB x");
                        },
                        SERVE);
                Connection c = connect(server.url(), o -> {})) {
            c.publish("x", "1");
            await().until(() -> c.statistics().messagesInDoubt() == 1);
            assertThatThrownBy(() -> c.flush(SOON)).isInstanceOf(InDoubtException.class);
            c.flush(SOON);
        }
    }

    @Test
    void offline_buffer_is_bounded_and_full_means_an_exception_at_once_or_the_patience_asked_for() {
        try (FakeServer server = FakeServer.start(FakeServer.Peer::login, peer -> peer.line());
                Connection c = connect(
                        server.url(), o -> o.buffers(b -> b.offlineBytes(10_000).backPressure(BackPressure.fail())))) {
            c.awaitState(ConnectionState.Reconnecting.class, SOON);
            byte[] kilobyte = new byte[1000];
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 20; i++) {
                            c.publish("x", kilobyte);
                        }
                    })
                    .isInstanceOf(BackPressureException.class);
            assertThat(c.statistics().outgoingBytes()).isLessThanOrEqualTo(10_000);
        }
    }

    @Test
    void nothing_is_buffered_offline_when_told_so() {
        try (FakeServer server = FakeServer.start(FakeServer.Peer::login, peer -> peer.line());
                Connection c = connect(server.url(), o -> o.buffers(b -> b.offlineBytes(0)))) {
            c.awaitState(ConnectionState.Reconnecting.class, SOON);
            assertThatThrownBy(() -> c.publish("x", "")).isInstanceOf(NotConnectedException.class);
        }
    }

    @Test
    void black_hole_fails_within_the_connect_timeout() {
        try (FakeServer server = FakeServer.start(peer -> peer.line())) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> connect(
                            server.url(),
                            o -> o.servers(s -> s.servers(server.url()).connectTimeout(Duration.ofMillis(200)))))
                    .isInstanceOf(ConnectFailedException.class)
                    .hasRootCauseInstanceOf(OperationTimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void refusal_in_the_same_segment_as_the_info_is_told_as_it_is() {
        try (FakeServer server = FakeServer.start(peer -> {
            peer.send(FakeServer.INFO + "-ERR 'maximum connections exceeded'\r\n");
            peer.line();
        })) {
            assertThatThrownBy(() -> connect(server.url(), o -> {}))
                    .isInstanceOf(ConnectFailedException.class)
                    .hasRootCauseInstanceOf(ServerErrorException.class)
                    .hasMessageContaining("maximum connections exceeded");
        }
    }

    @Test
    void first_connect_is_retried_when_asked_for() throws Exception {
        int port;
        try (FakeServer taken = FakeServer.start(SERVE)) {
            port = taken.port();
        }
        try (Connection c = connect(
                "nats://127.0.0.1:" + port,
                o -> o.servers(s -> s.servers("nats://127.0.0.1:" + port).retryFirstConnect(true)))) {
            assertThat(c.state()).isInstanceOf(ConnectionState.Connecting.class);
            c.publish("early", "bird");
            try (NatsServer server = NatsServer.builder().port(port).start()) {
                c.awaitState(ConnectionState.Connected.class, SOON);
                c.flush(SOON);
                assertThat(server.clientCount()).isEqualTo(1);
            }
        }
    }

    @Test
    void same_refusal_twice_from_one_server_closes_the_connection() {
        FakeServer.Script refuse = peer -> {
            peer.send(FakeServer.INFO);
            peer.expect("CONNECT");
            peer.send("-ERR 'Authorization Violation'\r\n");
        };
        try (FakeServer server = FakeServer.start(FakeServer.Peer::login, refuse);
                Connection c = connect(server.url(), o -> {})) {
            assertThat(c.closed())
                    .succeedsWithin(SOON)
                    .satisfies(end -> assertThat(end.causeOrNull()).isInstanceOf(AuthenticationException.class));
            assertThat(server.connections()).isEqualTo(3);
            assertThatThrownBy(() -> c.publish("x", "")).isInstanceOf(ConnectionClosedException.class);
        }
    }

    @Test
    void wrong_credentials_fail_the_connect_with_their_own_exception() {
        try (NatsServer server = NatsServer.builder().user("u", "right").start()) {
            assertThatThrownBy(() ->
                            connect(server.url(), o -> o.auth(Authenticator.userPassword("u", "wrong".toCharArray()))))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("Authorization Violation")
                    .hasMessageNotContaining("wrong");
            try (Connection c =
                    connect(server.url(), o -> o.auth(Authenticator.userPassword("u", "right".toCharArray())))) {
                c.flush();
            }
        }
    }

    @Test
    void credentials_are_asked_for_anew_at_each_connect_and_an_expiry_does_not_close() {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (FakeServer server = FakeServer.start(
                        peer -> {
                            peer.login();
                            peer.send("-ERR 'User Authentication Expired'\r\n");
                        },
                        peer -> {
                            peer.login();
                            peer.send("-ERR 'User Authentication Expired'\r\n");
                        },
                        SERVE);
                Connection c = connect(
                        server.url(),
                        o -> o.auth(request -> {
                            asked.add("token-" + (asked.size() + 1));
                            return CompletableFuture.completedFuture(Credentials.token(
                                    asked.get(asked.size() - 1).toCharArray()));
                        }))) {
            await().until(() -> c.statistics().reconnects() == 2);
            assertThat(server.lines().stream().filter(l -> l.startsWith("CONNECT")))
                    .hasSize(3)
                    .last()
                    .asString()
                    .contains("\"auth_token\":\"token-3\"");
        }
    }

    @Test
    void server_that_answers_no_ping_is_left() {
        try (FakeServer server = FakeServer.start(
                        peer -> {
                            peer.login();
                            while (true) {
                                peer.line();
                            }
                        },
                        SERVE);
                Connection c = connect(
                        server.url(),
                        o -> o.servers(s -> s.servers(server.url()).pingInterval(Duration.ofMillis(30))))) {
            await().until(() -> c.statistics().reconnects() == 1);
            assertThat(server.lines().stream().filter("PING"::equals).count()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void socket_that_takes_no_byte_is_left() {
        CompletableFuture<Void> never = new CompletableFuture<>();
        try (FakeServer server = FakeServer.start(
                        peer -> {
                            peer.login();
                            never.join();
                        },
                        SERVE);
                Connection c = connect(
                        server.url(),
                        o -> o.buffers(
                                b -> b.writeTimeout(Duration.ofMillis(200)).outgoingBytes(64L << 20)))) {
            byte[] payload = new byte[1 << 20];
            for (int i = 0; i < 20; i++) {
                c.publish("x", payload);
            }
            await().atMost(SOON).until(() -> c.statistics().reconnects() == 1);
            never.complete(null);
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
    void servers_told_of_are_used_and_forgotten_when_no_longer_told() {
        try (FakeServer server = FakeServer.start(peer -> {
                    peer.login(FakeServer.INFO.replace(
                            "\"proto\"", "\"connect_urls\":[\"127.0.0.1:1\",\"127.0.0.1:2\"],\"proto\""));
                    peer.expect("SUB go");
                    peer.send(FakeServer.INFO.replace("\"proto\"", "\"connect_urls\":[\"127.0.0.1:2\"],\"proto\""));
                    peer.serve();
                });
                Connection c = connect(server.url(), o -> {})) {
            assertThat(c.serverPool().servers()).hasSize(3);
            c.subscribe("go");
            await().until(() -> c.serverPool().servers().size() == 2);
            assertThat(c.serverPool().servers()).noneMatch(e -> e.address().port() == 1);
        }
    }

    @Test
    void hundred_cuts_under_load_lose_nothing_that_was_confirmed_and_double_nothing() {
        int cuts = Boolean.getBoolean("natskit.full") ? 100 : 15;
        try (NatsServer server = NatsServer.builder().start();
                CutProxy proxy = new CutProxy(server.port());
                Connection watcher = Nats.connect(server.url());
                Connection c = connect(proxy.url(), o -> {})) {
            List<Integer> got = new ArrayList<>();
            Subscription sub = watcher.subscribe(
                    "cut.load",
                    SubscribeOptions.of(o -> o.dispatch(Dispatch.serial())),
                    m -> got.add(Integer.parseInt(m.text())));
            watcher.flush();
            List<Integer> confirmed = new ArrayList<>();
            int n = 0;
            while (c.statistics().reconnects() < cuts) {
                proxy.cutAfter(500 + n % 7919);
                List<Integer> batch = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    c.publish("cut.load", ("" + n).getBytes(StandardCharsets.US_ASCII));
                    batch.add(n++);
                }
                try {
                    c.flush(SOON);
                    confirmed.addAll(batch);
                } catch (InDoubtException e) {
                    // counted below
                }
            }
            c.flush(SOON);
            watcher.flush();
            int published = n;
            await().until(() -> sub.pendingMessages() == 0);
            watcher.drain();
            assertThat(got).as("in order, none twice").isSorted().doesNotHaveDuplicates();
            assertThat(got).containsAll(confirmed);
            assertThat((long) published - got.size())
                    .as("lost")
                    .isLessThanOrEqualTo(c.statistics().messagesInDoubt());
        }
    }

    @Test
    void hostile_server_gets_an_exception_or_a_reconnect() {
        List<String> attacks = List.of(
                "MSG a 1 2147483648\r\n", "MSG a 1 -5\r\n", "BOGUS op\r\n", "MSG a 1 5\r\nhelloXX", "INFO {broken\r\n");
        List<FakeServer.Script> scripts = new ArrayList<>();
        for (String attack : attacks) {
            scripts.add(peer -> {
                peer.login();
                peer.send(attack);
                peer.line();
            });
        }
        scripts.add(SERVE);
        List<Throwable> causes = new CopyOnWriteArrayList<>();
        try (FakeServer server = FakeServer.start(scripts.toArray(new FakeServer.Script[0]));
                Connection c = connect(
                        server.url(),
                        o -> o.onEvent(e -> {
                            if (e instanceof ConnectionEvent.Disconnected d && d.cause() != null) {
                                causes.add(d.cause());
                            }
                        }))) {
            await().atMost(SOON).until(() -> c.statistics().reconnects() == attacks.size());
            await().until(() -> causes.size() == attacks.size());
            assertThat(causes).allMatch(cause -> cause instanceof ProtocolViolationException);
            c.flush(SOON);
        }
    }

    @Test
    void refused_subscription_ends_with_the_error_and_a_refused_request_fails_with_it() {
        try (FakeServer server = FakeServer.start(peer -> {
                    peer.login();
                    peer.expect("SUB secret");
                    peer.send("-ERR 'Permissions Violation for Subscription to \"secret.>\" using queue \"q\"'\r\n");
                    peer.expect("PUB no.way");
                    peer.send("-ERR 'Permissions Violation for Publish to \"no.way\"'\r\n");
                    peer.serve();
                });
                Connection c = connect(server.url(), o -> {})) {
            Subscription refused = c.subscribe("secret.>", SubscribeOptions.queue("q"));
            assertThatThrownBy(refused::next).isInstanceOf(PermissionException.class);
            Subscription fine = c.subscribe("secret.>");
            assertThatThrownBy(() -> c.request("no.way", new byte[0], SOON)).isInstanceOf(PermissionException.class);
            assertThat(fine.isActive()).isTrue();
            c.flush(SOON);
        }
    }
}
