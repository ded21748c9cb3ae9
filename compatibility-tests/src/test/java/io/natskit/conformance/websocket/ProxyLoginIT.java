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
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
                            scheme.equals("ws") ? "the answer was 407 Who?" : "Failed to authenticate with proxy");

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE.dividedBy(2));
            assertThat(proxy.requests)
                    .isEqualTo(
                            scheme.equals("ws")
                                    // for a tunnel OkHttp says it unasked
                                    ? List.of(
                                            "GET http://far.example:81/ HTTP/1.1",
                                            "GET http://far.example:81/ HTTP/1.1")
                                    : List.of("CONNECT far.example:81 HTTP/1.1"));
        }
    }

    @Test
    void a_server_behind_the_tunnel_is_not_told_the_login() throws Exception {
        Certificates certificate = Certificates.make(folder, "asking", "dns:localhost");
        try (ServerSocket door = certificate
                        .presenting(certificate)
                        .getServerSocketFactory()
                        .createServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                ProxyPeer proxy = new ProxyPeer(LOGIN)) {
            CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> askingWho(door));

            assertThatThrownBy(() -> connect(
                            "wss://localhost:" + door.getLocalPort(),
                            w -> w.proxy(proxy.proxy())
                                    .proxyCredentials("ada", "secret".toCharArray())
                                    .tls(certificate.trusting(), certificate.trust())))
                    .hasStackTraceContaining("the answer was 407 Me?");

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
