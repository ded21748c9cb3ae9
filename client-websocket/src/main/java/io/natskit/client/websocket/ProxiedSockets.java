// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import io.natskit.client.ProxyServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Makes sockets that are connected through a proxy. */
final class ProxiedSockets extends SocketFactory {
    private final ProxyServer proxy;

    ProxiedSockets(ProxyServer proxy) {
        this.proxy = proxy;
    }

    @Override
    public Socket createSocket() {
        return new ProxiedSocket(proxy);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw unconnected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw unconnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw unconnected();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        throw unconnected();
    }

    private static IOException unconnected() {
        return new IOException("a connected socket was asked for (expected: one that OkHttp connects)");
    }
}
