// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Servers that fall silent, refuse, or break the protocol. */
class MisbehavingServerIT extends ScriptedServers {
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
