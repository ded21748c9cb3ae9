// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.mqtt;

import io.natskit.server.session.ClientSession;
import io.natskit.server.session.Reception;
import io.natskit.server.session.ServerContext;
import io.natskit.server.transport.BoundPort;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.Link;
import java.io.IOException;

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
        Reception reception = new Reception(
                listener.context, () -> listener.context.tls() != null, () -> listener.closing, listener::begin);
        port.start(reception::accepted, listener::failed);
        return listener;
    }

    /** The port listened on. */
    public int port() {
        return port.port();
    }

    private void failed(IOException cause) {
        context.log().error("Temporary MQTT Accept Error (" + cause.getMessage() + ")");
    }

    private void begin(EventLoop loop, Link link) {
        new ClientSession(context, loop, link, new MqttVisitor(door)).open();
    }

    /** Closes the port. */
    public void close() {
        closing = true;
        port.close();
    }
}
