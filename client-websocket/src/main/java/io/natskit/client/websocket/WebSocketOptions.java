// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import io.natskit.client.ProxyServer;
import io.natskit.client.ServerAddress;
import io.natskit.client.TlsOptions;
import io.natskit.client.TlsSetup;
import io.natskit.wire.checks.Checks;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** How to talk WebSocket; immutable. What is not here, such as DNS or pinned certificates, is OkHttp's own: {@link Builder#okHttp}. */
public final class WebSocketOptions {
    private static final String PROXY_AUTHORIZATION = "Proxy-Authorization";
    private static final int QUEUED_BYTES_LIMIT = 8 * 1024 * 1024;

    private final Map<String, String> headers;
    private final List<Function<? super ServerAddress, ? extends Map<String, String>>> askedHeaders;
    private final boolean compression;
    private final int compressFromBytes;
    private final int queuedBytesMax;
    private final long messageBytesMax;
    private final @Nullable ProxyServer proxy;
    private final @Nullable String proxyUser;
    private final char[] proxyPassword;
    private final okhttp3.@Nullable Authenticator proxyLogin;
    private final @Nullable SSLContext tls;
    private final @Nullable X509TrustManager trust;
    private final List<Consumer<? super OkHttpClient.Builder>> more;

    private WebSocketOptions(Builder b) {
        headers = Map.copyOf(b.headers);
        askedHeaders = List.copyOf(b.askedHeaders);
        compression = b.compression;
        compressFromBytes = b.compressFromBytes;
        queuedBytesMax = b.queuedBytesMax;
        messageBytesMax = b.messageBytesMax;
        proxy = loggedIn(b);
        proxyUser = proxy == null ? b.proxyUser : proxy.user().orElse(null);
        proxyPassword = proxy == null ? b.proxyPassword : proxy.password();
        proxyLogin = proxyUser == null ? null : loggingIn(proxyUser, proxyPassword);
        tls = b.tls;
        trust = b.trust;
        more = List.copyOf(b.more);
    }

    private static @Nullable ProxyServer loggedIn(Builder b) {
        ProxyServer named = b.proxy;
        String user = b.proxyUser;
        return named == null || user == null ? named : named.login(user, b.proxyPassword);
    }

    static WebSocketOptions of(Consumer<Builder> spec) {
        Builder builder = new Builder();
        spec.accept(builder);
        return new WebSocketOptions(builder);
    }

    boolean compression() {
        return compression;
    }

    int compressFromBytes() {
        return compressFromBytes;
    }

    int queuedBytesMax() {
        return queuedBytesMax;
    }

    long messageBytesMax() {
        return messageBytesMax;
    }

