// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.Nats;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Through proxies, scripted with the server behind them: the server's name is theirs to look up. */
class ProxyIT {
    private static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n";

    private static Connection through(FakeServer proxy, Proxy.Type type) {
        return through(ProxyServer.of(new Proxy(type, new InetSocketAddress("127.0.0.1", proxy.port()))));
    }

    private static Connection through(ProxyServer proxy) {
        return Nats.connect(o -> o.servers("nats://nats.invalid:4222")
                .buffers(b -> b.proxy(proxy))
                .reconnect(r -> r.enabled(false)));
    }

    private static ProxyServer ada(FakeServer proxy, Proxy.Type type) {
        return ProxyServer.of(new Proxy(type, new InetSocketAddress("127.0.0.1", proxy.port())))
                .login("ada", "geheim\u00df".toCharArray());
    }

    private static void askedForTunnel(FakeServer.Peer peer) throws IOException {
        assertThat(peer.line()).isEqualTo("CONNECT nats.invalid:4222 HTTP/1.1");
        assertThat(peer.line()).isEqualTo("Host: nats.invalid:4222");
        assertThat(peer.line()).isEmpty();
    }

    private static void publishesThrough(FakeServer proxy, Proxy.Type type) {
        try (Connection c = through(proxy, type)) {
            c.publish("a", "b");
            c.flush();
        }
        assertThat(proxy.failures()).isEmpty();
        assertThat(proxy.lines()).contains("PUB a 1");
    }

    @Test
    void http_connect_gets_the_name_and_opens_a_tunnel() {
        try (FakeServer proxy = FakeServer.start(peer -> {
            askedForTunnel(peer);
            peer.send(ESTABLISHED);
            peer.login();
            peer.serve();
        })) {
            publishesThrough(proxy, Proxy.Type.HTTP);
        }
    }

    @Test
    void the_server_s_first_words_may_come_with_the_proxy_s_last() {
        try (FakeServer proxy = FakeServer.start(peer -> {
            askedForTunnel(peer);
            peer.send(ESTABLISHED + FakeServer.INFO);
            peer.expect("CONNECT {");
            peer.expect("PING");
            peer.send("PONG\r\n");
            peer.serve();
        })) {
            publishesThrough(proxy, Proxy.Type.HTTP);
        }
    }

    @Test
    void an_answer_may_come_byte_by_byte() {
        try (FakeServer proxy = FakeServer.start(peer -> {
            askedForTunnel(peer);
            for (byte b : ESTABLISHED.getBytes(StandardCharsets.US_ASCII)) {
                peer.send(new byte[] {b});
            }
            peer.login();
            peer.serve();
        })) {
            publishesThrough(proxy, Proxy.Type.HTTP);
        }
    }

    @Test
    void a_proxy_that_refuses_is_quoted() {
        try (FakeServer proxy = FakeServer.start(peer -> {
            askedForTunnel(peer);
            peer.send("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
            peer.line();
        })) {
            assertThatThrownBy(() -> through(proxy, Proxy.Type.HTTP))
                    .isInstanceOf(ConnectFailedException.class)
                    .hasMessageContaining("407 Proxy Authentication Required");
        }
    }

    @Test
    void a_proxy_that_talks_without_end_is_left() {
        try (FakeServer proxy = FakeServer.start(peer -> {
            askedForTunnel(peer);
            while (true) {
                peer.send("HTTP/1.1 200 " + "x".repeat(1000));
            }
        })) {
            assertThatThrownBy(() -> through(proxy, Proxy.Type.HTTP))
                    .isInstanceOf(ConnectFailedException.class)
                    .hasMessageContaining("without end");
        }
    }

    @Test
    void http_connect_says_who_is_there() {
        try (FakeServer proxy = FakeServer.start(peer -> {
            assertThat(peer.line()).startsWith("CONNECT ");
            assertThat(peer.line()).startsWith("Host: ");
            assertThat(peer.line())
                    .isEqualTo("Proxy-Authorization: Basic "
                            + Base64.getEncoder().encodeToString("ada:geheim\u00df".getBytes(StandardCharsets.UTF_8)));
            assertThat(peer.line()).isEmpty();
            peer.send(ESTABLISHED);
            peer.login();
            peer.serve();
        })) {
            through(ada(proxy, Proxy.Type.HTTP)).close();
            assertThat(proxy.failures()).isEmpty();
        }
    }

    private static void greeted(FakeServer.Peer peer) throws IOException {
        assertThat(peer.read(3)).containsExactly(5, 1, 0);
        peer.send(new byte[] {5, 0});
        askedForHost(peer);
    }

    private static void loggedIn(FakeServer.Peer peer, int method) throws IOException {
        assertThat(peer.read(4)).containsExactly(5, 2, 0, 2);
        peer.send(new byte[] {5, (byte) method});
        if (method == 2) {
            byte[] password = "geheim\u00df".getBytes(StandardCharsets.UTF_8);
            assertThat(peer.read(2)).containsExactly(1, 3);
            assertThat(peer.read(3)).isEqualTo("ada".getBytes(StandardCharsets.UTF_8));
            assertThat(peer.read(1)).containsExactly(password.length);
            assertThat(peer.read(password.length)).isEqualTo(password);
        }
    }

    @Test
    void socks_logs_in_when_it_is_asked_to_also_byte_by_byte() {
        for (int method : new int[] {2, 0}) {
            try (FakeServer proxy = FakeServer.start(peer -> {
                loggedIn(peer, method);
                if (method == 2) {
                    peer.send(new byte[] {1});
                    peer.send(new byte[] {0});
                }
                askedForHost(peer);
                for (byte b : new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 80}) {
                    peer.send(new byte[] {b});
                }
                peer.login();
                peer.serve();
            })) {
                through(ada(proxy, Proxy.Type.SOCKS)).close();
                assertThat(proxy.failures()).isEmpty();
            }
        }
    }

