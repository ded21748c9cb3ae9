// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Where a server takes client connections, and what it tells them about that. */
public final class ListenOptions {
    private final String host;
    private final int port;
    private final boolean dontListen;
    private final @Nullable String clientAdvertise;
    private final boolean proxyProtocol;
    private final boolean noHeaderSupport;

    private ListenOptions(Builder builder) {
        this.host = builder.host;
        this.port = builder.port;
        this.dontListen = builder.dontListen;
        this.clientAdvertise = builder.clientAdvertise;
        this.proxyProtocol = builder.proxyProtocol;
        this.noHeaderSupport = builder.noHeaderSupport;
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
        builder.dontListen = dontListen;
        builder.clientAdvertise = clientAdvertise;
        builder.proxyProtocol = proxyProtocol;
        builder.noHeaderSupport = noHeaderSupport;
        return builder;
    }

    /** The address or name to listen on. */
    public String host() {
        return host;
    }

    /** The TCP port. */
    public int port() {
        return port;
    }

    /** Whether no socket is opened at all, so that only in-process connections exist. */
    public boolean dontListen() {
        return dontListen;
    }

    /** The {@code host[:port]} that INFO names in place of the listen address. */
    public @Nullable String clientAdvertise() {
        return clientAdvertise;
    }

    /** Whether each connection starts with a PROXY protocol header (version 1 or 2). */
    public boolean proxyProtocol() {
        return proxyProtocol;
    }

    /** Whether message headers are refused and INFO says {@code headers:false}. */
    public boolean noHeaderSupport() {
        return noHeaderSupport;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "ListenOptions[", "]");
        text.add("host=" + host);
        text.add("port=" + port);
        text.add("dontListen=" + dontListen);
        text.add("clientAdvertise=" + clientAdvertise);
        text.add("proxyProtocol=" + proxyProtocol);
        text.add("noHeaderSupport=" + noHeaderSupport);
        return text.toString();
    }

    /** Collects the values of {@link ListenOptions}; not safe for use by several threads at once. */
    public static final class Builder {
        private String host = "0.0.0.0";
        private int port = 4222;
        private boolean dontListen = false;
        private @Nullable String clientAdvertise;
        private boolean proxyProtocol = false;
        private boolean noHeaderSupport = false;

        private Builder() {}

        /** The address or name to listen on. Default {@code 0.0.0.0}, every IPv4 interface. */
        public Builder host(String host) {
            this.host = Objects.requireNonNull(host, "host");
            return this;
        }

        /** The TCP port. Default 4222; {@code -1} (or 0) takes any free port. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** Whether no socket is opened at all, so that only in-process connections exist. Default false. */
        public Builder dontListen(boolean dontListen) {
            this.dontListen = dontListen;
            return this;
        }

        /** The {@code host[:port]} that INFO names in place of the listen address. Default none. */
        public Builder clientAdvertise(@Nullable String clientAdvertise) {
            this.clientAdvertise = clientAdvertise;
            return this;
        }

        /** Whether each connection starts with a PROXY protocol header (version 1 or 2). Default false. */
        public Builder proxyProtocol(boolean proxyProtocol) {
            this.proxyProtocol = proxyProtocol;
            return this;
        }

        /** Whether message headers are refused and INFO says {@code headers:false}. Default false. */
        public Builder noHeaderSupport(boolean noHeaderSupport) {
            this.noHeaderSupport = noHeaderSupport;
            return this;
        }

        /** The values as they are now; {@link ServerOptions#validate()} checks them. */
        public ListenOptions build() {
            return new ListenOptions(this);
        }
    }
}
