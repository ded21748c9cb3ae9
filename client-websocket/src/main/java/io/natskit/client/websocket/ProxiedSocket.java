// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import io.natskit.client.ProxyServer;
import io.natskit.client.internal.transport.ProxyTalk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import okhttp3.Dns;

/** A socket that is connected through a proxy, one of SOCKS or a tunnel of HTTP: the proxy looks up names. */
final class ProxiedSocket extends Socket {
    /** Names that are left to the proxy: the address beside the name is never gone to. */
    static final Dns NAMES = host -> List.of(InetAddress.getByAddress(host, new byte[4]));

    private static final int ANSWER_BYTES_MAX = 8192;

    private final ProxyServer proxy;

    ProxiedSocket(ProxyServer proxy) {
        this.proxy = proxy;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        if (!(endpoint instanceof InetSocketAddress target)
                || !(proxy.proxy().address() instanceof InetSocketAddress place)) {
            super.connect(endpoint, timeout);
            return;
        }
        try {
            connect(place, target, timeout);
        } catch (IOException e) {
            // of a ConnectException OkHttp would make one that names the address beside the name
            throw new IOException(
                    "by the " + proxy.proxy().type() + " proxy " + place.getHostString() + ":" + place.getPort() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private void connect(InetSocketAddress place, InetSocketAddress target, int timeout) throws IOException {
        super.connect(new InetSocketAddress(place.getHostString(), place.getPort()), timeout);
        int before = getSoTimeout();
        setSoTimeout(timeout);
        negotiate(talk(target.getHostString(), target.getPort()));
        setSoTimeout(before);
    }

    private ProxyTalk talk(String host, int port) {
        String user = proxy.user().orElse(null);
        return proxy.proxy().type() == Proxy.Type.HTTP
                ? ProxyTalk.http(host, port, user, proxy.password())
                : ProxyTalk.socks(host, port, user, proxy.password());
    }

    /** Byte by byte, so that nothing is taken that is the server's. */
    private void negotiate(ProxyTalk talk) throws IOException {
        say(talk.opening());
        byte[] answered = new byte[0];
        while (answered.length < ANSWER_BYTES_MAX) {
            ProxyTalk.Step step = talk.read(answered);
            if (step.connected()) {
                return;
            }
            if (step.taken() > 0) {
                say(step.words());
                answered = Arrays.copyOfRange(answered, step.taken(), answered.length);
            } else {
                int next = super.getInputStream().read();
                if (next < 0) {
                    throw new IOException("the proxy closed the connection");
                }
                answered = Arrays.copyOf(answered, answered.length + 1);
                answered[answered.length - 1] = (byte) next;
            }
        }
        throw new IOException("the proxy talks without end");
    }

    private void say(byte[] words) throws IOException {
        getOutputStream().write(words);
        Arrays.fill(words, (byte) 0);
    }
}
