// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A TCP proxy on loopback that misbehaves on demand: delays, throttles, cuts after byte n, half-closes, splits, corrupts,
 * swallows, resets, refuses. It knows nothing of NATS, so it stands before any server.
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.to(server.host(), server.port())) {
 *     Connection nats = Nats.connect(proxy.url());
 *     proxy.toServer().cutAfter(1000);   // each connection dies after 1,000 bytes to the server
 *     proxy.cutAll();                    // and those that are open die now
 * }
 * }</pre>
 *
 * <p>Every method may be called from any thread. {@link #close()} ends the proxy's thread and frees its port.
 */
public final class FaultProxy implements AutoCloseable {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final InetSocketAddress target;
    private final ServerSocketChannel listener;
    private final Selector selector;
    private final Thread thread;
    private final Lane toServer = new Lane(this::wake);
    private final Lane toClient = new Lane(this::wake);
    private final List<ProxiedConnection> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(16 * 1024);
    private volatile Consumer<ProxiedConnection> onConnection = connection -> {};
    private volatile boolean refusing;
    private volatile boolean closed;

    private FaultProxy(InetSocketAddress target) throws IOException {
        this.target = target;
        this.listener = ServerSocketChannel.open();
        this.listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        this.listener.configureBlocking(false);
        this.selector = Selector.open();
        this.listener.register(selector, SelectionKey.OP_ACCEPT);
        this.thread = new Thread(this::run, "natskit-fault-proxy-" + NAMES.incrementAndGet());
        this.thread.setDaemon(true);
    }

    /** Starts a proxy on a free port of loopback that leads to {@code host:port}. */
    public static FaultProxy to(String host, int port) {
        try {
            FaultProxy proxy = new FaultProxy(new InetSocketAddress(host, port));
            proxy.thread.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("no fault proxy to " + host + ":" + port, e);
        }
    }

    /** The port that clients connect to. */
    public int port() {
        return listener.socket().getLocalPort();
    }

    /** The address that clients connect to: always loopback. */
    public String host() {
        return listener.socket().getInetAddress().getHostAddress();
    }

    /** {@code nats://host:port} of this proxy. */
    public String url() {
        return "nats://" + host() + ":" + port();
    }

    /** What passes from clients to the server, on every connection. */
    public Lane toServer() {
        return toServer;
    }

    /** What passes from the server to clients, on every connection. */
    public Lane toClient() {
        return toClient;
    }

    /** Called on the proxy's thread with each new connection before its first byte: the place to give one connection faults of its own. */
    public FaultProxy onConnection(Consumer<ProxiedConnection> action) {
        onConnection = action;
        return this;
    }

    /** While {@code true}, a new connection is closed as soon as it is accepted. */
    public FaultProxy refuseConnections(boolean refuse) {
        refusing = refuse;
        return this;
    }

    /** The connections that are open now, oldest first. */
    public List<ProxiedConnection> connections() {
        return connections.stream().filter(ProxiedConnection::isOpen).toList();
    }

    /** How many connections were accepted since the start, refused ones included. */
    public int acceptedCount() {
        return accepted.get();
    }

    /** Cuts every open connection now; new ones are welcome. */
    public void cutAll() {
        connections.forEach(ProxiedConnection::cut);
        wake();
    }

    /** Resets (RST) every open connection now; new ones are welcome. */
    public void resetAll() {
        connections.forEach(ProxiedConnection::reset);
        wake();
    }

    /** Lifts the faults of the proxy's lanes and of every connection, and accepts connections again. */
    public void heal() {
        toServer.heal();
        toClient.heal();
        refusing = false;
        connections.forEach(connection -> {
            connection.toServer().heal();
            connection.toClient().heal();
        });
    }

    /** Cuts what is open, frees the port and ends the thread; waits for it unless called on it. Closing twice does nothing. */
    @Override
    public void close() {
        closed = true;
        wake();
        if (Thread.currentThread() == thread) {
            return;
        }
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void wake() {
        selector.wakeup();
    }

    private void run() {
        try (selector;
                listener) {
            long waitNanos = Long.MAX_VALUE;
            while (!closed) {
                selector.selectedKeys().clear();
                select(waitNanos);
                acceptAll();
                waitNanos = turnAll(System.nanoTime());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the fault proxy's selector failed", e);
        } finally {
            connections.forEach(ProxiedConnection::cut);
        }
    }

    private void select(long waitNanos) throws IOException {
        if (waitNanos == Long.MAX_VALUE) {
            selector.select();
        } else {
            selector.select(Math.max(1, (waitNanos + 999_999) / 1_000_000));
        }
    }

    private long turnAll(long now) {
        long wait = Long.MAX_VALUE;
        for (ProxiedConnection connection : connections) {
            if (connection.isOpen()) {
                wait = Math.min(wait, connection.turn(selector, scratch, now));
            }
            if (!connection.isOpen()) {
                connections.remove(connection);
            }
        }
        return wait;
    }

    private void acceptAll() throws IOException {
        SocketChannel client = listener.accept();
        while (client != null) {
            accepted.incrementAndGet();
            if (refusing) {
                client.close();
            } else {
                connect(client);
            }
            client = listener.accept();
        }
    }

    private void connect(SocketChannel client) throws IOException {
        SocketChannel server;
        try {
            server = SocketChannel.open(target);
        } catch (IOException e) {
            // the server is away: its clients see what they would see without us, a closed connection
            client.close();
            return;
        }
        for (SocketChannel channel : new SocketChannel[] {client, server}) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        ProxiedConnection connection = new ProxiedConnection(accepted.get(), client, server, this);
        onConnection.accept(connection);
        connection.register(selector);
        connections.add(connection);
    }
}
