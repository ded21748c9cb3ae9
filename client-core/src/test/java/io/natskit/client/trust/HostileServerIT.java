// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.ConnectionEvent;
import io.natskit.client.FakeServer;
import io.natskit.client.NatsException;
import io.natskit.client.ProtocolViolationException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** K8: a server that means harm gets an exception or a reconnect: neither an endless loop nor a full heap. */
class HostileServerIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int MEGABYTE = 1 << 20;
    private static final int JUNK_BYTES = 64 * MEGABYTE;

    private static Connection connect(String url, List<Throwable> causes) {
        return Nats.connect(o -> {
            o.servers(s -> s.servers(url).connectTimeout(Duration.ofSeconds(5)));
            o.reconnect(r -> r.policy((round, random) -> Duration.ofMillis(5)));
            o.onEvent(e -> {
                if (e instanceof ConnectionEvent.Disconnected lost && lost.cause() != null) {
                    causes.add(lost.cause());
                }
            });
        });
    }

    /** After the login {@code attack}, and an honest server behind it. */
    private static FakeServer hostile(FakeServer.Script attack) {
        return FakeServer.start(
                peer -> {
                    peer.login();
                    attack.play(peer);
                    peer.line();
                },
                peer -> {
                    peer.login();
                    peer.serve();
                });
    }

    private static void flood(FakeServer.Peer peer, String piece, int bytes) throws IOException {
        String block = piece.repeat(Math.max(1, 65_536 / piece.length()));
        for (long sent = 0; sent < bytes; sent += block.length()) {
            peer.send(block);
        }
    }

    private static long heldBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MSG a 1 2147483648\r\n",
                "MSG a 1 4294967297\r\n",
                "MSG a 1 9223372036854775808\r\n",
                "MSG a 1 99999999999999999999999999\r\n",
                "MSG a 99999999999 1\r\nx\r\n",
                "MSG a 1 -1\r\n",
                "MSG a 1 0x10\r\n",
                "MSG a 1\r\n",
                "MSG a 1 r 1 2 3\r\nx\r\n",
                "MSG\r\n",
                "HMSG a 1 20 10\r\n",
                "HMSG a 1 2147483648 2147483648\r\n",
                "HMSG a 1 5\r\nhello\r\n",
                "MSG a 1 2\r\nhi!\r\n",
                "PUB a 1\r\nx\r\n",
                "PINGPING\r\n",
                "\u0000\u0000\u0000\u0000\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "INFO\r\n",
                "INFO null\r\n",
                "INFO []\r\n",
                "INFO {\"max_payload\":\r\n",
                "INFO {\"a\":\"\u0001\r\n",
                "INFO {}{}}\r\n"
            })
    void nonsense_ends_in_a_reconnect_that_says_why(String nonsense) {
        List<Throwable> causes = new CopyOnWriteArrayList<>();
        try (FakeServer server = hostile(peer -> peer.send(nonsense));
                Connection c = connect(server.url(), causes)) {
            await().atMost(SOON).until(() -> c.statistics().reconnects() == 1);
            await().atMost(SOON).until(() -> !causes.isEmpty());
            assertThat(causes.get(0)).isInstanceOf(ProtocolViolationException.class);
            c.flush(SOON);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INFO {\"max_payload\":-1}\r\n",
                "INFO {\"max_payload\":1e300,\"proto\":\"x\",\"headers\":7}\r\n",
                "INFO {\"connect_urls\":[\"::::\",\"a b\",\"\",\"127.0.0.1:99999999\",5,null,{}]}\r\n",
                "INFO {\"connect_urls\":{\"a\":1},\"ldm\":\"yes\",\"nonce\":[]}\r\n",
                "-ERR\r\n",
                "-ERR 'Permissions Violation for Publish to \"\r\n",
                "PONG\r\nPONG\r\nPONG\r\n",
                "MSG nobodys 77 2\r\nhi\r\n"
            })
    void oddities_are_taken_or_end_in_a_reconnect_and_the_connection_goes_on(String oddity) {
        try (FakeServer server = FakeServer.start(
                        peer -> {
                            peer.login();
                            peer.expect("SUB go");
                            peer.send(oddity);
                            peer.serve();
                        },
                        peer -> {
                            peer.login();
                            peer.serve();
                        });
                Connection c = connect(server.url(), new CopyOnWriteArrayList<>())) {
            c.subscribe("go");
            long afterwards = oddity.length() + FakeServer.INFO.length() + 6;
            await().atMost(SOON).until(() -> c.statistics().socketBytesIn() >= afterwards);
            await().atMost(SOON).ignoreExceptionsInstanceOf(NatsException.class).until(() -> {
                c.flush(Duration.ofSeconds(2));
                return true;
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MSG ", "INFO {\"a\":\"", "-ERR '", "+OK ", "PING "})
    void line_without_an_end_is_left_after_little_more_than_its_bound(String beginning) {
        List<Throwable> causes = new CopyOnWriteArrayList<>();
        try (FakeServer server = hostile(peer -> {
                    peer.send(beginning);
                    flood(peer, "x", JUNK_BYTES);
                });
                Connection c = connect(server.url(), causes)) {
            await().atMost(SOON).until(() -> c.statistics().reconnects() == 1);
            await().atMost(SOON).until(() -> !causes.isEmpty());
            assertThat(causes.get(0)).isInstanceOf(ProtocolViolationException.class);
            assertThat(c.statistics().socketBytesIn()).isLessThan(3L * MEGABYTE);
        }
    }

    @Test
    void deep_json_is_refused_without_a_deep_stack() {
        List<Throwable> causes = new CopyOnWriteArrayList<>();
        try (FakeServer server = hostile(peer -> peer.send("INFO {\"a\":" + "[".repeat(500_000) + "\r\n"));
                Connection c = connect(server.url(), causes)) {
            await().atMost(SOON).until(() -> c.statistics().reconnects() == 1);
            await().atMost(SOON).until(() -> !causes.isEmpty());
            assertThat(causes.get(0)).isInstanceOf(ProtocolViolationException.class);
        }
    }

    @Test
    void announced_size_is_believed_only_as_far_as_its_bytes_come() {
        try (FakeServer server = FakeServer.start(peer -> {
                    peer.login();
                    peer.send("MSG a 1 134217000\r\nfirst bytes");
                    peer.serve();
                });
                Connection c = connect(server.url(), new CopyOnWriteArrayList<>())) {
            long before = heldBytes();
            await().atMost(SOON).until(() -> c.statistics().socketBytesIn() > FakeServer.INFO.length() + 30);
            assertThat(heldBytes() - before).isLessThan(16L * MEGABYTE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MSG nobodys 77 2\r\nhi\r\n", "+OK\r\n", "PONG\r\n", "\r\n-ERR 'odd'\r\n"})
    void megabytes_of_junk_are_passed_over_or_refused_with_little_memory(String junk) {
        List<Throwable> causes = new CopyOnWriteArrayList<>();
        try (FakeServer server = FakeServer.start(
                        peer -> {
                            peer.login();
                            flood(peer, junk, JUNK_BYTES);
                            peer.serve();
                        },
                        peer -> {
                            peer.login();
                            peer.serve();
                        });
                Connection c = connect(server.url(), causes)) {
            long before = heldBytes();
            await().atMost(SOON)
                    .until(() -> c.statistics().socketBytesIn() >= JUNK_BYTES
                            || c.statistics().reconnects() == 1);
            assertThat(heldBytes() - before).isLessThan(32L * MEGABYTE);
            c.flush(SOON);
        }
    }

    @Test
    void errors_by_the_million_fill_no_queue_of_a_listener_that_dawdles() {
        CompletableFuture<Void> release = new CompletableFuture<>();
        try (FakeServer server = FakeServer.start(peer -> {
                    peer.login();
                    flood(peer, "-ERR 'odd'\r\n", 16 * MEGABYTE);
                    peer.serve();
                });
                Connection c = Nats.connect(o -> o.servers(server.url()).onEvent(e -> release.join()))) {
            long before = heldBytes();
            await().atMost(SOON).until(() -> c.statistics().socketBytesIn() >= 16 * MEGABYTE);
            assertThat(heldBytes() - before).isLessThan(32L * MEGABYTE);
            release.complete(null);
        } finally {
            release.complete(null);
        }
    }

    @Test
    void pings_whose_pongs_are_not_taken_end_in_a_reconnect() {
        List<Throwable> causes = new CopyOnWriteArrayList<>();
        try (FakeServer server = FakeServer.start(
                        peer -> {
                            peer.login();
                            flood(peer, "PING\r\n", Integer.MAX_VALUE);
                        },
                        peer -> {
                            peer.login();
                            peer.serve();
                        });
                Connection c = Nats.connect(o -> {
                    o.servers(server.url());
                    o.buffers(b -> b.outgoingBytes(MEGABYTE));
                    o.onEvent(e -> {
                        if (e instanceof ConnectionEvent.Disconnected lost && lost.cause() != null) {
                            causes.add(lost.cause());
                        }
                    });
                })) {
            await().atMost(SOON).until(() -> c.statistics().reconnects() == 1);
            assertThat(causes.get(0)).isInstanceOf(ProtocolViolationException.class);
            c.flush(SOON);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+OK\r\n", "PING\r\n", "INFO {}\r\n", "MSG a 1 1\r\nx\r\n", "x"})
    void server_that_talks_without_end_before_the_login_fails_the_connect_in_time(String talk) {
        try (FakeServer server = FakeServer.start(peer -> {
            peer.send(FakeServer.INFO);
            flood(peer, talk, Integer.MAX_VALUE);
        })) {
            assertThatThrownBy(() -> Nats.connect(
                            o -> o.servers(s -> s.servers(server.url()).connectTimeout(Duration.ofSeconds(1)))))
                    .isInstanceOf(NatsException.class);
        }
    }
}
