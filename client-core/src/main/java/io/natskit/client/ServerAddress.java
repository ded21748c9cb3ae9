// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is, as read from a URL: {@code nats://}, {@code tls://}, {@code ws://} or {@code wss://}, or just {@code host:port}, which means {@code nats}.
 * The port is 4222 when missing (80 and 443 for ws and wss). User information, percent-decoded, becomes {@link #credentials()}:
 * {@code user:password@}, or {@code token@}. IPv6 addresses stand in brackets. Equal when scheme, host and port are. Immutable.
 */
public final class ServerAddress {

    /** How to talk to it. */
    public enum Scheme {
        /** TCP; TLS when the server or {@link TlsOptions} ask for it. */
        NATS(4222),
        /** TCP with TLS. */
        TLS(4222),
        /** WebSocket; needs a {@link Transport} for it. */
        WS(80),
        /** WebSocket over TLS; needs a {@link Transport} for it. */
        WSS(443);

        private final int defaultPort;

        Scheme(int defaultPort) {
            this.defaultPort = defaultPort;
        }

        /** The port when the URL names none. */
        public int defaultPort() {
            return defaultPort;
        }

        /** True for {@link #WS} and {@link #WSS}. */
        public boolean isWebSocket() {
            return this == WS || this == WSS;
        }
    }

    private final Scheme scheme;
    private final String host;
    private final int port;
    private final String path;
    private final @Nullable Credentials credentials;

    ServerAddress(Scheme scheme, String host, int port, String path, @Nullable Credentials credentials) {
        this.scheme = scheme;
        this.host = host;
        this.port = port;
        this.path = path;
        this.credentials = credentials;
    }

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException when it cannot be read; the message holds no password
     */
    public static ServerAddress parse(String url) {
        return new ServerUrl(url).address();
    }

    /** Reads one or more URLs, separated by commas; see {@link #parse}. */
    public static List<ServerAddress> parseAll(String urls) {
        List<ServerAddress> all = new ArrayList<>();
        for (String url : urls.split(",")) {
            if (!url.isBlank()) {
                all.add(parse(url));
            }
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("servers: \"" + urls + "\" (expected: at least one URL)");
        }
        return List.copyOf(all);
    }

    /** How to talk to it. */
    public Scheme scheme() {
        return scheme;
    }

    /** The host name or address, IPv6 without brackets. */
    public String host() {
        return host;
    }

    /** The port, 1 to 65535. */
    public int port() {
        return port;
    }

    /** The path of a WebSocket URL, beginning with a slash; otherwise empty. */
    public String path() {
        return path;
    }

    /** What the URL says before the {@code @}. */
    public Optional<Credentials> credentials() {
        return Optional.ofNullable(credentials);
    }

    /** The same place with the credentials of {@code other}, when this has none: for servers told of by others. */
    public ServerAddress withCredentialsOf(ServerAddress other) {
        return credentials != null ? this : new ServerAddress(scheme, host, port, path, other.credentials);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServerAddress a && scheme == a.scheme && port == a.port && host.equals(a.host);
    }

    @Override
    public int hashCode() {
        return Objects.hash(scheme, host, port);
    }

    /** The URL without user information. */
    @Override
    public String toString() {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return scheme.name().toLowerCase(Locale.ROOT) + "://" + shown + ":" + port + path;
    }
}
