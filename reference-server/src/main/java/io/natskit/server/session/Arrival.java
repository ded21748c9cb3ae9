// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.config.TlsOptions;
import io.natskit.server.transport.HandshakeRate;
import io.natskit.server.transport.LoopTimer;
import io.natskit.server.transport.ProxyHeader;
import io.natskit.server.transport.TlsLink;
import io.natskit.server.transport.TlsListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What comes between a socket and the protocol: the greeting, now or behind the handshake, a proxy's header, the choice of TLS where there is
 * one, and the TLS handshake. Confined to the connection's loop; done with before the first operation.
 */
final class Arrival {
    private static final long PROXY_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int HANDSHAKE_RECORD = 0x16;

    /** What is awaited. */
    private enum Awaits {
        /** The first bytes, from a client that begins TLS at once; if none come in time, it is greeted. */
        FIRST_BYTES,
        PROXY_HEADER,
        /** The byte that shows whether the client chooses TLS. */
        CHOICE,
        HANDSHAKE,
        NOTHING
    }

    private final ClientSession session;
    private final @Nullable TlsLink tlsLink;
    private final @Nullable TlsListener tls;
    private final LoopTimer patience;
    private final boolean expectsProxy;
    private boolean tlsFirst;
    private Awaits awaits = Awaits.NOTHING;

    Arrival(ClientSession session, ServerContext context, @Nullable TlsLink tlsLink) {
        this.session = session;
        this.patience = session.timer(this::tooLate);
        this.tlsLink = tlsLink;
        this.tls = tlsLink == null ? null : context.tls();
        this.expectsProxy =
                context.options().listen().proxyProtocol() && !session.origin().isInProcess();
        this.tlsFirst = tls != null && tls.options().handshakeFirst();
    }

    /** Whether nothing is awaited any more. */
    boolean isOver() {
        return awaits == Awaits.NOTHING;
    }

    /** Whether the greeting comes only behind the handshake. */
    boolean greetsLater() {
        return tlsFirst;
    }

    /** Whether nothing will be awaited. */
    boolean isPlain() {
        return tls == null && !expectsProxy;
    }

    /** Begins, after the greeting has been written unless that comes later. */
    void begin() {
        TlsListener listener = tls;
        if (tlsFirst && listener != null) {
            long fallback = listener.options().handshakeFirstFallback().toNanos();
            if (fallback == 0 && session.origin().isInProcess()) {
                fallback = TlsOptions.AUTO_FALLBACK.toNanos();
            }
            if (fallback > 0) {
                await(Awaits.FIRST_BYTES, fallback);
                return;
            }
        }
        first();
    }

    private void first() {
        if (expectsProxy) {
            await(Awaits.PROXY_HEADER, PROXY_NANOS);
        } else {
            behindProxy();
        }
    }

    private void behindProxy() {
        TlsListener listener = tls;
        if (listener == null) {
            over();
        } else if (!tlsFirst
                && (session.origin().isInProcess() || listener.options().allowNonTls())) {
            await(Awaits.CHOICE, listener.options().timeout().toNanos());
        } else {
            upgrade(ByteBuffer.allocate(0));
        }
    }

    private void await(Awaits what, long nanos) {
        awaits = what;
        session.loop().schedule(patience, nanos);
    }

    private void over() {
        awaits = Awaits.NOTHING;
        session.loop().cancel(patience);
        session.arrived();
    }

    /** Input while something is awaited: answers the index of the first byte that is left. */
    int received(byte[] bytes, int offset, int end) {
        int from = offset;
        if (awaits == Awaits.FIRST_BYTES && from < end) {
            // whatever it is; what is no handshake fails in the handshake
            if (!expectsProxy) {
                upgrade(ByteBuffer.wrap(bytes, from, end - from));
                return end;
            }
            await(Awaits.PROXY_HEADER, PROXY_NANOS);
        }
        if (awaits == Awaits.PROXY_HEADER) {
            from = proxyHeader(bytes, from, end);
        }
        if (awaits == Awaits.CHOICE && from < end) {
            if ((bytes[from] & 0xff) == HANDSHAKE_RECORD) {
                upgrade(ByteBuffer.wrap(bytes, from, end - from));
                return end;
            }
            over();
        }
        return from;
    }

