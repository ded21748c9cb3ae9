// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.Link;
import io.natskit.server.transport.SocketLink;
import io.natskit.server.transport.TlsLink;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;

/**
 * Takes who comes at a door to a loop, and begins to serve him there; what goes wrong with one ends that one alone. Each door has one: TCP, WebSocket, MQTT. Any thread.
 */
public final class Reception {
    private final ServerContext context;
    private final BooleanSupplier secured;
    private final BooleanSupplier closing;
    private final Service service;

    /** Serves who came, on his loop. */
    public interface Service {
        /** Begins; a link that this throws at is closed. */
        void begin(EventLoop loop, Link link);
    }

    /**
     * Makes one.
     *
     * @param context whose loops and log are used
     * @param secured whether TLS is spoken at this door, which reloads may change
     * @param closing whether nobody is served any more
     * @param service what is done for those who come by a socket
     */
    public Reception(ServerContext context, BooleanSupplier secured, BooleanSupplier closing, Service service) {
        this.context = context;
        this.secured = secured;
        this.closing = closing;
        this.service = service;
    }

    /** Somebody came by a socket. */
    public void accepted(SocketChannel socket) {
        try {
            admit(new SocketLink(socket), service);
        } catch (IOException | RuntimeException e) {
            if (e instanceof RuntimeException) {
                unserved(e);
            }
            close(socket);
        }
    }

    private static void close(SocketChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It was on its way out already.
        }
    }

    /** Somebody came by whatever way, and is served otherwise. */
    public void admit(Link plain, Service by) {
        Link link = secured.getAsBoolean() ? new TlsLink(plain, context.handshakes()) : plain;
        EventLoop loop = context.loops().leastBusy();
        loop.execute(() -> begin(by, loop, link));
    }

    private void begin(Service by, EventLoop loop, Link link) {
        if (closing.getAsBoolean()) {
            link.close();
            return;
        }
        try {
            by.begin(loop, link);
        } catch (RuntimeException e) {
            unserved(e);
            link.close();
        }
    }

    private void unserved(Exception cause) {
        context.log().error("a client that came could not be served: " + cause);
    }
}
