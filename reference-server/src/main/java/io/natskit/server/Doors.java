// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.config.HostPort;
import io.natskit.server.config.MqttOptions;
import io.natskit.server.config.WebSocketOptions;
import io.natskit.server.monitoring.MonitoringServer;
import io.natskit.server.session.ServerContext;
import io.natskit.server.transport.Acceptor;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.TlsListener;
import io.natskit.server.websocket.WebSocketListener;
import org.jspecify.annotations.Nullable;

/** Where a running server can be reached, and by which URL, until it lets nobody in any more. Safe on any thread. */
final class Doors implements AutoCloseable {
    private final ServerContext context;
    private final @Nullable Acceptor clients;
    private final @Nullable WebSocketListener webSocket;
    private final @Nullable MqttRoom mqtt;
    private final @Nullable MonitoringServer monitoring;

    /** Those that are open; null for what a server has not. */
    Doors(
            ServerContext context,
            @Nullable Acceptor clients,
            @Nullable WebSocketListener webSocket,
            @Nullable MqttRoom mqtt,
            @Nullable MonitoringServer monitoring) {
        this.context = context;
        this.clients = clients;
        this.webSocket = webSocket;
        this.mqtt = mqtt;
        this.monitoring = monitoring;
    }

    /** Has clients come in by the client port as well, when the server is whole. */
    void begin() {
        if (clients != null) {
            clients.start();
        }
    }

    @Nullable
    WebSocketListener webSocket() {
        return webSocket;
    }

    @Nullable
    MqttRoom mqtt() {
        return mqtt;
    }

    /** How TLS is spoken now to those who come by WebSocket, or null where it is not. */
    @Nullable
    TlsListener webSocketTls() {
        return webSocket == null ? null : webSocket.tls();
    }

    /** As {@link #webSocketTls()}, for MQTT. */
    @Nullable
    TlsListener mqttTls() {
        return mqtt == null ? null : mqtt.tls();
    }

    String url() {
        if (clients == null) {
            throw new IllegalStateException("the server does not listen (expected: dontListen off)");
        }
        boolean any = clients.address().getAddress().isAnyLocalAddress();
        return (context.options().tls() == null ? "nats://" : "tls://") + shown(any, host(), port());
    }

    String host() {
        return context.options().listen().host();
    }

    int port() {
        return clients == null ? -1 : clients.address().getPort();
    }

    int webSocketPort() {
        return webSocket == null ? -1 : webSocket.port();
    }

    String webSocketUrl() {
        if (webSocket == null) {
            throw new IllegalStateException("the server does not listen for WebSocket (expected: a websocket port)");
        }
        WebSocketOptions web = context.options().webSocket();
        String scheme = web.tls() == null ? "ws://" : "wss://";
        return scheme + reachable(web.host(), webSocket.port());
    }

    int mqttPort() {
        return mqtt == null ? -1 : mqtt.port();
    }

    String mqttUrl() {
        if (mqtt == null) {
            throw new IllegalStateException("the server does not listen for MQTT (expected: an mqtt port)");
        }
        MqttOptions own = context.options().mqtt();
        String scheme = own.tls() == null ? "mqtt://" : "mqtts://";
        return scheme + reachable(own.host(), mqtt.port());
    }

    int monitoringPort() {
        return monitoring == null ? -1 : monitoring.port();
    }

    String monitoringUrl() {
        if (monitoring == null) {
            throw new IllegalStateException("the server has no monitoring (expected: a monitoring port)");
        }
        return MonitoringRoom.scheme(context.options().monitoring()) + "://"
                + reachable(MonitoringRoom.host(context), monitoring.port());
    }

    /** The host and port for a URL, with loopback where every address is listened on. */
    private static String reachable(String host, int port) {
        return shown(host.isEmpty() || host.equals("0.0.0.0") || host.equals("::"), host, port);
    }

    private static String shown(boolean any, String host, int port) {
        return new HostPort(any ? "127.0.0.1" : host, port).text();
    }

    /** Lets no client in any more, while monitoring goes on; false, and nothing has changed, where there is no client port. */
    boolean stopAccepting() {
        if (clients == null) {
            return false;
        }
        closeToClients();
        return true;
    }

    private void closeToClients() {
        if (clients != null) {
            clients.close();
        }
        if (webSocket != null) {
            webSocket.close();
        }
        if (mqtt != null) {
            mqtt.close();
        }
    }

    /** Ends what came in and is no session yet; on that loop, after the doors have closed. */
    void endHandshakes(EventLoop loop) {
        if (webSocket != null) {
            webSocket.endHandshakes(loop);
        }
    }

    @Override
    public void close() {
        closeToClients();
        if (monitoring != null) {
            monitoring.close();
        }
    }
}