    private int proxyHeader(byte[] bytes, int offset, int end) {
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
                String source = header.host();
                if (source != null) {
                    session.origin().cameFrom(source, header.port());
                }
            }
        }
        int next = offset + header.length();
        TlsListener listener = tls;
        boolean chooses = listener == null || (!tlsFirst && listener.options().allowNonTls());
        if (chooses) {
            behindProxy();
            return next;
        }
        upgrade(ByteBuffer.wrap(bytes, next, end - next));
        return end;
    }

    private void upgrade(ByteBuffer alreadyRead) {
        TlsLink link = tlsLink;
        TlsListener listener = tls;
        if (link == null || listener == null) {
            return;
        }
        if (isThrottled(listener.rate())) {
            return;
        }
        await(Awaits.HANDSHAKE, listener.options().timeout().toNanos());
        try {
            link.upgrade(listener.contexts().newEngine(), alreadyRead, this::secured);
        } catch (SSLException e) {
            failed(e);
            session.close(ClosedReason.TLS_HANDSHAKE_FAILURE);
        }
    }

    private boolean isThrottled(@Nullable HandshakeRate rate) {
        if (rate == null || rate.tryBegin(session.loop().now())) {
            return false;
        }
        if (rate.refused()) {
            ServerContext context = session.context();
            // not the session's own: it tells of all that were refused, after this one is gone
            LoopTimer report = new LoopTimer(() ->
                    context.log().warn("Rejected " + rate.takeRefused() + " connections due to TLS rate limiting"));
            session.loop().schedule(report, SECOND_NANOS);
        }
        session.lines().error("Connection throttling is active. Please try again later.");
        session.close(ClosedReason.MAXIMUM_CONNECTIONS_EXCEEDED);
        return true;
    }

    /** The handshake failed. As in nats-server, what never was TLS (a probe) is no error. */
    void failed(IOException cause) {
        String line = "TLS handshake error: " + cause.getMessage();
        if (tlsLink != null && tlsLink.isSpokenToInClear()) {
            session.log().debug(line);
        } else {
            session.log().error(line);
        }
    }

    private void secured() {
        TlsLink link = tlsLink;
        TlsListener listener = tls;
        SSLSession secured = link == null ? null : link.session();
        if (secured == null || listener == null) {
            return;
        }
        if (!isTrusted(secured, listener.options())) {
            return;
        }
        TlsInfo tlsInfo = session.origin().secured(secured, tlsFirst);
        session.log().debug("TLS handshake complete");
        session.log().debug("TLS version " + tlsInfo.version() + ", cipher suite " + tlsInfo.cipherSuite());
        if (tlsFirst) {
            session.sayGreeting();
        }
        over();
    }

    /** Looks at what a visitor showed at its door; false if that does not do, and the session has ended. */
    boolean isTrusted(Visitor visitor) {
        SSLSession shown = visitor.secured();
        TlsOptions rules = session.context().options().tls();
        if (shown == null || rules == null) {
            return true;
        }
        if (!isTrusted(shown, rules)) {
            return false;
        }
        session.origin().secured(shown, true);
        return true;
    }

    private boolean isTrusted(SSLSession shown, TlsOptions rules) {
        String problem = PeerCertificate.notPinned(shown, rules.pinnedCertificates());
        if (problem == null) {
            return true;
        }
        session.log().debug(problem);
        session.log().error("TLS handshake error: certificate not pinned");
        session.close(ClosedReason.TLS_HANDSHAKE_FAILURE);
        return false;
    }

    private void tooLate() {
        switch (awaits) {
            case FIRST_BYTES -> {
                tlsFirst = false;
                session.sayGreeting();
                session.stage().flush();
                first();
            }
            case CHOICE -> over();
            case PROXY_HEADER -> {
                session.context()
                        .log()
                        .warn("Error reading PROXY protocol header from " + session.host() + ":" + session.port()
                                + ": timeout reading PROXY protocol header");
                session.close(ClosedReason.PROTOCOL_VIOLATION);
            }
            default -> {
                // as nats-server: a probe of a load balancer is no error
                session.log().debug("TLS handshake timeout");
                session.close(ClosedReason.TLS_HANDSHAKE_FAILURE);
            }
        }
    }

    void stop() {
        session.loop().cancel(patience);
    }
}
