// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A port that is taken before anything can be served on it, so that what may fail does so early. Any thread. */
public final class BoundPort {
    private final Acceptor acceptor;
    private volatile @Nullable Consumer<SocketChannel> accepted;
    private volatile @Nullable Consumer<IOException> failed;

    private BoundPort(InetSocketAddress address, EventLoop loop) throws IOException {
        this.acceptor = Acceptor.bind(address, loop, this::accepted, this::failed);
    }

    /**
     * Takes a port, any free one for −1. Throws {@link UncheckedIOException} in nats-server's words, which call those who would have come {@code clients}.
     */
    public static BoundPort take(String host, int port, String clients, EventLoop loop) {
        try {
            return new BoundPort(new InetSocketAddress(InetAddress.getByName(host), Math.max(0, port)), loop);
        } catch (IOException e) {
            throw ListenFailure.of("Unable to listen for " + clients + " connections", host, port, e);
        }
    }

    /** The port. */
    public int port() {
        return acceptor.address().getPort();
    }

    /** Begins to accept. */
    public void start(Consumer<SocketChannel> onAccepted, Consumer<IOException> onFailure) {
        accepted = onAccepted;
        failed = onFailure;
        acceptor.start();
    }

    /** Gives the port back. */
    public void close() {
        acceptor.close();
    }

    private void accepted(SocketChannel socket) {
        Consumer<SocketChannel> to = accepted;
        if (to != null) {
            to.accept(socket);
        }
    }

    private void failed(IOException cause) {
        Consumer<IOException> to = failed;
        if (to != null) {
            to.accept(cause);
        }
    }
}
