// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.client.ProxyServer;
import io.natskit.client.ServerAddress;
import io.natskit.wire.inprocess.ByteLink;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where a handshake goes, and what it takes along. */
@Timeout(60)
class WayToServerIT {
    private static final RawServer.Talk SILENT = client -> {};

    private static CompletionStage<ByteLink> attempt(String url, Consumer<WebSocketOptions.Builder> how) {
        return WebSocketTransport.of(how).connect(ServerAddress.parse(url), Duration.ofSeconds(20));
    }

    private static ByteLink connect(String url, Consumer<WebSocketOptions.Builder> how) {
        return attempt(url, how)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void a_redirect_is_not_followed_and_cookies_stay_here() throws Exception {
        try (RawServer elsewhere = new RawServer(key -> RawServer.accepting(key, ""), SILENT);
                RawServer server = new RawServer(
                        key -> "HTTP/1.1 307 There\r\nContent-Length: 0\r\nLocation: "
                                + elsewhere.url().replace("ws:", "http:") + "/\r\n\r\n",
                        SILENT)) {
            assertThatThrownBy(() -> connect(
                            server.url(),
                            w -> w.cookie("session", "secret")
                                    .okHttp(c -> c.followRedirects(true).followSslRedirects(true))))
                    .hasMessageContaining("it is not upgraded (the answer was 307 There)");

            assertThat(server.requests).hasSize(1);
            assertThat(elsewhere.requests).isEmpty();
        }
    }

    @Test
    void the_upgrade_is_one_of_http_1_whatever_else_okhttp_is_told() throws Exception {
        try (RawServer server = new RawServer(key -> RawServer.accepting(key, ""), SILENT);
                ByteLink link =
                        connect(server.url(), w -> w.okHttp(c -> c.protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))))) {
            assertThat(server.requests).singleElement().asString().startsWith("GET / HTTP/1.1\r\n");
            assertThat(link.failure()).isEmpty();
        }
    }

    @Test
    void a_socks_proxy_that_cannot_be_reached_is_named_without_its_password() throws Exception {
        int nobodys;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobodys = free.getLocalPort();
        }
        ProxyServer proxy = ProxyServer.socks("ada:secret@127.0.0.1:" + nobodys);

        assertThatThrownBy(() -> connect("ws://far.example", w -> w.proxy(proxy)))
                .hasMessageContaining("WebSocket to ws://far.example")
                .hasMessageContaining("by the SOCKS proxy 127.0.0.1:" + nobodys + ": ")
                .hasMessageNotContaining("0.0.0.0")
                .hasMessageNotContaining("secret");
    }

    @Test
    void a_tunnel_that_is_refused_is_named_without_its_password() throws Exception {
        try (ServerSocket http = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            http.setSoTimeout(20_000);
            ProxyServer proxy = ProxyServer.of(new Proxy(
                            Proxy.Type.HTTP,
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), http.getLocalPort())))
                    .login("ada", "secret".toCharArray());
            CompletionStage<ByteLink> attempt = attempt("ws://far.example/nats", w -> w.proxy(proxy));
            try (Socket client = http.accept()) {
                client.setSoTimeout(20_000);
                StringBuilder asked = new StringBuilder();
                while (!asked.toString().endsWith("\r\n\r\n")) {
                    asked.append((char) client.getInputStream().read());
                }
                assertThat(asked.toString())
                        .startsWith("CONNECT far.example:80 HTTP/1.1\r\nHost: far.example:80\r\n")
                        // ada:secret
                        .contains("Proxy-Authorization: Basic YWRhOnNlY3JldA==\r\n");
                client.getOutputStream()
                        .write("HTTP/1.1 403 Not there\r\nContent-Length: 0\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
            }
            assertThatThrownBy(() -> attempt.toCompletableFuture()
                            .orTimeout(20, TimeUnit.SECONDS)
                            .join())
                    .hasMessageContaining("by the HTTP proxy ")
                    .hasMessageContaining(http.getLocalPort() + ": the proxy refused: HTTP/1.1 403 Not there")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void a_socks_proxy_without_a_login_of_its_own_is_told_that_of_the_jvm() throws Exception {
        Authenticator before = Authenticator.getDefault();
        Authenticator.setDefault(new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication("ada", "sesame".toCharArray());
            }
        });
        try (ServerSocket socks = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            socks.setSoTimeout(20_000);
            Proxy proxy = new Proxy(
                    Proxy.Type.SOCKS, new InetSocketAddress(InetAddress.getLoopbackAddress(), socks.getLocalPort()));
            CompletionStage<ByteLink> attempt = attempt("ws://far.example", w -> w.proxy(proxy));
            try (Socket client = socks.accept()) {
                client.setSoTimeout(20_000);
                InputStream in = client.getInputStream();
                assertThat(in.read()).as("version").isEqualTo(5);
                in.readNBytes(in.read());
                client.getOutputStream().write(new byte[] {5, 2});
                assertThat(in.read()).as("version of the login").isEqualTo(1);
                assertThat(text(in)).isEqualTo("ada");
                assertThat(text(in)).isEqualTo("sesame");
            }
            assertThat(attempt.toCompletableFuture()).failsWithin(Duration.ofSeconds(20));
        } finally {
            Authenticator.setDefault(before);
        }
    }

    private static String text(InputStream in) throws Exception {
        return new String(in.readNBytes(in.read()), StandardCharsets.US_ASCII);
    }
}
