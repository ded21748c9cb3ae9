// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.BufferOptions;
import io.natskit.client.Options;
import io.natskit.client.ProxyServer;
import io.natskit.client.ServerAddress;
import io.natskit.client.ServersOptions;
import io.natskit.client.Transport;
import io.natskit.client.internal.transport.IoLoop;
import io.natskit.client.internal.transport.Link;
import io.natskit.client.internal.transport.LinkEvents;
import io.natskit.client.internal.transport.PipeLink;
import io.natskit.client.internal.transport.ProxyLink;
import io.natskit.client.internal.transport.ProxyTalk;
import io.natskit.client.internal.transport.SocketSettings;
import io.natskit.client.internal.transport.TcpLink;
import io.natskit.client.internal.transport.Timer;
import io.natskit.wire.inprocess.ByteLink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Opens a link to a server: looks its name up and has the addresses tried as the options say, or asks the transport that supports it.
 * Belongs to the I/O thread of its loop; look-ups and transports run on an executor.
 */
final class Dialer {
    /** What becomes of a dialing. I/O thread. */
    interface Outcome extends LinkEvents {
        /** The name was looked up. */
        void resolved();

        /** This link is it; {@link #connected} follows at once for one that goes to an address, later for one of a transport. */
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
    private @Nullable AddressRace race;

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
                            .whenComplete((pipe, failure) -> {
                                if (!loop.offer(() -> piped(pipe, failure)) && pipe != null) {
                                    // nobody is there any more to have it
                                    pipe.close();
                                }
                            });
                } else if (server.scheme().isWebSocket()) {
                    throw new IOException(server + " needs a transport for WebSocket (none is set)");
                } else {
                    InetSocketAddress proxy = proxyAddress();
                    String host = proxy == null ? server.host() : proxy.getHostString();
                    InetAddress known = literal(host);
                    List<InetAddress> found =
                            known == null ? options.servers().resolver().resolve(host) : List.of(known);
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
        InetAddress known = plain && proxyAddress() == null ? literal(server.host()) : null;
        if (known == null) {
            start();
        } else {
            addressed(List.of(known));
        }
    }

    void cancel() {
        cancelled = true;
        if (race != null) {
            race.cancel();
        }
    }

    private static @Nullable InetAddress literal(String host) {
        boolean address = host.indexOf(':') >= 0;
        for (int i = 0; !address && i < host.length(); i++) {
            char c = host.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return null;
            }
        }
        try {
            return InetAddress.getByName(host);
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

    private void addressed(List<InetAddress> found) {
        if (cancelled) {
            return;
        }
        outcome.resolved();
        ServersOptions servers = options.servers();
        List<InetAddress> order =
                AddressOrder.of(found, servers.addressFamily(), servers.nameLookup(), ThreadLocalRandom.current());
        if (order.isEmpty()) {
            unreachable(new IOException("no usable address for " + server.host() + " among " + found));
            return;
        }
        long stagger = servers.nameLookup() == ServersOptions.NameLookup.RACE ? AddressRace.STAGGER_NANOS : 0;
        race = new AddressRace(order, stagger, this::after, this::open, outcome);
        race.start();
    }

    private Runnable after(long nanos, Runnable task) {
        Timer timer = loop.schedule(nanos, task);
        return timer::cancel;
    }

    private Link open(InetAddress address, LinkEvents events) throws IOException {
        InetSocketAddress proxy = proxyAddress();
        if (proxy == null) {
            return TcpLink.connect(loop, new InetSocketAddress(address, server.port()), settings(), events);
        }
        ProxyLink conversation = new ProxyLink(talk(), events);
        TcpLink link = TcpLink.connect(loop, new InetSocketAddress(address, proxy.getPort()), settings(), conversation);
        conversation.over(link);
        return link;
    }

    private ProxyTalk talk() {
        ProxyServer proxy = options.buffers().proxyServer().orElseThrow();
        String user = proxy.user().orElse(null);
        return proxy.proxy().type() == Proxy.Type.HTTP
                ? ProxyTalk.http(server.host(), server.port(), user, proxy.password())
                : ProxyTalk.socks(server.host(), server.port(), user, proxy.password());
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
}
