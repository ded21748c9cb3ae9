// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.checks.Checks;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where servers are and how they are reached; immutable. Source: ADR-40, ADR-11. */
public final class ServersOptions {

    private final List<ServerAddress> servers;
    private final boolean shuffle;
    private final boolean ignoreDiscovered;
    private final AddressFamily addressFamily;
    private final NameLookup nameLookup;
    private final HostResolver resolver;
    private final Duration connectTimeout;
    private final boolean retryFirstConnect;
    private final Duration pingInterval;
    private final int pingsOutMax;
    private final @Nullable Transport transport;

    ServersOptions(Builder b) {
        servers = b.servers;
        shuffle = b.shuffle;
        ignoreDiscovered = b.ignoreDiscovered;
        addressFamily = b.addressFamily;
        nameLookup = b.nameLookup;
        resolver = b.resolver;
        connectTimeout = b.connectTimeout;
        retryFirstConnect = b.retryFirstConnect;
        pingInterval = b.pingInterval;
        pingsOutMax = b.pingsOutMax;
        transport = b.transport;
    }

    /** The defaults, changed by {@code spec}. */
    public static ServersOptions of(Consumer<Builder> spec) {
        Builder builder = new Builder();
        spec.accept(builder);
        return new ServersOptions(builder);
    }

    /** The servers to begin with; not empty. */
    public List<ServerAddress> servers() {
        return servers;
    }

    /** True when the servers are tried in random order. */
    public boolean shuffle() {
        return shuffle;
    }

    /** True when servers told of by others are ignored. */
    public boolean ignoreDiscovered() {
        return ignoreDiscovered;
    }

    /** Which addresses of a host name are used. */
    public AddressFamily addressFamily() {
        return addressFamily;
    }

    /** How the addresses of a host name are tried. */
    public NameLookup nameLookup() {
        return nameLookup;
    }

    /** Who looks host names up. */
    public HostResolver resolver() {
        return resolver;
    }

    /** How long one server may take from dialing to the first PONG. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** True when a connection is handed out before the first server is reached. */
    public boolean retryFirstConnect() {
        return retryFirstConnect;
    }

    /** Time between PINGs while nothing comes in; zero for none. */
    public Duration pingInterval() {
        return pingInterval;
    }

    /** PINGs without an answer after which the server counts as lost. */
    public int pingsOutMax() {
        return pingsOutMax;
    }

    /** Another way to servers than TCP. */
    public Optional<Transport> transport() {
        return Optional.ofNullable(transport);
    }

    /** Refuses a WebSocket address unless {@link #transport()} is one for it. Throws {@link IllegalArgumentException}. */
    public void checkReachable(ServerAddress server) {
        if (server.scheme().isWebSocket() && !(transport != null && transport.supports(server))) {
            throw new IllegalArgumentException("server " + server + ": WebSocket needs a transport of its own,"
                    + " such as WebSocketTransport of natskit-client-websocket (expected: nats:// or tls://)");
        }
    }

    /** Which kinds of address to use. */
    public enum AddressFamily {
        /** Both. */
        ANY,
        /** IPv4 only. */
        IPV4,
        /** IPv6 only. */
        IPV6
    }

    /** How the addresses of a host name are tried. */
    public enum NameLookup {
        /** All, in random order and families in turn, IPv6 first; the next begins when the one before has failed or taken 250 ms, and the first that connects wins (RFC 8305). */
        RACE,
        /** All, in random order, the next when the one before has failed (ADR-11). */
        ALL,
        /** The first one alone. */
        FIRST
    }

    /** Collects choices; not safe for use by several threads. */
    public static final class Builder {
        private List<ServerAddress> servers = List.of(ServerAddress.parse("nats://localhost:4222"));
        private boolean shuffle = true;
        private boolean ignoreDiscovered = false;
        private AddressFamily addressFamily = AddressFamily.ANY;
        private NameLookup nameLookup = NameLookup.RACE;
        private HostResolver resolver = HostResolver.system();
        private Duration connectTimeout = Duration.ofSeconds(2);
        private boolean retryFirstConnect = false;
        private Duration pingInterval = Duration.ofMinutes(2);
        private int pingsOutMax = 2;
        private @Nullable Transport transport;

        Builder() {}

        /** Whether servers are tried in random order rather than as given; default true. */
        public Builder shuffle(boolean shuffle) {
            this.shuffle = shuffle;
            return this;
        }

        /** Whether servers told of by others (INFO {@code connect_urls}) are ignored; default false. */
        public Builder ignoreDiscovered(boolean ignoreDiscovered) {
            this.ignoreDiscovered = ignoreDiscovered;
            return this;
        }

        /** How the addresses of a host name are tried; default {@link NameLookup#RACE}. Behind a proxy this is about the proxy's name: the server's own is passed on as it is. */
        public Builder nameLookup(NameLookup nameLookup) {
            this.nameLookup = nameLookup;
            return this;
        }

        /** Who looks host names up; default the JDK. */
        public Builder resolver(HostResolver resolver) {
            this.resolver = resolver;
            return this;
        }

        /** Which addresses of a host name are used; default {@link AddressFamily#ANY}. */
        public Builder addressFamily(AddressFamily addressFamily) {
            this.addressFamily = addressFamily;
            return this;
        }

        /** How long one server may take, from name look-up over INFO, TLS and credentials to the first PONG; default 2 s, more than zero. */
        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = Checks.positive("connectTimeout", connectTimeout);
            return this;
        }

        /** Whether {@code Nats.connect} hands out a connection in state {@link ConnectionState.Connecting} at once and goes on trying; default false: it fails when no server of the pool can be reached. */
        public Builder retryFirstConnect(boolean retryFirstConnect) {
            this.retryFirstConnect = retryFirstConnect;
            return this;
        }

        /** Time between PINGs while nothing else comes in; default 2 min, zero for none. */
        public Builder pingInterval(Duration pingInterval) {
            this.pingInterval = Checks.notNegative("pingInterval", pingInterval);
            return this;
        }

        /** PINGs without an answer after which the server counts as lost; default 2, at least 1. Flushes do not count. */
        public Builder pingsOutMax(int pingsOutMax) {
            this.pingsOutMax = Checks.positive("pingsOutMax", pingsOutMax);
            return this;
        }

        /** Another way to servers than TCP, for the addresses that it supports; default none. */
        public Builder transport(Transport transport) {
            this.transport = transport;
            return this;
        }

        /** The servers, each as {@link ServerAddress#parse} reads it, a string may hold several with commas; default {@code nats://localhost:4222}. */
        public Builder servers(String... urls) {
            return servers(Arrays.asList(urls));
        }

        /** The servers; see {@link #servers(String...)}. */
        public Builder servers(List<String> urls) {
            this.servers = ServerAddress.parseAll(String.join(",", urls));
            return this;
        }
    }
}