    @Test
    void a_socks_proxy_that_refuses_the_login_or_wants_another_is_told_of_without_the_password() {
        try (FakeServer refusing = FakeServer.start(peer -> {
                    loggedIn(peer, 2);
                    peer.send(new byte[] {1, 1});
                    peer.line();
                });
                FakeServer other = FakeServer.start(peer -> {
                    loggedIn(peer, 1);
                    peer.line();
                });
                FakeServer none = FakeServer.start(peer -> {
                    peer.send("HTTP/1.1 400 What?\r\n\r\n");
                    peer.line();
                })) {
            assertThatThrownBy(() -> through(ada(refusing, Proxy.Type.SOCKS)))
                    .isInstanceOf(ConnectFailedException.class)
                    .hasMessageContaining("refused the login of ada")
                    .hasMessageNotContaining("geheim");
            assertThatThrownBy(() -> through(ada(other, Proxy.Type.SOCKS)))
                    .isInstanceOf(ConnectFailedException.class)
                    .hasMessageContaining("takes no login by user and password");
            assertThatThrownBy(() -> through(none, Proxy.Type.SOCKS))
                    .isInstanceOf(ConnectFailedException.class)
                    .hasMessageContaining("is no SOCKS 5");
        }
    }

    private static void askedForHost(FakeServer.Peer peer) throws IOException {
        assertThat(peer.read(5)).containsExactly(5, 1, 0, 3, "nats.invalid".length());
        assertThat(new String(peer.read("nats.invalid".length()), StandardCharsets.US_ASCII))
                .isEqualTo("nats.invalid");
        assertThat(peer.read(2)).containsExactly(4222 >> 8, 4222 & 0xff);
    }

    @Test
    void socks_gets_the_name_and_opens_a_tunnel_whatever_kind_of_address_it_answers_with() {
        for (byte[] bound : List.of(
                new byte[] {1, 127, 0, 0, 1, 0, 80},
                new byte[] {4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 80},
                new byte[] {3, 2, 'm', 'e', 0, 80})) {
            try (FakeServer proxy = FakeServer.start(peer -> {
                greeted(peer);
                peer.send(new byte[] {5, 0, 0});
                peer.send(bound);
                peer.login();
                peer.serve();
            })) {
                publishesThrough(proxy, Proxy.Type.SOCKS);
            }
        }
    }

    @Test
    void a_socks_proxy_that_wants_a_login_or_cannot_connect_is_told_of() {
        try (FakeServer login = FakeServer.start(peer -> {
                    peer.read(3);
                    peer.send(new byte[] {5, (byte) 0xff});
                    peer.line();
                });
                FakeServer unreachable = FakeServer.start(peer -> {
                    greeted(peer);
                    peer.send(new byte[] {5, 4, 0, 1, 0, 0, 0, 0, 0, 0});
                    peer.line();
                })) {
            assertThatThrownBy(() -> through(login, Proxy.Type.SOCKS))
                    .isInstanceOf(ConnectFailedException.class)
                    .hasMessageContaining("login");
            assertThatThrownBy(() -> through(unreachable, Proxy.Type.SOCKS))
                    .isInstanceOf(ConnectFailedException.class)
                    .hasMessageContaining("SOCKS reply 4, host unreachable");
        }
    }

    private static InetAddress local(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void all_addresses_of_a_name_are_tried_or_the_first_alone_by_the_resolver_given() {
        HostResolver resolver = host -> {
            assertThat(host).isEqualTo("nats.example");
            // nobody listens on the first
            return List.of(local(77), local(1));
        };
        try (FakeServer server = FakeServer.start(peer -> {
            peer.login();
            peer.serve();
        })) {
            for (ServersOptions.NameLookup lookup : ServersOptions.NameLookup.values()) {
                Options options = Options.of(o -> o.servers(s -> s.servers("nats://nats.example:" + server.port())
                        .resolver(resolver)
                        .nameLookup(lookup)));
                if (lookup == ServersOptions.NameLookup.FIRST) {
                    assertThatThrownBy(() -> Nats.connect(options)).isInstanceOf(ConnectFailedException.class);
                } else {
                    try (Connection c = Nats.connect(options)) {
                        c.flush();
                    }
                }
            }
            Options none = Options.of(o -> o.servers(s -> s.servers("nats://nats.example:" + server.port())
                    .addressFamily(ServersOptions.AddressFamily.IPV6)
                    .resolver(resolver)));
            assertThatThrownBy(() -> Nats.connect(none))
                    .isInstanceOf(ConnectFailedException.class)
                    .hasMessageContaining("no usable address");
        }
    }
}
