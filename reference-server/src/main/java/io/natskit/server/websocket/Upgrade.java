// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.websocket;

import io.natskit.server.session.SessionLog;
import io.natskit.server.transport.Connection;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.EventLoops;
import io.natskit.server.transport.Link;
import io.natskit.server.transport.LoopTimer;
import io.natskit.server.transport.TlsLink;
import io.natskit.server.transport.TlsListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * From an accepted socket to a WebSocket: the TLS handshake where there is one, one HTTP request, its answer. Keeps no more than the head of that
 * request, and no longer than the handshake may take. Confined to its loop.
 */
final class Upgrade implements Connection.Handler {
    private static final int OUTPUT_MAX = 64 * 1024;
    private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final UpgradeRules rules;
    private final SessionLog log;
    private final Entry entry;
    private final EventLoop loop;
    private final Link link;
    private final @Nullable TlsLink tlsLink;
    private final Connection connection;
    private final LoopTimer patience;
    private final String address;
    private int looked;
    private boolean over;

    /** Where a handshake leads. Called on the loop, once. */
    interface Entry {
        /** The client is through: the link is theirs now. */
        void entered(EventLoop loop, Link link, @Nullable TlsLink secured, UpgradeRules.Agreement agreed);

        /** Nothing of this handshake is left. */
        void left(Upgrade upgrade);
    }

    Upgrade(
            UpgradeRules rules,
            SessionLog log,
            Entry entry,
            EventLoop loop,
            EventLoops loops,
            Link link,
            long patienceNanos) {
        this.rules = rules;
        this.log = log;
        this.entry = entry;
        this.loop = loop;
        this.link = link;
        this.tlsLink = link instanceof TlsLink tls ? tls : null;
        this.address = link.remoteHost() + ":" + link.remotePort();
        this.connection = new Connection(loop, loops, link, this, OUTPUT_MAX, 0);
        this.patience = connection.timer(this::tooLate);
        if (patienceNanos > 0) {
            loop.schedule(patience, patienceNanos);
        }
    }

    /** Begins, with a TLS handshake where the listener has TLS. */
    void open(@Nullable TlsListener tls) {
        connection.guarded(() -> {
            try {
                connection.open();
                if (tls != null && tlsLink != null) {
                    tlsLink.upgrade(tls.contexts().newEngine(), ByteBuffer.allocate(0), () -> {});
                }
            } catch (IOException e) {
                insecure(e);
                end();
            }
        });
    }

    @Override
    public int received(byte[] bytes, int offset, int end) {
        if (over) {
            return end;
        }
        int last = UpgradeRequest.end(bytes, offset + looked, end);
        if (last < 0 && end - offset < UpgradeRequest.LENGTH_MAX) {
            // what may be the first half of the end is looked at again
            looked = Math.max(0, end - offset - 2);
            return offset;
        }
        if (last < 0 || last - offset > UpgradeRequest.LENGTH_MAX) {
            answer(UpgradeRules.nonsense("431 Request Header Fields Too Large"));
            return end;
        }
        try {
            request(UpgradeRequest.parse(bytes, offset, last), end - last);
        } catch (UpgradeRequest.Malformed e) {
            answer(UpgradeRules.nonsense(e.status()));
        }
        return end;
    }

    private void request(UpgradeRequest request, int behind) {
        UpgradeRules.Agreement agreed;
        try {
            agreed = rules.check(request);
        } catch (UpgradeRules.Refused e) {
            failed(e.reason());
            answer(UpgradeRules.refusal(e.status(), request.method().equals("HEAD")));
            return;
        }
        if (behind > 0) {
            failed("client sent data before handshake is complete");
            end();
            return;
        }
        ByteBuffer welcome = ByteBuffer.wrap(rules.welcome(request, agreed));
        try {
            link.write(welcome);
        } catch (IOException e) {
            end();
            return;
        }
        if (welcome.hasRemaining()) {
            end();
            return;
        }
        if (agreed.leaf()) {
            log.error("Not configured to accept leaf node connections");
            end();
            return;
        }
        forget();
        connection.release();
        entry.entered(loop, link, tlsLink, agreed);
    }

    private void failed(String reason) {
        log.error(address + " - websocket handshake error: " + reason);
    }

    private void insecure(IOException cause) {
        log.error("websocket: http: TLS handshake error from " + address + ": " + cause.getMessage());
    }

    private void answer(byte[] response) {
        connection.ownStage().append(response);
        forget();
        connection.closeAfterFlush(LAST_WORDS_NANOS);
    }

    private void tooLate() {
        if (log.isDebug()) {
            log.debug(address + " - websocket handshake timeout");
        }
        end();
    }

    /** Ends the handshake, on the loop. */
    void end() {
        forget();
        connection.close();
    }

    private void forget() {
        if (!over) {
            over = true;
            loop.cancel(patience);
            entry.left(this);
        }
    }

    EventLoop loop() {
        return loop;
    }

    @Override
    public int wanted() {
        return 0;
    }

    @Override
    public void inputEnded(@Nullable IOException cause) {
        if (cause != null && tlsLink != null && !tlsLink.isSecured()) {
            insecure(cause);
        }
        end();
    }

    @Override
    public void outputFailed(IOException cause) {
        end();
    }

    @Override
    public void outputOverflowed() {
        end();
    }

    @Override
    public boolean outputBlocked(long bytes, int chunks) {
        return false;
    }

    @Override
    public void failed(RuntimeException cause) {
        log.error(address + " - websocket handshake error: " + cause);
        forget();
    }
}
