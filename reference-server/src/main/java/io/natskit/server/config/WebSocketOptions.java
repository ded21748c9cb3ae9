// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Where a server takes clients over WebSocket, and how. Immutable. */
public final class WebSocketOptions {
    private final String host;
    private final int port;
    private final @Nullable String advertise;
    private final boolean noTls;
    private final @Nullable TlsOptions tls;
    private final boolean sameOrigin;
    private final boolean compression;
    private final Duration handshakeTimeout;
    private final @Nullable String username;
    private final @Nullable String password;
    private final @Nullable String token;
    private final @Nullable Duration authTimeout;
    private final @Nullable String noAuthUser;
    private final @Nullable String jwtCookie;
    private final @Nullable String userCookie;
    private final @Nullable String passwordCookie;
    private final @Nullable String tokenCookie;
    private final @Nullable Duration pingInterval;
    private final List<String> allowedOrigins;
    private final Map<String, String> headers;

    private WebSocketOptions(Builder builder) {
        this.host = builder.host;
        this.port = builder.port;
        this.advertise = builder.advertise;
        this.noTls = builder.noTls;
        this.tls = builder.tls;
        this.sameOrigin = builder.sameOrigin;
        this.compression = builder.compression;
        this.handshakeTimeout = builder.handshakeTimeout;
        this.username = builder.username;
        this.password = builder.password;
        this.token = builder.token;
        this.authTimeout = builder.authTimeout;
        this.noAuthUser = builder.noAuthUser;
        this.jwtCookie = builder.jwtCookie;
        this.userCookie = builder.userCookie;
        this.passwordCookie = builder.passwordCookie;
        this.tokenCookie = builder.tokenCookie;
        this.pingInterval = builder.pingInterval;
        this.allowedOrigins = builder.allowedOrigins;
        this.headers = builder.headers;
    }

    /** A builder with every default in place. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.host = host;
        builder.port = port;
        builder.advertise = advertise;
        builder.noTls = noTls;
        builder.tls = tls;
        builder.sameOrigin = sameOrigin;
        builder.compression = compression;
        builder.handshakeTimeout = handshakeTimeout;
        builder.username = username;
        builder.password = password;
        builder.token = token;
        builder.authTimeout = authTimeout;
        builder.noAuthUser = noAuthUser;
        builder.jwtCookie = jwtCookie;
        builder.userCookie = userCookie;
        builder.passwordCookie = passwordCookie;
        builder.tokenCookie = tokenCookie;
        builder.pingInterval = pingInterval;
        builder.allowedOrigins = allowedOrigins;
        builder.headers = headers;
        return builder;
    }

    /** Whether there is a listener. */
    public boolean enabled() {
        return port != 0;
    }

    /** Whether clients of this listener log in by rules of its own. */
    public boolean overridesAuthorization() {
        return username != null || token != null || noAuthUser != null;
    }

    /** The address or name to listen on. */
    public String host() {
        return host;
    }

    /** The TCP port; 0 for no listener, -1 for any free port. */
    public int port() {
        return port;
    }

    /** The {@code host[:port]} that other servers of a cluster tell their clients. */
    public @Nullable String advertise() {
        return advertise;
    }

    /** Whether the listener may do without TLS. */
    public boolean noTls() {
        return noTls;
    }

    /** TLS of this listener, or null. */
    public @Nullable TlsOptions tls() {
        return tls;
    }

    /** Whether pages must come from the host that they connect to. */
    public boolean sameOrigin() {
        return sameOrigin;
    }

    /** Whether messages are compressed for clients that offer it. */
    public boolean compression() {
        return compression;
    }

    /** The time from accepting to a complete handshake, TLS included. */
    public Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    /** The only user of this listener. */
    public @Nullable String username() {
        return username;
    }

    /** The password of the only user, plain or bcrypt. */
    public @Nullable String password() {
        return password;
    }

    /** The token that each client of this listener must show, plain or bcrypt. */
    public @Nullable String token() {
        return token;
    }

    /** The time to log in, or null for that of the client listener. */
    public @Nullable Duration authTimeout() {
        return authTimeout;
    }

    /** The user whom a client without credentials becomes. */
    public @Nullable String noAuthUser() {
        return noAuthUser;
    }

    /** The cookie that may hold a JWT. */
    public @Nullable String jwtCookie() {
        return jwtCookie;
    }

    /** The cookie that may hold the user's name. */
    public @Nullable String userCookie() {
        return userCookie;
    }

    /** The cookie that may hold the password. */
    public @Nullable String passwordCookie() {
        return passwordCookie;
    }

    /** The cookie that may hold the token. */
    public @Nullable String tokenCookie() {
        return tokenCookie;
    }

    /** The time between PINGs, or null for that of the client listener. */
    public @Nullable Duration pingInterval() {
        return pingInterval;
    }

    /** The origins that pages may come from; empty for any. */
    public List<String> allowedOrigins() {
        return allowedOrigins;
    }

