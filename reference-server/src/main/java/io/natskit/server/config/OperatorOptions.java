// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom the server trusts to say who its accounts and users are: operator mode, in which both come as JWTs. Immutable; prints no token.
 */
public final class OperatorOptions {
    private final List<String> operators;
    private final List<String> trustedKeys;
    private final @Nullable Resolver resolver;
    private final @Nullable TlsOptions resolverTls;
    private final Map<String, String> preload;
    private final Set<String> pinnedAccounts;
    private final @Nullable String defaultSentinel;

    private OperatorOptions(Builder b) {
        operators = b.operators;
        trustedKeys = b.trustedKeys;
        resolver = b.resolver;
        resolverTls = b.resolverTls;
        preload = Map.copyOf(b.preload);
        pinnedAccounts = Set.copyOf(b.pinnedAccounts);
        defaultSentinel = b.defaultSentinel;
    }

    /** Where the JWTs of accounts come from. */
    public sealed interface Resolver {
        /** From the configuration alone. */
        record Memory() implements Resolver {}

        /**
         * By HTTP: {@code GET <base><public key of the account>}.
         *
         * @param base the address, ending with a slash
         * @param timeout how long an answer may take
         */
        record Http(String base, Duration timeout) implements Resolver {
            /** How long nats-server waits. */
            public static final Duration TIMEOUT = Duration.ofMillis(1_900);

            /** Gives the address its slash. */
            public Http {
                base = base.endsWith("/") ? base : base + "/";
                Objects.requireNonNull(timeout, "timeout");
            }

            /** The address without credentials that it may hold. */
            @Override
            public String toString() {
                int at = base.indexOf('@');
                int scheme = base.indexOf("://");
                return "Http["
                        + (at > scheme && scheme > 0
                                ? base.substring(0, scheme + 3) + "<hidden>" + base.substring(at)
                                : base)
                        + "]";
            }
        }

        /**
         * In files of a directory that holds all accounts; other servers are asked for what is missing.
         *
         * @param directory where the files are, made if it is not there
         * @param deletion what becomes of the file of an account that is taken away
         * @param accountsMax how many there may be, 0 for any number
         * @param interval how often other servers are asked for what they have, 0 for each minute
         * @param timeout how long another server's answer may take
         */
        record Full(Path directory, Deletion deletion, long accountsMax, Duration interval, Duration timeout)
                implements Resolver {
            /** Fills in what was left at 0. */
            public Full {
                accountsMax = accountsMax > 0 ? accountsMax : Long.MAX_VALUE;
                interval = interval.isZero() || interval.isNegative() ? Duration.ofMinutes(1) : interval;
            }
        }

        /**
         * From other servers, and kept in files of a directory: those that were used last.
         *
         * @param directory where the files are, made if it is not there
         * @param accountsMax how many are kept, 0 for 1,000
         * @param timeToLive how long one is kept that nobody uses; 0 for as long as its token lives
         * @param timeout how long another server's answer may take
         */
        record Cache(Path directory, long accountsMax, Duration timeToLive, Duration timeout) implements Resolver {
            /** Fills in what was left at 0. */
            public Cache {
                accountsMax = accountsMax > 0 ? accountsMax : 1_000;
            }
        }

        /** What becomes of the file of an account that is taken away. */
        enum Deletion {
            /** No account may be taken away. */
            REFUSED,
            /** It gets the ending {@code .deleted}. */
            RENAMED,
            /** It is removed. */
            REMOVED
        }
    }

    /** A builder without any operator. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.operators = operators;
        builder.trustedKeys = trustedKeys;
        builder.resolver = resolver;
        builder.resolverTls = resolverTls;
        builder.preload = new LinkedHashMap<>(preload);
        builder.pinnedAccounts = pinnedAccounts;
        builder.defaultSentinel = defaultSentinel;
        return builder;
    }

    /** Whether the server is in operator mode. */
    public boolean isOn() {
        return !operators.isEmpty() || !trustedKeys.isEmpty();
    }

    /** The JWTs of the operators that are trusted. */
    public List<String> operators() {
        return operators;
    }

    /** Public keys ({@code O…}) that are trusted, instead of operators. */
    public List<String> trustedKeys() {
        return trustedKeys;
    }

    /** Where the JWTs of accounts come from; null for nowhere. */
    public @Nullable Resolver resolver() {
        return resolver;
    }

    /** How a resolver by HTTPS is trusted, and what is shown to it; null for the authorities of the JDK and nothing. */
    public @Nullable TlsOptions resolverTls() {
        return resolverTls;
    }

    /** JWTs of accounts by their public keys, there from the start. */
    public Map<String, String> preload() {
        return preload;
    }

    /** The only accounts that users may come from; empty for any. */
    public Set<String> pinnedAccounts() {
        return pinnedAccounts;
    }

    /** The bearer token of those who bring none; null for none. */
    public @Nullable String defaultSentinel() {
        return defaultSentinel;
    }

    @Override
    public String toString() {
        return "OperatorOptions[operators=" + operators.size() + ", trustedKeys=" + trustedKeys + ", resolver="
                + resolver + ", preload=" + preload.keySet() + ", pinnedAccounts=" + pinnedAccounts
                + ", defaultSentinel=" + (defaultSentinel == null ? "null" : "<hidden>") + "]";
    }

    /** Collects the values of {@link OperatorOptions}; not safe for use by several threads at once. */
    public static final class Builder {
        private List<String> operators = List.of();
        private List<String> trustedKeys = List.of();
        private @Nullable Resolver resolver;
        private @Nullable TlsOptions resolverTls;
        private Map<String, String> preload = new LinkedHashMap<>();
        private Set<String> pinnedAccounts = Set.of();
        private @Nullable String defaultSentinel;

        private Builder() {}

        /** The JWTs of the operators that are trusted. Default none. */
        public Builder operators(Collection<String> jwts) {
            this.operators = List.copyOf(jwts);
            return this;
        }

        /** Public keys that are trusted, instead of operators. Default none. */
        public Builder trustedKeys(Collection<String> keys) {
            this.trustedKeys = List.copyOf(keys);
            return this;
        }

        /** Where the JWTs of accounts come from. Default nowhere. */
        public Builder resolver(@Nullable Resolver resolver) {
            this.resolver = resolver;
            return this;
        }

        /** How a resolver by HTTPS is trusted, and what is shown to it. Default the authorities of the JDK and nothing. */
        public Builder resolverTls(@Nullable TlsOptions tls) {
            this.resolverTls = tls;
            return this;
        }

        /** The JWT of an account, by its public key, there from the start. Default none. */
        public Builder preload(String account, String jwt) {
            this.preload.put(account, jwt);
            return this;
        }

        /** The only accounts that users may come from. Default any. */
        public Builder pinnedAccounts(Collection<String> accounts) {
            this.pinnedAccounts = Set.copyOf(accounts);
            return this;
        }

        /** The bearer token of those who bring none. Default none. */
        public Builder defaultSentinel(@Nullable String jwt) {
            this.defaultSentinel = jwt;
            return this;
        }

        /** The values as they are now; {@link ServerOptions#validate()} checks them. */
        public OperatorOptions build() {
            return new OperatorOptions(this);
        }
    }
}
