// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Who may log in outside of accounts: one user, one token, or a list of users of the default account. */
public final class AuthorizationOptions {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final @Nullable String username;
    private final @Nullable String password;
    private final @Nullable String token;
    private final Duration timeout;
    private final List<UserOptions> users;
    private final @Nullable PermissionsOptions defaultPermissions;
    private final @Nullable String noAuthUser;
    private final boolean proxyRequired;
    private final List<String> trustedProxies;
    private final @Nullable CalloutOptions callout;
    private final boolean isDefined;

    private AuthorizationOptions(Builder builder) {
        this.username = builder.username;
        this.password = builder.password;
        this.token = builder.token;
        this.timeout = builder.timeout;
        this.users = List.copyOf(builder.users);
        this.defaultPermissions = builder.defaultPermissions;
        this.noAuthUser = builder.noAuthUser;
        this.proxyRequired = builder.proxyRequired;
        this.trustedProxies = List.copyOf(builder.trustedProxies);
        this.callout = builder.callout;
        this.isDefined = builder.isDefined;
    }

    /** A builder with every default in place. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.username = username;
        builder.password = password;
        builder.token = token;
        builder.timeout = timeout;
        builder.users.addAll(users);
        builder.defaultPermissions = defaultPermissions;
        builder.noAuthUser = noAuthUser;
        builder.proxyRequired = proxyRequired;
        builder.trustedProxies = trustedProxies;
        builder.callout = callout;
        builder.isDefined = isDefined;
        return builder;
    }

    /** The name of the only user. */
    public @Nullable String username() {
        return username;
    }

    /** The password of the only user, plain or bcrypt. */
    public @Nullable String password() {
        return password;
    }

    /** The token that each client must show, plain or bcrypt. */
    public @Nullable String token() {
        return token;
    }

    /** The time from the greeting to a complete log-in. */
    public Duration timeout() {
        return timeout;
    }

    /** The time that a log-in may take: where none was said, a second more than the TLS handshake if there is one. */
    public Duration timeout(@Nullable TlsOptions tls) {
        return tls != null && timeout.equals(TIMEOUT) ? tls.timeout().plusSeconds(1) : timeout;
    }

    /** The users of the default account. */
    public List<UserOptions> users() {
        return users;
    }

    /** What users without permissions of their own may do. */
    public @Nullable PermissionsOptions defaultPermissions() {
        return defaultPermissions;
    }

    /** The user whom a client without credentials becomes. */
    public @Nullable String noAuthUser() {
        return noAuthUser;
    }

    /** Whether every client must come through a trusted proxy. */
    public boolean proxyRequired() {
        return proxyRequired;
    }

    /** The public keys of the proxies that clients may come through. */
    public List<String> trustedProxies() {
        return trustedProxies;
    }

    /** The service that decides who comes in, or null. */
    public @Nullable CalloutOptions callout() {
        return callout;
    }

    /** Whether the configuration has an authorization block, be it empty: one beside the system account closes the default account to strangers. */
    public boolean isDefined() {
        return isDefined;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "AuthorizationOptions[", "]");
        text.add("username=" + username);
        text.add("password=" + (password == null ? "none" : "<hidden>"));
        text.add("token=" + (token == null ? "none" : "<hidden>"));
        text.add("timeout=" + timeout);
        text.add("users=" + users);
        text.add("defaultPermissions=" + defaultPermissions);
        text.add("noAuthUser=" + noAuthUser);
        text.add("proxyRequired=" + proxyRequired);
        text.add("trustedProxies=" + trustedProxies);
        text.add("callout=" + callout);
        text.add("defined=" + isDefined);
        return text.toString();
    }

    /** Collects the values of {@link AuthorizationOptions}; not safe for use by several threads at once. */
    public static final class Builder {
        private @Nullable String username;
        private @Nullable String password;
        private @Nullable String token;
        private Duration timeout = TIMEOUT;
        private final List<UserOptions> users = new ArrayList<>();
        private @Nullable PermissionsOptions defaultPermissions;
        private @Nullable String noAuthUser;
        private boolean proxyRequired = false;
        private List<String> trustedProxies = List.of();
        private @Nullable CalloutOptions callout;
        private boolean isDefined = false;

        private Builder() {}

        /** The name of the only user. Default none. */
        public Builder username(@Nullable String username) {
            this.username = username;
            return this;
        }

        /** The password of the only user, plain or bcrypt. Default none. */
        public Builder password(@Nullable String password) {
            this.password = password;
            return this;
        }

        /** The token that each client must show, plain or bcrypt. Default none. */
        public Builder token(@Nullable String token) {
            this.token = token;
            return this;
        }

        /** The time from the greeting to a complete log-in. Default 2 seconds. */
        public Builder timeout(Duration timeout) {
            this.timeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /** Replaces: the users of the default account. */
        public Builder users(Iterable<? extends UserOptions> values) {
            users.clear();
            values.forEach(users::add);
            return this;
        }

        /** What users without permissions of their own may do. Default everything. */
        public Builder defaultPermissions(@Nullable PermissionsOptions defaultPermissions) {
            this.defaultPermissions = defaultPermissions;
            return this;
        }

        /** The user whom a client without credentials becomes. Default none. */
        public Builder noAuthUser(@Nullable String noAuthUser) {
            this.noAuthUser = noAuthUser;
            return this;
        }

        /** Whether every client must come through a trusted proxy. Default false. */
        public Builder proxyRequired(boolean proxyRequired) {
            this.proxyRequired = proxyRequired;
            return this;
        }

        /** The public keys ({@code N…}, or of any kind that signs) of the proxies that clients may come through (ADR-55). Default none. */
        public Builder trustedProxies(Collection<String> keys) {
            this.trustedProxies = List.copyOf(keys);
            return this;
        }

        /** The service that decides who comes in. Default none. */
        public Builder callout(@Nullable CalloutOptions callout) {
            this.callout = callout;
            return this;
        }

        /** Whether the configuration has an authorization block, whatever it holds. Default false. */
        public Builder defined(boolean isDefined) {
            this.isDefined = isDefined;
            return this;
        }

        /** The values as they are now; {@link ServerOptions#validate()} checks them. */
        public AuthorizationOptions build() {
            return new AuthorizationOptions(this);
        }
    }
}