    /** The headers of a handshake; those that are asked for come last, and win. */
    Map<String, String> headersFor(ServerAddress server) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        askedHeaders.forEach(asked -> all.putAll(asked.apply(server)));
        return all;
    }

    OkHttpClient.Builder applyTo(OkHttpClient.Builder client) {
        if (proxy != null) {
            client.proxy(proxy.proxy());
        }
        if (proxyLogin != null) {
            client.proxyAuthenticator(proxyLogin);
        }
        if (tls != null) {
            client.sslSocketFactory(tls.getSocketFactory(), Objects.requireNonNull(trust));
        }
        more.forEach(change -> change.accept(client));
        return client;
    }

    private static okhttp3.Authenticator loggingIn(String user, char[] password) {
        String authorization = Credentials.basic(user, CharBuffer.wrap(password).toString(), StandardCharsets.UTF_8);
        return (route, response) -> {
            Request asked = response.request();
            boolean refused = asked.header(PROXY_AUTHORIZATION) != null;
            // who asks behind a tunnel is the server, and no login of the proxy's is its business
            boolean byServer = route != null && route.requiresTunnel() && !"CONNECT".equals(asked.method());
            return refused || byServer
                    ? null
                    : asked.newBuilder()
                            .header(PROXY_AUTHORIZATION, authorization)
                            .build();
        };
    }

    /** The SOCKS proxy that wants to know who is there, unless the user's own settings of OkHttp have another. Without a login of its own it is left to the JDK's sockets, and what the JVM is told for them. */
    @Nullable
    ProxyServer loginAtSocks(OkHttpClient client) {
        ProxyServer meant = proxy;
        if (meant == null
                || meant.proxy().type() != Proxy.Type.SOCKS
                || meant.user().isEmpty()) {
            return null;
        }
        return meant.proxy().equals(client.proxy()) ? meant : null;
    }

    /** The HTTP proxy, with who one is there, that whoever asks for a place in clear goes through: the one that is named, or else the first that the JVM names. Null where another way of logging in was given to OkHttp, which has to ask then. */
    @Nullable
    ProxyServer tunnel(OkHttpClient client, URI place) {
        okhttp3.Authenticator asked = client.proxyAuthenticator();
        Proxy by = client.proxy() == null ? first(client.proxySelector().select(place)) : client.proxy();
        if (by.type() != Proxy.Type.HTTP || !(asked.equals(proxyLogin) || asked.equals(okhttp3.Authenticator.NONE))) {
            return null;
        }
        ProxyServer unnamed = ProxyServer.of(by);
        return proxyLogin == null || proxyUser == null ? unnamed : unnamed.login(proxyUser, proxyPassword);
    }

    private static Proxy first(@Nullable List<Proxy> named) {
        return named == null || named.isEmpty() ? Proxy.NO_PROXY : named.get(0);
    }

    /** Without what headers say. */
    @Override
    public String toString() {
        return "headers " + headers.keySet() + (compression ? ", compressed" : "")
                + (proxy == null ? "" : ", by proxy");
    }

    /** Collects choices; not safe for use by several threads. */
    public static final class Builder {
        private final Map<String, String> headers = new LinkedHashMap<>();
        private final List<Function<? super ServerAddress, ? extends Map<String, String>>> askedHeaders =
                new ArrayList<>();
        private final List<Consumer<? super OkHttpClient.Builder>> more = new ArrayList<>();
        private boolean compression;
        private int compressFromBytes = 1024;
        private int queuedBytesMax = 1024 * 1024;
        private long messageBytesMax = 64L * 1024 * 1024;
        private @Nullable ProxyServer proxy;
        private @Nullable String proxyUser;
        private char[] proxyPassword = new char[0];
        private @Nullable SSLContext tls;
        private @Nullable X509TrustManager trust;

        private Builder() {}

        /** Adds a header to each handshake. Shown by no log. */
        public Builder header(String name, String value) {
            headers.put(Checks.notBlank("header", name), value);
            return this;
        }

        /** Adds a cookie to each handshake, behind those added before. */
        public Builder cookie(String name, String value) {
            headers.merge(
                    "Cookie", Checks.notBlank("cookie", name) + "=" + value, (before, added) -> before + "; " + added);
            return this;
        }

        /** Asks for headers anew at each attempt to connect, on a thread of the client's that may wait: for tokens that go stale. */
        public Builder headers(Function<? super ServerAddress, ? extends Map<String, String>> asked) {
            askedHeaders.add(asked);
            return this;
        }

        /**
         * Offers {@code permessage-deflate}; default false. A message is inflated as it comes, and no further than {@link #messageBytesMax}. Each side may remember earlier messages, unless the server says otherwise.
         * What is secret and what others may choose should not stand in one compressed message: its length tells of both.
         */
        public Builder compression(boolean compression) {
            this.compression = compression;
            return this;
        }

        /** With {@link #compression}: frames from this size on are compressed; default 1,024, at least 0. */
        public Builder compressFromBytes(int bytes) {
            this.compressFromBytes = Checks.notNegative("compressFromBytes", bytes);
            return this;
        }

        /** How many bytes may wait for the socket before the client's own buffer fills up, and does as {@code BufferOptions} say; default 1 MiB, 64 KiB to 8 MiB. */
        public Builder queuedBytesMax(int bytes) {
            Checks.atLeast("queuedBytesMax", bytes, Chunk.PAYLOAD_BYTES);
            if (bytes > QUEUED_BYTES_LIMIT) {
                throw new IllegalArgumentException(
                        "queuedBytesMax: " + bytes + " (expected: at most " + QUEUED_BYTES_LIMIT + ")");
            }
            this.queuedBytesMax = bytes;
            return this;
        }

        /** The most bytes that a message of the server may have, as they travel and inflated; default 64 MiB, what nats-server lets wait for a client. A longer one breaks the connection (1009). */
        public Builder messageBytesMax(long bytes) {
            this.messageBytesMax = Checks.atLeast("messageBytesMax", bytes, Chunk.PAYLOAD_BYTES);
            return this;
        }

        /**
         * A proxy to go by; default what the JVM's {@code ProxySelector} says. One of HTTP makes a tunnel (CONNECT), also for {@code ws}, which goes by the first that the {@code ProxySelector} names.
         * Where {@link #okHttp} has a socket factory or a proxy authenticator, a {@code ws} server is asked of an HTTP proxy as any other request, which not every proxy takes.
         */
        public Builder proxy(Proxy proxy) {
            return proxy(ProxyServer.of(proxy));
        }

        /**
         * The same, with a login, which is sent in clear: by Basic at one of HTTP, with the first CONNECT and not only when it asks; by RFC 1929 at one of SOCKS 5. Without a login here SOCKS is
         * the JDK's, which asks {@link java.net.Authenticator}.
         */
        public Builder proxy(ProxyServer proxy) {
            this.proxy = proxy;
            return this;
        }

        /**
         * Who one is at a proxy of HTTP, also where the JVM says which; default nothing. Sent in clear (Basic), with the first CONNECT and not only when the
         * proxy asks. The array may be cleared afterwards.
         */
        public Builder proxyCredentials(String user, char[] password) {
            this.proxyUser = Checks.notBlank("user", user);
            this.proxyPassword = password.clone();
            return this;
        }

        /** TLS for {@code wss}: {@code context} with its client certificates, and who is trusted, which OkHttp wants to know beside it. Default those of the JVM. */
        public Builder tls(SSLContext context, X509TrustManager trust) {
            this.tls = context;
            this.trust = trust;
            return this;
        }

        /**
         * TLS for {@code wss} by the files or the context of these options; reads them now. Of a context of one's own nobody knows whom it
         * trusts: then the JVM's authorities count, and {@link #tls(SSLContext, X509TrustManager)} says more. Throws {@link
         * IllegalArgumentException} for files that cannot be used.
         */
        public Builder tls(TlsOptions options) {
            try {
                return tls(TlsSetup.context(options), TlsSetup.trust(options));
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalArgumentException(
                        "tls: " + e.getMessage() + " (expected: PEM files that can be read)", e);
            }
        }

        /**
         * Whatever else OkHttp can until the connection is upgraded: name look-up, pinned certificates, interceptors, ... Called once, last.
         *
         * <p>Some of it does not act. No redirect is followed ({@code followRedirects}), since headers and cookies are for the server that was named; the protocol is always HTTP/1.1 ({@code protocols}), which
         * alone has this upgrade; the times of the handshake are those of the connection's {@code connectTimeout}. Frames are this transport's own: {@code pingInterval}, {@code
         * minWebSocketMessageToCompress} and {@code webSocketCloseTimeout} say nothing ({@link #compressFromBytes} does), {@code writeTimeout} and {@code readTimeout} nothing behind the upgrade.
         */
        public Builder okHttp(Consumer<? super OkHttpClient.Builder> change) {
            more.add(change);
            return this;
        }
    }
}
