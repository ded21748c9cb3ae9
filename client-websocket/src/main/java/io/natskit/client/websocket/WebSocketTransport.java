// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import io.natskit.client.ProxyServer;
import io.natskit.client.ServerAddress;
import io.natskit.client.Transport;
import io.natskit.wire.inprocess.ByteLink;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.SocketFactory;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Reaches {@code ws://} and {@code wss://} servers; others go over TCP as without it, so that both may stand in one pool. Immutable, and good for any number of connections.
 *
 * <pre>{@code
 * Transport webSocket = WebSocketTransport.of(w -> w.header("X-Tenant", "blue").compression(true));
 * Connection nats = Nats.connect(o -> o.servers("wss://example.org/nats").servers(s -> s.transport(webSocket)));
 * }</pre>
 *
 * <p>The TLS of {@code wss} is this transport's ({@link WebSocketOptions.Builder#tls}), with the host's name checked; {@code TlsOptions} of the connection are for {@code tls://}; where they require TLS,
 * {@code ws://} is refused. Its threads are daemons, and end a second after their last work.
 */
public final class WebSocketTransport implements Transport {
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final WebSocketOptions options;
    private final OkHttpClient client;
    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor threads;

    private WebSocketTransport(WebSocketOptions options) {
        this.options = options;
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task, "natskit-websocket-" + THREADS.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        this.timer = new ScheduledThreadPoolExecutor(1, daemons);
        timer.setKeepAliveTime(1, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        this.threads =
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons);
        Dispatcher dispatcher = new Dispatcher(threads);
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        // behind the user's own settings: the upgrade is one of HTTP/1.1, and a redirect would take headers and cookies
        // to others
        this.client = options.applyTo(new OkHttpClient.Builder().dispatcher(dispatcher))
                .protocols(List.of(Protocol.HTTP_1_1))
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
        ProxyServer socks = options.loginAtSocks(client);
        if (socks != null && !plainSockets()) {
            throw new IllegalArgumentException(
                    "proxy: a login at " + socks.proxy() + " (expected: no socket factory of one's own beside it)");
        }
    }

    /** A transport with the defaults. */
    public static WebSocketTransport create() {
        return of(w -> {});
    }

    /** A transport; the defaults are changed by {@code spec}. */
    public static WebSocketTransport of(Consumer<WebSocketOptions.Builder> spec) {
        return new WebSocketTransport(WebSocketOptions.of(spec));
    }

    /** Whether the scheme is {@code ws} or {@code wss}. */
    @Override
    public boolean supports(ServerAddress server) {
        return server.scheme().isWebSocket();
    }

    @Override
    public CompletionStage<ByteLink> connect(ServerAddress server, Duration timeout) {
        OkHttpClient.Builder own =
                client.newBuilder().connectTimeout(timeout).readTimeout(timeout).callTimeout(timeout);
        HttpUrl url = url(server);
        ProxyServer proxy = proxy(url);
        if (proxy != null) {
            own.proxy(Proxy.NO_PROXY).dns(ProxiedSocket.NAMES).socketFactory(new ProxiedSockets(proxy));
        }
        return new Handshake(server, options.compression(), (carrier, deflate) -> open(server, carrier, deflate))
                .start(own, request(server, url));
    }

    /** The proxy that our own sockets go by: OkHttp would take the JDK's for SOCKS, whose logins are the JVM's alone, and makes tunnels for TLS alone. */
    private @Nullable ProxyServer proxy(HttpUrl url) {
        ProxyServer socks = options.loginAtSocks(client);
        return socks != null || url.isHttps() || !plainSockets() ? socks : options.tunnel(client, url.uri());
    }

    private ByteLink open(ServerAddress server, Carrier carrier, Deflate deflate) {
        WebSocketLink link = new WebSocketLink(server, carrier, deflate, options, timer);
        link.start(threads);
        return link;
    }

    private boolean plainSockets() {
        return client.socketFactory().equals(SocketFactory.getDefault());
    }

    private Request.Builder request(ServerAddress server, HttpUrl url) {
        Request.Builder request = new Request.Builder().url(url);
        options.headersFor(server).forEach(request::header);
        return request;
    }

    private static HttpUrl url(ServerAddress server) {
        String scheme = server.scheme() == ServerAddress.Scheme.WSS ? "https" : "http";
        HttpUrl place = new HttpUrl.Builder()
                .scheme(scheme)
                .host(server.host())
                .port(server.port())
                .build();
        HttpUrl whole = server.path().isEmpty() ? place : place.resolve(server.path());
        if (whole == null) {
            throw new IllegalArgumentException("server " + server + " (expected: a path that can be asked for)");
        }
        return whole;
    }

    @Override
    public String toString() {
        return "WebSocketTransport[" + options + "]";
    }
}
