// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.websocket.WebSocketOptions;
import io.natskit.client.websocket.WebSocketTransport;
import io.natskit.conformance.contract.Certificates;
import io.natskit.conformance.target.EmbeddedTarget;
import io.natskit.conformance.target.LoggedPort;
import io.natskit.conformance.target.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To whom a login at an HTTP proxy is told, and how often. */
@Timeout(120)
class ProxyLoginIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LOGIN =
            "Basic " + Base64.getEncoder().encodeToString("ada:secret".getBytes(StandardCharsets.US_ASCII));

    private static final String LISTENING = "websocket { listen: \"127.0.0.1:-1\", no_tls: true }\n";

    @TempDir
    static Path folder;

    private static Connection connect(String url, Consumer<WebSocketOptions.Builder> how) {
        return Nats.connect(o -> o.servers(url)
                .servers(s -> s.transport(WebSocketTransport.of(how)).connectTimeout(PATIENCE))
                .reconnect(r -> r.maxAttempts(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void a_wrong_login_is_given_up_at_once(String scheme) throws Exception {
        try (ProxyPeer proxy = new ProxyPeer(LOGIN)) {
            long start = System.nanoTime();

            assertThatThrownBy(() -> connect(
                            scheme + "://far.example:81",
                            w -> w.proxy(proxy.proxy()).proxyCredentials("eve", "guess".toCharArray())))
                    .hasStackTraceContaining(
                            scheme.equals("ws")
                                    ? "the proxy refused: HTTP/1.1 407 Who?"
                                    : "Failed to authenticate with proxy")
                    .hasMessageNotContaining("guess");

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE.dividedBy(2));
            assertThat(proxy.requests).containsExactly("CONNECT far.example:81 HTTP/1.1");
        }
    }

    @Test
    void the_first_proxy_that_the_jvm_names_is_told_the_login_too() throws Exception {
        try (RunningServer server = new EmbeddedTarget().start(LISTENING);
                ProxyPeer proxy = new ProxyPeer(LOGIN)) {
            String url = "ws://localhost:" + LoggedPort.WEBSOCKET.of(server);
            ProxySelector jvm = new ProxySelector() {
                @Override
                public List<Proxy> select(URI uri) {
                    assertThat(uri).hasToString(url.replace("ws:", "http:") + "/");
                    return List.of(proxy.proxy(), Proxy.NO_PROXY);
                }

                @Override
                public void connectFailed(URI uri, SocketAddress at, IOException failure) {}
            };
            try (Connection nats = connect(
                    url, w -> w.proxyCredentials("ada", "secret".toCharArray()).okHttp(c -> c.proxySelector(jvm)))) {
                nats.flush(PATIENCE);
            }
            assertThat(proxy.requests)
                    .containsExactly("CONNECT localhost:" + LoggedPort.WEBSOCKET.of(server) + " HTTP/1.1");
        }
    }

    @Test
    void with_another_way_to_log_in_okhttp_asks_as_for_any_other_request() throws Exception {
        try (RunningServer server = new EmbeddedTarget().start(LISTENING);
                ProxyPeer proxy = new ProxyPeer(LOGIN)) {
            int port = LoggedPort.WEBSOCKET.of(server);
            try (Connection nats = connect(
                    "ws://localhost:" + port,
                    w -> w.proxy(proxy.proxy())
                            .okHttp(c -> c.proxyAuthenticator((route, answer) -> answer.request()
                                    .newBuilder()
                                    .header("Proxy-Authorization", LOGIN)
                                    .build())))) {
                nats.flush(PATIENCE);
            }
            String asked = "GET http://localhost:" + port + "/ HTTP/1.1";
            assertThat(proxy.requests).containsExactly(asked, asked);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void a_server_behind_the_tunnel_is_not_told_the_login(String scheme) throws Exception {
        Certificates certificate = Certificates.make(folder, "asking-" + scheme, "dns:localhost");
        ServerSocketFactory doors = scheme.equals("ws")
                ? ServerSocketFactory.getDefault()
                : certificate.presenting(certificate).getServerSocketFactory();
        try (ServerSocket door = doors.createServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                ProxyPeer proxy = new ProxyPeer(LOGIN)) {
            CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> askingWho(door));

            assertThatThrownBy(() -> connect(
                            scheme + "://localhost:" + door.getLocalPort(),
                            w -> w.proxy(proxy.proxy())
                                    .proxyCredentials("ada", "secret".toCharArray())
                                    .tls(certificate.trusting(), certificate.trust())))
                    .hasStackTraceContaining(
                            scheme.equals("ws") ? "(407) code while not using proxy" : "the answer was 407 Me?");

            assertThat(heard.get(20, TimeUnit.SECONDS))
                    .contains("GET / HTTP/1.1")
                    .contains("Upgrade: websocket")
                    .doesNotContain("Proxy-Authorization");
        }
    }

    /** All that the client says to a server that asks for a login as if it were a proxy, until the client goes. */
    private static String askingWho(ServerSocket door) {
        try (Socket client = door.accept()) {
            StringBuilder said = new StringBuilder();
            for (int b = client.getInputStream().read();
                    b >= 0;
                    b = client.getInputStream().read()) {
                said.append((char) b);
                if (said.toString().endsWith("\r\n\r\n")) {
                    client.getOutputStream()
                            .write(("HTTP/1.1 407 Me?\r\nProxy-Authenticate: Basic realm=\"r\"\r\n"
                                            + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                }
            }
            return said.toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
