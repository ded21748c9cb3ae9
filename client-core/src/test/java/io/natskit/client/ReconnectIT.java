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

/** What a cut leaves: subscriptions and what was published meanwhile at the next server, and the word that something is in doubt. */
class ReconnectIT extends ScriptedServers {
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
}
