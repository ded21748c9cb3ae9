// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.time.Duration;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Where a server takes clients that speak MQTT, and how. Immutable. */
public final class MqttOptions {
    private final Values values;

    private MqttOptions(Values values) {
        this.values = values;
    }

    /** What there is to set, once for the options and their builder. */
    private static final class Values implements Cloneable {
        private String host = "0.0.0.0";
        private int port;
        private @Nullable TlsOptions tls;
        private @Nullable String username;
        private @Nullable String password;
        private @Nullable String token;
        private @Nullable Duration authTimeout;
        private @Nullable String noAuthUser;
        private Duration ackWait = Duration.ofSeconds(30);
        private Duration apiTimeout = Duration.ofSeconds(5);
        private int maxAckPending = 1_024;
        private @Nullable String domain;
        private int streamReplicas;
        private int consumerReplicas;
        private boolean consumerMemoryStorage;
        private Duration consumerInactiveThreshold = Duration.ZERO;
        private boolean rejectQos2Publish;
        private boolean downgradeQos2Subscribe;

        Values copy() {
            try {
                return (Values) clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** A builder with every default in place. */
    public static Builder builder() {
        return new Builder(new Values());
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        return new Builder(values.copy());
    }

    /** Whether there is a listener, and MQTT at all. */
    public boolean enabled() {
        return values.port != 0;
    }

    /** Whether clients of this listener log in by rules of its own. */
    public boolean overridesAuthorization() {
        return values.username != null || values.token != null || values.noAuthUser != null;
    }

    /** The address or name to listen on. */
    public String host() {
        return values.host;
    }

    /** The TCP port; 0 for no listener, -1 for any free port. */
    public int port() {
        return values.port;
    }

    /** TLS of this listener, or null. */
    public @Nullable TlsOptions tls() {
        return values.tls;
    }

    /** The only user of this listener. */
    public @Nullable String username() {
        return values.username;
    }

    /** The password of the only user, plain or bcrypt. */
    public @Nullable String password() {
        return values.password;
    }

    /** The token that each client of this listener must show as its password, plain or bcrypt. */
    public @Nullable String token() {
        return values.token;
    }

    /** The time to log in, or null for that of the client listener. */
    public @Nullable Duration authTimeout() {
        return values.authTimeout;
    }

    /** The user whom a client without credentials becomes. */
    public @Nullable String noAuthUser() {
        return values.noAuthUser;
    }

    /** The time after which a message of QoS 1 or 2 is sent again. */
    public Duration ackWait() {
        return values.ackWait;
    }

    /** The time that a request to JetStream may take. */
    public Duration apiTimeout() {
        return values.apiTimeout;
    }

    /** The most messages of QoS 1 and 2 under way to a subscription. */
    public int maxAckPending() {
        return values.maxAckPending;
    }

    /** The JetStream domain where sessions and messages are kept, or null for this server's own. */
    public @Nullable String domain() {
        return values.domain;
    }

    /** The replicas of the streams, 0 for as many as the cluster suggests. */
    public int streamReplicas() {
        return values.streamReplicas;
    }

    /** Says nothing: consumers have the replicas of their stream. */
    public int consumerReplicas() {
        return values.consumerReplicas;
    }

    /** Whether new consumers keep their state in memory. */
    public boolean consumerMemoryStorage() {
        return values.consumerMemoryStorage;
    }

    /** The time after which consumers of clients that stay away are deleted, 0 for never. */
    public Duration consumerInactiveThreshold() {
        return values.consumerInactiveThreshold;
    }

    /** Whether messages of QoS 2 are refused. */
    public boolean rejectQos2Publish() {
        return values.rejectQos2Publish;
    }

    /** Whether subscriptions of QoS 2 become such of QoS 1. */
    public boolean downgradeQos2Subscribe() {
        return values.downgradeQos2Subscribe;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "MqttOptions[", "]");
        text.add("host=" + values.host);
        text.add("port=" + values.port);
        text.add("tls=" + values.tls);
        text.add("username=" + values.username);
        text.add("password=" + (values.password == null ? "none" : "<hidden>"));
        text.add("token=" + (values.token == null ? "none" : "<hidden>"));
        text.add("authTimeout=" + values.authTimeout);
        text.add("noAuthUser=" + values.noAuthUser);
        text.add("ackWait=" + values.ackWait);
        text.add("apiTimeout=" + values.apiTimeout);
        text.add("maxAckPending=" + values.maxAckPending);
        text.add("domain=" + values.domain);
        text.add("streamReplicas=" + values.streamReplicas);
        text.add("consumerReplicas=" + values.consumerReplicas);
        text.add("consumerMemoryStorage=" + values.consumerMemoryStorage);
        text.add("consumerInactiveThreshold=" + values.consumerInactiveThreshold);
        text.add("rejectQos2Publish=" + values.rejectQos2Publish);
        text.add("downgradeQos2Subscribe=" + values.downgradeQos2Subscribe);
        return text.toString();
    }

    /** Collects the values of {@link MqttOptions}; not safe for use by several threads at once. */
    public static final class Builder {
        private final Values values;

        private Builder(Values values) {
            this.values = values;
        }

        /** The address or name to listen on. Default {@code 0.0.0.0}. */
        public Builder host(String host) {
            values.host = Objects.requireNonNull(host, "host");
            return this;
        }

        /** The TCP port. Default 0, no listener; {@code -1} takes any free port. */
        public Builder port(int port) {
            values.port = port;
            return this;
        }

        /** TLS of this listener. Default none. */
        public Builder tls(@Nullable TlsOptions tls) {
            values.tls = tls;
            return this;
        }

        /** The only user of this listener. Default none: users are those of the client listener. */
        public Builder username(@Nullable String username) {
            values.username = username;
            return this;
        }

        /** The password of the only user, plain or bcrypt. Default none. */
        public Builder password(@Nullable String password) {
            values.password = password;
            return this;
        }

        /** The token that each client of this listener must show as its password, plain or bcrypt. Default none. */
        public Builder token(@Nullable String token) {
            values.token = token;
            return this;
        }

        /** The time to log in. Default that of the client listener. */
        public Builder authTimeout(@Nullable Duration authTimeout) {
            values.authTimeout = authTimeout;
            return this;
        }

        /** The user whom a client without credentials becomes. Default none. */
        public Builder noAuthUser(@Nullable String noAuthUser) {
            values.noAuthUser = noAuthUser;
            return this;
        }

        /** The time after which a message of QoS 1 or 2 is sent again; for new subscriptions. Default 30 seconds. */
        public Builder ackWait(Duration ackWait) {
            values.ackWait = Objects.requireNonNull(ackWait, "ackWait");
            return this;
        }

        /** The time that a request to JetStream may take. Default 5 seconds. */
        public Builder apiTimeout(Duration apiTimeout) {
            values.apiTimeout = Objects.requireNonNull(apiTimeout, "apiTimeout");
            return this;
        }

        /** The most messages of QoS 1 and 2 under way to a subscription; all of a session's together have 65,535 at most. Default 1,024. */
        public Builder maxAckPending(int maxAckPending) {
            values.maxAckPending = maxAckPending;
            return this;
        }

        /** The JetStream domain where sessions and messages are kept. Default none, this server's own. */
        public Builder domain(@Nullable String domain) {
            values.domain = domain;
            return this;
        }

        /** The replicas of the streams. Default 0, as many as the cluster suggests; 1 without a cluster. */
        public Builder streamReplicas(int streamReplicas) {
            values.streamReplicas = streamReplicas;
            return this;
        }

        /** Says nothing: consumers have the replicas of their stream. Default 0. */
        public Builder consumerReplicas(int consumerReplicas) {
            values.consumerReplicas = consumerReplicas;
            return this;
        }

        /** Whether new consumers keep their state in memory. Default false. */
        public Builder consumerMemoryStorage(boolean consumerMemoryStorage) {
            values.consumerMemoryStorage = consumerMemoryStorage;
            return this;
        }

        /** The time after which consumers of clients that stay away are deleted; for new subscriptions. Default 0, never. */
        public Builder consumerInactiveThreshold(Duration consumerInactiveThreshold) {
            values.consumerInactiveThreshold =
                    Objects.requireNonNull(consumerInactiveThreshold, "consumerInactiveThreshold");
            return this;
        }

        /** Whether messages of QoS 2 are refused, which ends the connection. Default false. */
        public Builder rejectQos2Publish(boolean rejectQos2Publish) {
            values.rejectQos2Publish = rejectQos2Publish;
            return this;
        }

        /** Whether subscriptions of QoS 2 become such of QoS 1. Default false. */
        public Builder downgradeQos2Subscribe(boolean downgradeQos2Subscribe) {
            values.downgradeQos2Subscribe = downgradeQos2Subscribe;
            return this;
        }

        /** The values as they are now; {@link ServerOptions#validate()} checks them. */
        public MqttOptions build() {
            return new MqttOptions(values.copy());
        }
    }
}
