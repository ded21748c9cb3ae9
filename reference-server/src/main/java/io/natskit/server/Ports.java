// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.auth.Authenticator;
import io.natskit.server.config.ListenOptions;
import io.natskit.server.config.ServerOptions;
import io.natskit.server.local.LocalClients;
import io.natskit.server.monitoring.MonitoringServer;
import io.natskit.server.session.ServerContext;
import io.natskit.server.transport.Acceptor;
import io.natskit.server.transport.BoundPort;
import io.natskit.server.transport.EventLoops;
import io.natskit.server.transport.ListenFailure;
import io.natskit.server.transport.TlsDoors;
import io.natskit.server.transport.TlsListener;
import io.natskit.server.websocket.WebSocketListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ports of a server that is being built, with their TLS: taken before there is anybody to serve those who come, so that whatever may fail has
 * failed by then. {@link #open} makes {@link Doors} of them. Confined to the thread that starts the server.
 */
final class Ports implements AutoCloseable {
    private final @Nullable TlsListener tls;
    private final @Nullable TlsListener webTls;
    private final @Nullable TlsListener mqttTls;
    private @Nullable BoundPort web;
    private @Nullable BoundPort devices;
    private @Nullable Acceptor clients;

    private Ports(@Nullable TlsListener tls, @Nullable TlsListener webTls, @Nullable TlsListener mqttTls) {
        this.tls = tls;
        this.webTls = webTls;
        this.mqttTls = mqttTls;
    }

    /** Those that the options want, or none; {@code accepted} and {@code failed} hear of the client port once that is open. */
    static Ports take(
            ServerOptions options,
            EventLoops loops,
            TlsDoors certificates,
            Consumer<SocketChannel> accepted,
            Consumer<IOException> failed)
            throws IOException {
        Ports ports = new Ports(
                certificates.open(options.tls(), options),
                certificates.open(options.webSocket().tls(), options),
                options.mqtt().enabled() ? certificates.open(MqttRoom.tls(options), options) : null);
        try {
            ports.web = WebSocketRoom.take(options, loops);
            ports.devices = options.mqtt().enabled() ? MqttRoom.take(options, loops) : null;
            ListenOptions listen = options.listen();
            ports.clients = listen.dontListen() ? null : bind(listen, loops, accepted, failed);
        } catch (RuntimeException e) {
            ports.close();
            throw e;
        }
        return ports;
    }

    private static Acceptor bind(
            ListenOptions listen, EventLoops loops, Consumer<SocketChannel> accepted, Consumer<IOException> failed) {
        try {
            InetAddress address = InetAddress.getByName(listen.host());
            return Acceptor.bind(
                    new InetSocketAddress(address, Math.max(0, listen.port())), loops.get(0), accepted, failed);
        } catch (IOException e) {
            throw ListenFailure.ofClients(listen.host(), listen.port(), e);
        }
    }

    /** How TLS is spoken at the client port, or null where it is not. */
    @Nullable
    TlsListener tls() {
        return tls;
    }

    /** The port of clients, -1 if there is none. */
    int clients() {
        return clients == null ? -1 : clients.address().getPort();
    }

    /** Begins to accept at all of them but the client port, which {@link Doors#begin} does; {@code pages} are those of monitoring, which has begun. */
    Doors open(
            ServerContext context,
            LocalClients local,
            Function<ServerOptions, Authenticator> authenticators,
            @Nullable MonitoringServer pages) {
        MqttRoom mqtt = devices == null ? null : MqttRoom.start(devices, mqttTls, context, local, authenticators);
        WebSocketListener webSocket =
                web == null ? null : WebSocketRoom.start(web, webTls, context, authenticators, mqtt);
        return new Doors(context, clients, webSocket, mqtt, pages);
    }

    /** Gives them back, of a server that cannot start. */
    @Override
    public void close() {
        if (web != null) {
            web.close();
        }
        if (devices != null) {
            devices.close();
        }
        if (clients != null) {
            clients.close();
        }
    }
}
