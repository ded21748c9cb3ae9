// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.config.ConnectionType;
import io.natskit.server.transport.Link;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Where a client comes from: the door, the address, what its TLS handshake came to, and the proxy that it comes through. Changed on the client's loop
 * while it arrives and logs in; any thread may read it, and lag.
 */
final class Origin {
    private final boolean inProcess;
    private final ConnectionType connectionType;
    private @Nullable String host;
    private int port;
    private @Nullable TlsInfo tls;
    private volatile @Nullable String proxy;

    Origin(Link link, boolean inProcess, @Nullable Visitor visitor) {
        this.inProcess = inProcess;
        this.connectionType = visitor != null
                ? visitor.connectionType()
                : inProcess ? ConnectionType.IN_PROCESS : ConnectionType.STANDARD;
        this.host = inProcess ? null : link.remoteHost();
        this.port = inProcess ? 0 : link.remotePort();
    }

    boolean isInProcess() {
        return inProcess;
    }

    ConnectionType connectionType() {
        return connectionType;
    }

    /** Its address, null for one in this process. */
    @Nullable
    String host() {
        return host;
    }

    /** Its port, 0 for one in this process. */
    int port() {
        return port;
    }

    /** A proxy's header says where it really comes from. */
    void cameFrom(String sourceHost, int sourcePort) {
        host = sourceHost;
        port = sourcePort;
    }

    /** The TLS handshake is done; {@code first} if it came before the greeting. */
    TlsInfo secured(SSLSession agreed, boolean first) {
        TlsInfo info = TlsInfo.of(agreed, first);
        tls = info;
        return info;
    }

    /** What its TLS handshake came to, or null. */
    @Nullable
    TlsInfo tls() {
        return tls;
    }

    /** What it showed in the TLS handshake, or null. */
    @Nullable
    X509Certificate certificate() {
        TlsInfo known = tls;
        return known == null || known.certificates().isEmpty()
                ? null
                : known.certificates().get(0);
    }

    /** The public key of the trusted proxy that it comes through, or null. */
    @Nullable
    String proxy() {
        return proxy;
    }

    void comesThrough(@Nullable String proxyKey) {
        proxy = proxyKey;
    }
}
