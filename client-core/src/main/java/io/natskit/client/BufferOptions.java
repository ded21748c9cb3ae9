// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import io.natskit.wire.checks.Checks;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The outgoing buffer and the socket; immutable. */
public final class BufferOptions {

    private final long outgoingBytes;
    private final long offlineBytes;
    private final long waitingBytes;
    private final BackPressure backPressure;
    private final int readBufferBytes;
    private final int receiveBufferBytes;
    private final int sendBufferBytes;
    private final boolean tcpNoDelay;
    private final Duration writeTimeout;
    private final @Nullable InetSocketAddress localAddress;
    private final @Nullable ProxyServer proxy;

    BufferOptions(Builder b) {
        outgoingBytes = b.outgoingBytes;
        offlineBytes = b.offlineBytes;
        waitingBytes = b.waitingBytes;
        backPressure = b.backPressure;
        readBufferBytes = b.readBufferBytes;
        receiveBufferBytes = b.receiveBufferBytes;
        sendBufferBytes = b.sendBufferBytes;
        tcpNoDelay = b.tcpNoDelay;
        writeTimeout = b.writeTimeout;
        localAddress = b.localAddress;
        proxy = b.proxy;
    }

    /** The defaults, changed by {@code spec}. */
    public static BufferOptions of(Consumer<Builder> spec) {
        Builder builder = new Builder();
        spec.accept(builder);
        return new BufferOptions(builder);
    }

    /** The most bytes that wait to be written while connected. */
    public long outgoingBytes() {
        return outgoingBytes;
    }

    /** The most bytes that wait while there is no server; 0 for none, -1 for no bound. */
    public long offlineBytes() {
        return offlineBytes;
    }

    /** The most bytes of asynchronous publishes that wait for room; 0 for none. */
    public long waitingBytes() {
        return waitingBytes;
    }

    /** What a publish does when there is no room. */
    public BackPressure backPressure() {
        return backPressure;
    }

    /** Bytes read at once. */
    public int readBufferBytes() {
        return readBufferBytes;
    }

    /** SO_RCVBUF; 0 for the system's choice. */
    public int receiveBufferBytes() {
        return receiveBufferBytes;
    }

    /** SO_SNDBUF; 0 for the system's choice. */
    public int sendBufferBytes() {
        return sendBufferBytes;
    }

    /** TCP_NODELAY. */
    public boolean tcpNoDelay() {
        return tcpNoDelay;
    }

    /** How long the socket may take no byte before the server counts as lost; zero for ever. */
    public Duration writeTimeout() {
        return writeTimeout;
    }

    /** The local address to bind to. */
    public Optional<InetSocketAddress> localAddress() {
        return Optional.ofNullable(localAddress);
    }

    /** The SOCKS or HTTP proxy to go through. */
    public Optional<Proxy> proxy() {
        return proxyServer().map(ProxyServer::proxy);
    }

    /** The same, with who is told to it. */
    public Optional<ProxyServer> proxyServer() {
        return Optional.ofNullable(proxy);
    }

    /** Collects choices; not safe for use by several threads. */
    public static final class Builder {
        private long outgoingBytes = 2L * 1024 * 1024;
        private long offlineBytes = 8L * 1024 * 1024;
        private long waitingBytes = 16L * 1024 * 1024;
        private BackPressure backPressure = BackPressure.block(Duration.ofSeconds(5));
        private int readBufferBytes = 64 * 1024;
        private int receiveBufferBytes = 0;
        private int sendBufferBytes = 0;
        private boolean tcpNoDelay = true;
        private Duration writeTimeout = Duration.ofMinutes(1);
        private @Nullable InetSocketAddress localAddress;
        private @Nullable ProxyServer proxy;

        Builder() {}

        /** The most bytes that wait to be written while connected; default 2 MiB, at least 4,096. */
        public Builder outgoingBytes(long outgoingBytes) {
            this.outgoingBytes = Checks.atLeast("outgoingBytes", outgoingBytes, 4096);
            return this;
        }

        /** The most bytes that wait while there is no server; default 8 MiB. 0: publishing fails at once with {@link NotConnectedException}; -1: no bound. */
        public Builder offlineBytes(long offlineBytes) {
            this.offlineBytes = Checks.atLeast("offlineBytes", offlineBytes, -1);
            return this;
        }

        /**
         * The most bytes of asynchronous publishes that wait for room under {@link BackPressure#block}, beyond what the buffer itself holds; default 16 MiB. One that finds
         * no place fails at once with {@link BackPressureException}; 0: none waits.
         */
        public Builder waitingBytes(long waitingBytes) {
            this.waitingBytes = Checks.atLeast("waitingBytes", waitingBytes, 0);
            return this;
        }

        /** What a publish does when there is no room; default to wait for up to 5 s. */
        public Builder backPressure(BackPressure backPressure) {
            this.backPressure = backPressure;
            return this;
        }

        /** Bytes read from the socket at once; default 64 KiB, at least 1,024. */
        public Builder readBufferBytes(int readBufferBytes) {
            this.readBufferBytes = Checks.atLeast("readBufferBytes", readBufferBytes, 1024);
            return this;
        }

        /** SO_RCVBUF in bytes; default 0: the system's choice. */
        public Builder receiveBufferBytes(int receiveBufferBytes) {
            this.receiveBufferBytes = Checks.notNegative("receiveBufferBytes", receiveBufferBytes);
            return this;
        }

        /** SO_SNDBUF in bytes; default 0: the system's choice. */
        public Builder sendBufferBytes(int sendBufferBytes) {
            this.sendBufferBytes = Checks.notNegative("sendBufferBytes", sendBufferBytes);
            return this;
        }

        /** TCP_NODELAY; default true. */
        public Builder tcpNoDelay(boolean tcpNoDelay) {
            this.tcpNoDelay = tcpNoDelay;
            return this;
        }

        /** How long the socket may take no byte while some wait, before the server counts as lost; default 1 min, zero for ever. */
        public Builder writeTimeout(Duration writeTimeout) {
            this.writeTimeout = Checks.notNegative("writeTimeout", writeTimeout);
            return this;
        }

        /** The local address to bind to, port 0 for any; default the system's choice. */
        public Builder localAddress(InetSocketAddress localAddress) {
            this.localAddress = localAddress;
            return this;
        }

        /** The proxy to go through: SOCKS, or HTTP with CONNECT; default none. */
        public Builder proxy(Proxy proxy) {
            return proxy(ProxyServer.of(proxy));
        }

        /** The proxy to go through, with a login; default none. */
        public Builder proxy(ProxyServer proxy) {
            this.proxy = proxy;
            return this;
        }
    }
}
