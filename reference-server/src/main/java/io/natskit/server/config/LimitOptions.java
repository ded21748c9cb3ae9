// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.StringJoiner;

/** The bounds of a server. Each holds for client connections; an account or a user may have tighter ones. */
public final class LimitOptions {
    private final int maxConnections;
    private final int maxSubscriptions;
    private final int maxSubscriptionTokens;
    private final int maxControlLineBytes;
    private final int maxPayloadBytes;
    private final long maxPendingBytes;
    private final int maxClosedClients;

    private LimitOptions(Builder builder) {
        this.maxConnections = builder.maxConnections;
        this.maxSubscriptions = builder.maxSubscriptions;
        this.maxSubscriptionTokens = builder.maxSubscriptionTokens;
        this.maxControlLineBytes = builder.maxControlLineBytes;
        this.maxPayloadBytes = builder.maxPayloadBytes;
        this.maxPendingBytes = builder.maxPendingBytes;
        this.maxClosedClients = builder.maxClosedClients;
    }

    /** A builder with every default in place. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.maxConnections = maxConnections;
        builder.maxSubscriptions = maxSubscriptions;
        builder.maxSubscriptionTokens = maxSubscriptionTokens;
        builder.maxControlLineBytes = maxControlLineBytes;
        builder.maxPayloadBytes = maxPayloadBytes;
        builder.maxPendingBytes = maxPendingBytes;
        builder.maxClosedClients = maxClosedClients;
        return builder;
    }

    /** The number of client connections at one time. */
    public int maxConnections() {
        return maxConnections;
    }

    /** The number of subscriptions of one connection. */
    public int maxSubscriptions() {
        return maxSubscriptions;
    }

    /** The number of tokens in a subscription's subject. */
    public int maxSubscriptionTokens() {
        return maxSubscriptionTokens;
    }

    /** The length of a protocol line without its payload, in bytes. */
    public int maxControlLineBytes() {
        return maxControlLineBytes;
    }

    /** The size of a message: headers and payload, in bytes. */
    public int maxPayloadBytes() {
        return maxPayloadBytes;
    }

    /** The bytes that may wait for one slow receiver before it is closed. */
    public long maxPendingBytes() {
        return maxPendingBytes;
    }

    /** The number of closed connections that monitoring remembers. */
    public int maxClosedClients() {
        return maxClosedClients;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "LimitOptions[", "]");
        text.add("maxConnections=" + maxConnections);
        text.add("maxSubscriptions=" + maxSubscriptions);
        text.add("maxSubscriptionTokens=" + maxSubscriptionTokens);
        text.add("maxControlLineBytes=" + maxControlLineBytes);
        text.add("maxPayloadBytes=" + maxPayloadBytes);
        text.add("maxPendingBytes=" + maxPendingBytes);
        text.add("maxClosedClients=" + maxClosedClients);
        return text.toString();
    }

    /** Collects the values of {@link LimitOptions}; not safe for use by several threads at once. */
    public static final class Builder {
        private int maxConnections = 65_536;
        private int maxSubscriptions = 0;
        private int maxSubscriptionTokens = 0;
        private int maxControlLineBytes = 4_096;
        private int maxPayloadBytes = 1_048_576;
        private long maxPendingBytes = 67_108_864L;
        private int maxClosedClients = 10_000;

        private Builder() {}

        /** The number of client connections at one time. Default 65,536; 0 allows none. */
        public Builder maxConnections(int maxConnections) {
            this.maxConnections = maxConnections;
            return this;
        }

        /** The number of subscriptions of one connection. Default 0, no limit. */
        public Builder maxSubscriptions(int maxSubscriptions) {
            this.maxSubscriptions = maxSubscriptions;
            return this;
        }

        /** The number of tokens in a subscription's subject. 1 to 255; default 0, no limit. */
        public Builder maxSubscriptionTokens(int maxSubscriptionTokens) {
            this.maxSubscriptionTokens = maxSubscriptionTokens;
            return this;
        }

        /** The length of a protocol line without its payload, in bytes. Default 4,096. */
        public Builder maxControlLineBytes(int maxControlLineBytes) {
            this.maxControlLineBytes = maxControlLineBytes;
            return this;
        }

        /** The size of a message: headers and payload, in bytes. Default 1 MiB. */
        public Builder maxPayloadBytes(int maxPayloadBytes) {
            this.maxPayloadBytes = maxPayloadBytes;
            return this;
        }

        /** The bytes that may wait for one slow receiver before it is closed. Default 64 MiB. */
        public Builder maxPendingBytes(long maxPendingBytes) {
            this.maxPendingBytes = maxPendingBytes;
            return this;
        }

        /** The number of closed connections that monitoring remembers. Default 10,000. */
        public Builder maxClosedClients(int maxClosedClients) {
            this.maxClosedClients = maxClosedClients;
            return this;
        }

        /** The values as they are now; {@link ServerOptions#validate()} checks them. */
        public LimitOptions build() {
            return new LimitOptions(this);
        }
    }
}
