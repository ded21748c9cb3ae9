// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.BufferOptions;
import io.natskit.client.Options;
import io.natskit.client.ServerAddress;
import io.natskit.client.ServersOptions;
import io.natskit.client.Transport;
import io.natskit.client.internal.transport.IoLoop;
import io.natskit.client.internal.transport.Link;
import io.natskit.client.internal.transport.LinkEvents;
import io.natskit.client.internal.transport.PipeLink;
import io.natskit.client.internal.transport.ProxyLink;
import io.natskit.client.internal.transport.SocketSettings;
import io.natskit.client.internal.transport.TcpLink;
import io.natskit.wire.inprocess.ByteLink;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Opens a link to a server: looks its name up (ADR-11: all addresses, in random order), and tries one address after the other; or asks the transport that supports it.
 * Belongs to the I/O thread of its loop; look-ups and transports run on an executor.
 */
final class Dialer {
    /** What becomes of a dialing. I/O thread. */
    interface Outcome extends LinkEvents {
        /** The name was looked up. */
        void resolved();

        /** This link is being opened; an earlier one, if any, has failed. */
        void opening(Link link);

        /** No address is left. */
        void unreachable(Throwable cause);
    }

    private final IoLoop loop;
    private final Executor helpers;
    private final Options options;
    private final ServerAddress server;
    private final Outcome outcome;
    private boolean cancelled;
    private @Nullable Throwable lastFailure;

    Dialer(IoLoop loop, Executor helpers, Options options, ServerAddress server, Outcome outcome) {
        this.loop = loop;
        this.helpers = helpers;
        this.options = options;
        this.server = server;
        this.outcome = outcome;
    }

    void start() {
        helpers.execute(() -> {
            try {
                Transport transport = options.servers().transport().orElse(null);
                if (transport != null && transport.supports(server)) {
                    transport
                            .connect(server, options.servers().connectTimeout())
                            .whenComplete((pipe, failure) -> loop.execute(() -> piped(pipe, failure)));
                } else if (server.scheme().isWebSocket()) {
                    throw new IOException(server + " needs a transport for WebSocket (none is set)");
                } else {
                    InetSocketAddress proxy = proxyAddress();
                    InetAddress[] found =
                            InetAddress.getAllByName(proxy == null ? server.host() : proxy.getHostString());
                    loop.execute(() -> addressed(found));
                }
            } catch (IOException | RuntimeException e) {
                loop.execute(() -> unreachable(e));
            }
        });
    }

    /** Starts without leaving the I/O thread where the address needs no look-up. */
    void startHere() {
        boolean plain =
                options.servers().transport().isEmpty() && !server.scheme().isWebSocket();
        InetAddress[] known = plain && proxyAddress() == null ? literal(server.host()) : null;
        if (known == null) {
            start();
        } else {
            addressed(known);
        }
    }

    void cancel() {
        cancelled = true;
    }

    private static InetAddress @Nullable [] literal(String host) {
        boolean address = host.indexOf(':') >= 0;
        for (int i = 0; !address && i < host.length(); i++) {
            char c = host.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return null;
            }
        }
        try {
            return new InetAddress[] {InetAddress.getByName(host)};
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private @Nullable InetSocketAddress proxyAddress() {
        Proxy proxy = options.buffers().proxy().orElse(Proxy.NO_PROXY);
        return proxy.address() instanceof InetSocketAddress address ? address : null;
    }

    private void piped(@Nullable ByteLink pipe, @Nullable Throwable failure) {
        if (pipe == null) {
            unreachable(failure == null ? new IOException("the transport gave no link") : failure);
        } else if (cancelled) {
            pipe.close();
        } else {
            outcome.resolved();
            outcome.opening(PipeLink.open(loop, pipe, outcome));
        }
    }

    private void addressed(InetAddress[] found) {
        if (cancelled) {
            return;
        }
        outcome.resolved();
        List<InetAddress> usable = new ArrayList<>(Arrays.asList(found));
        ServersOptions.AddressFamily family = options.servers().addressFamily();
        usable.removeIf(a -> family != ServersOptions.AddressFamily.ANY
                && a instanceof Inet4Address != (family == ServersOptions.AddressFamily.IPV4));
        Collections.shuffle(usable);
        tryNext(usable);
    }

    private void tryNext(List<InetAddress> left) {
        if (cancelled) {
            return;
        }
        if (left.isEmpty()) {
            Throwable failure = lastFailure;
            unreachable(failure == null ? new IOException("no usable address for " + server.host()) : failure);
            return;
        }
        InetAddress address = left.remove(0);
        try {
            LinkEvents first = left.isEmpty() ? outcome : new FirstStep(left);
            InetSocketAddress proxy = proxyAddress();
            if (proxy == null) {
                InetSocketAddress target = new InetSocketAddress(address, server.port());
                outcome.opening(TcpLink.connect(loop, target, settings(), first));
            } else {
                openThrough(new InetSocketAddress(address, proxy.getPort()), first);
            }
        } catch (IOException | RuntimeException e) {
            lastFailure = e;
            tryNext(left);
        }
    }

    private void openThrough(InetSocketAddress proxy, LinkEvents first) throws IOException {
        boolean http = options.buffers().proxy().orElse(Proxy.NO_PROXY).type() == Proxy.Type.HTTP;
        ProxyLink.Kind kind = http ? ProxyLink.Kind.HTTP : ProxyLink.Kind.SOCKS;
        ProxyLink conversation = new ProxyLink(kind, server.host(), server.port(), first);
        TcpLink link = TcpLink.connect(loop, proxy, settings(), conversation);
        conversation.over(link);
        outcome.opening(link);
    }

    private SocketSettings settings() {
        BufferOptions b = options.buffers();
        return new SocketSettings(
                b.tcpNoDelay(),
                b.receiveBufferBytes(),
                b.sendBufferBytes(),
                b.readBufferBytes(),
                b.localAddress().orElse(null));
    }

    private void unreachable(Throwable cause) {
        if (!cancelled) {
            outcome.unreachable(cause);
        }
    }

    /** Until connected, a failure leads to the next address; afterwards all goes to the outcome. */
    private final class FirstStep implements LinkEvents {
        private final List<InetAddress> left;
        private boolean connected;

        FirstStep(List<InetAddress> left) {
            this.left = left;
        }

        @Override
        public void connected() {
            connected = true;
            outcome.connected();
        }

        @Override
        public void bytes(byte[] buffer, int offset, int length) {
            outcome.bytes(buffer, offset, length);
        }

        @Override
        public void writable() {
            outcome.writable();
        }

        @Override
        public void closed(IOException cause) {
            if (connected) {
                outcome.closed(cause);
            } else {
                lastFailure = cause;
                tryNext(left);
            }
        }
    }
}
