// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.session.ClientSession;
import io.natskit.server.session.ServerContext;
import io.natskit.server.transport.BoundPort;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.Link;
import io.natskit.server.transport.SocketLink;
import io.natskit.server.transport.TlsLink;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Takes clients that speak MQTT over TCP or TLS. Any thread. */
public final class MqttListener {
    private final MqttDoor door;
    private final ServerContext context;
    private final BoundPort port;
    private volatile boolean closing;

    private MqttListener(BoundPort port, MqttDoor door) {
        this.door = door;
        this.context = door.context();
        this.port = port;
    }

    /** Begins to accept. */
    public static MqttListener start(BoundPort port, MqttDoor door) {
        MqttListener listener = new MqttListener(port, door);
        String scheme = listener.context.tls() == null ? "mqtt" : "tls";
        listener.context
                .log()
                .notice("Listening for MQTT clients on " + scheme + "://"
                        + door.options().mqtt().host() + ":" + port.port());
        port.start(listener::accepted, listener::failed);
        return listener;
    }

    /** The port listened on. */
    public int port() {
        return port.port();
    }

    private void failed(IOException cause) {
        context.log().error("Temporary MQTT Accept Error (" + cause.getMessage() + ")");
    }

    private void accepted(SocketChannel socket) {
        try {
            Link plain = new SocketLink(socket);
            Link link = context.tls() == null ? plain : new TlsLink(plain, context.blocking());
            EventLoop loop = context.loops().leastBusy();
            loop.execute(() -> begin(loop, link));
        } catch (IOException | RuntimeException e) {
            unserved(e);
            try {
                socket.close();
            } catch (IOException ignored) {
                // It was on its way out already.
            }
        }
    }

    private void unserved(Exception cause) {
        if (cause instanceof RuntimeException) {
            context.log().error("a client that came could not be served: " + cause);
        }
    }

    private void begin(EventLoop loop, Link link) {
        if (closing) {
            link.close();
            return;
        }
        ClientSession session;
        try {
            session = new ClientSession(context, loop, link, new MqttVisitor(door));
        } catch (RuntimeException e) {
            unserved(e);
            link.close();
            return;
        }
        session.open();
    }

    /** Closes the port. */
    public void close() {
        closing = true;
        port.close();
    }
}
