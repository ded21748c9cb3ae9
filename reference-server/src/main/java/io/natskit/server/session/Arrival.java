// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.config.TlsOptions;
import io.natskit.server.transport.LoopTimer;
import io.natskit.server.transport.ProxyHeader;
import io.natskit.server.transport.TlsContexts;
import io.natskit.server.transport.TlsLink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What may come between the greeting and the protocol: a proxy's header, then the TLS handshake. Confined to the connection's loop; done
 * with before the first operation.
 */
final class Arrival {
    private static final long PROXY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ClientSession session;
    private final @Nullable TlsLink tlsLink;
    private final @Nullable TlsContexts tls;
    private final LoopTimer patience;
    private boolean awaitsProxy;
    private boolean awaitsTls;

    Arrival(ClientSession session, ServerContext context, @Nullable TlsLink tlsLink) {
        this.session = session;
        this.patience = session.timer(this::tooLate);
        this.tlsLink = tlsLink;
        this.tls = context.tls();
        this.awaitsProxy = context.options().listen().proxyProtocol() && !session.isInProcess();
        this.awaitsTls = tlsLink != null && tls != null;
    }

    /** Whether nothing is awaited any more. */
    boolean isOver() {
        return !awaitsProxy && !awaitsTls;
    }

    /** Begins, after the greeting has been written. */
    void begin() {
        if (awaitsProxy) {
            session.loop().schedule(patience, PROXY_NANOS);
        } else if (awaitsTls) {
            upgrade(ByteBuffer.allocate(0));
        }
    }

    /** Input while something is awaited: answers the index of the first byte that is left. */
    int received(byte[] bytes, int offset, int end) {
        if (!awaitsProxy) {
            return offset;
        }
        ProxyHeader header = ProxyHeader.read(bytes, offset, end);
        switch (header.state()) {
            case INCOMPLETE -> {
                return offset;
            }
            case MALFORMED -> {
                session.context()
                        .log()
                        .warn("Error reading PROXY protocol header from " + session.host() + ":" + session.port() + ": "
                                + header.problem());
                session.close(ClosedReason.PROTOCOL_VIOLATION);
                return end;
            }
            default -> {
                awaitsProxy = false;
                session.loop().cancel(patience);
                String source = header.host();
                if (source != null) {
                    session.cameFrom(source, header.port());
                }
            }
        }
        int next = offset + header.length();
        if (awaitsTls) {
            upgrade(ByteBuffer.wrap(bytes, next, end - next));
            return end;
        }
        session.arrived();
        return next;
    }

    private void upgrade(ByteBuffer alreadyRead) {
        TlsLink link = tlsLink;
        TlsContexts contexts = tls;
        TlsOptions options = session.context().options().tls();
        if (link == null || contexts == null || options == null) {
            return;
        }
        session.loop().schedule(patience, options.timeout().toNanos());
        try {
            link.upgrade(contexts.newEngine(), alreadyRead, this::secured);
        } catch (SSLException e) {
            failed(e);
            session.close(ClosedReason.TLS_HANDSHAKE_FAILURE);
        }
    }

    /** The handshake failed. As in nats-server, what never was TLS (a probe) is no error. */
    void failed(IOException cause) {
        String line = "TLS handshake error: " + cause.getMessage();
        if (tlsLink != null && tlsLink.isSpokenToInClear()) {
            session.debug(line);
        } else {
            session.error(line);
        }
    }

    private void secured() {
        awaitsTls = false;
        session.loop().cancel(patience);
        session.debug("TLS handshake complete");
        session.arrived();
    }

    private void tooLate() {
        if (awaitsProxy) {
            session.context()
                    .log()
                    .warn("Error reading PROXY protocol header from " + session.host() + ":" + session.port()
                            + ": timeout reading PROXY protocol header");
            session.close(ClosedReason.PROTOCOL_VIOLATION);
        } else {
            // as nats-server: a probe of a load balancer is no error
            session.debug("TLS handshake timeout");
            session.close(ClosedReason.TLS_HANDSHAKE_FAILURE);
        }
    }

    void stop() {
        session.loop().cancel(patience);
    }
}