    /** What is added to the answer to a handshake. */
    public Map<String, String> headers() {
        return headers;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "WebSocketOptions[", "]");
        text.add("host=" + host);
        text.add("port=" + port);
        text.add("advertise=" + advertise);
        text.add("noTls=" + noTls);
        text.add("tls=" + tls);
        text.add("sameOrigin=" + sameOrigin);
        text.add("compression=" + compression);
        text.add("handshakeTimeout=" + handshakeTimeout);
        text.add("username=" + username);
        text.add("password=" + (password == null ? "none" : "<hidden>"));
        text.add("token=" + (token == null ? "none" : "<hidden>"));
        text.add("authTimeout=" + authTimeout);
        text.add("noAuthUser=" + noAuthUser);
        text.add("jwtCookie=" + jwtCookie);
        text.add("userCookie=" + userCookie);
        text.add("passwordCookie=" + passwordCookie);
        text.add("tokenCookie=" + tokenCookie);
        text.add("pingInterval=" + pingInterval);
        text.add("allowedOrigins=" + allowedOrigins);
        text.add("headers=" + headers.keySet());
        return text.toString();
    }

    /** Collects the values of {@link WebSocketOptions}; not safe for use by several threads at once. */
    public static final class Builder {
        private String host = "0.0.0.0";
        private int port = 0;
        private @Nullable String advertise;
        private boolean noTls = false;
        private @Nullable TlsOptions tls;
        private boolean sameOrigin = false;
        private boolean compression = false;
        private Duration handshakeTimeout = Duration.ofSeconds(5);
        private @Nullable String username;
        private @Nullable String password;
        private @Nullable String token;
        private @Nullable Duration authTimeout;
        private @Nullable String noAuthUser;
        private @Nullable String jwtCookie;
        private @Nullable String userCookie;
        private @Nullable String passwordCookie;
        private @Nullable String tokenCookie;
        private @Nullable Duration pingInterval;
        private List<String> allowedOrigins = List.of();
        private Map<String, String> headers = Map.of();

        private Builder() {}

        /** The address or name to listen on. Default {@code 0.0.0.0}. */
        public Builder host(String host) {
            this.host = Objects.requireNonNull(host, "host");
            return this;
        }

        /** The TCP port. Default 0, no listener; {@code -1} takes any free port. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** The {@code host[:port]} that other servers of a cluster tell their clients; says nothing without a cluster. Default none. */
        public Builder advertise(@Nullable String advertise) {
            this.advertise = advertise;
            return this;
        }

        /** Whether the listener may do without TLS. Default false. */
        public Builder noTls(boolean noTls) {
            this.noTls = noTls;
            return this;
        }

        /** TLS of this listener. Default none. */
        public Builder tls(@Nullable TlsOptions tls) {
            this.tls = tls;
            return this;
        }

        /** Whether pages must come from the host that they connect to. Default false. */
        public Builder sameOrigin(boolean sameOrigin) {
            this.sameOrigin = sameOrigin;
            return this;
        }

        /** Whether messages are compressed for clients that offer it. Default false. */
        public Builder compression(boolean compression) {
            this.compression = compression;
            return this;
        }

        /** The time from accepting to a complete handshake, TLS included. Default 5 seconds. */
        public Builder handshakeTimeout(Duration handshakeTimeout) {
            this.handshakeTimeout = Objects.requireNonNull(handshakeTimeout, "handshakeTimeout");
            return this;
        }

        /** The only user of this listener. Default none: users are those of the client listener. */
        public Builder username(@Nullable String username) {
            this.username = username;
            return this;
        }

        /** The password of the only user, plain or bcrypt. Default none. */
        public Builder password(@Nullable String password) {
            this.password = password;
            return this;
        }

        /** The token that each client of this listener must show, plain or bcrypt. Default none. */
        public Builder token(@Nullable String token) {
            this.token = token;
            return this;
        }

        /** The time to log in. Default that of the client listener. */
        public Builder authTimeout(@Nullable Duration authTimeout) {
            this.authTimeout = authTimeout;
            return this;
        }

        /** The user whom a client without credentials becomes. Default none. */
        public Builder noAuthUser(@Nullable String noAuthUser) {
            this.noAuthUser = noAuthUser;
            return this;
        }

        /** The cookie that may hold a JWT. Default none. */
        public Builder jwtCookie(@Nullable String jwtCookie) {
            this.jwtCookie = jwtCookie;
            return this;
        }

        /** The cookie that may hold the user's name, where CONNECT names none. Default none. */
        public Builder userCookie(@Nullable String userCookie) {
            this.userCookie = userCookie;
            return this;
        }

        /** The cookie that may hold the password, where CONNECT names none. Default none. */
        public Builder passwordCookie(@Nullable String passwordCookie) {
            this.passwordCookie = passwordCookie;
            return this;
        }

        /** The cookie that may hold the token, where CONNECT names none. Default none. */
        public Builder tokenCookie(@Nullable String tokenCookie) {
            this.tokenCookie = tokenCookie;
            return this;
        }

        /** The time between PINGs. Default that of the client listener. */
        public Builder pingInterval(@Nullable Duration pingInterval) {
            this.pingInterval = pingInterval;
            return this;
        }

        /** The origins that pages may come from, such as {@code https://example.com}. Default empty, any. */
        public Builder allowedOrigins(List<String> allowedOrigins) {
            this.allowedOrigins = List.copyOf(allowedOrigins);
            return this;
        }

        /** What is added to the answer to a handshake. Default nothing. */
        public Builder headers(Map<String, String> headers) {
            this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
            return this;
        }

        /** The values as they are now; {@link ServerOptions#validate()} checks them. */
        public WebSocketOptions build() {
            return new WebSocketOptions(this);
        }
    }
}
