// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Listens on one address and hands accepted sockets over, on the loop that it was started on. */
public final class Acceptor {
    private static final int BACKLOG = 1024;
    private static final int PER_TURN = 64;
    private static final long MIN_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long MAX_PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    private final EventLoop loop;
    private final Consumer<SocketChannel> accepted;
    private final Consumer<IOException> failed;
    private final LoopTimer retry = new LoopTimer(this::goOn);
    private long pause = MIN_PAUSE;
    private @Nullable SelectionKey key;

    private Acceptor(
            ServerSocketChannel channel, EventLoop loop, Consumer<SocketChannel> accepted, Consumer<IOException> failed)
            throws IOException {
        this.channel = channel;
        this.address = (InetSocketAddress) channel.getLocalAddress();
        this.loop = loop;
        this.accepted = accepted;
        this.failed = failed;
    }

    /** Binds an address; port 0 takes any free one. Connections are refused no more from here on, and accepted from {@link #start} on. */
    public static Acceptor bind(
            InetSocketAddress address, EventLoop loop, Consumer<SocketChannel> accepted, Consumer<IOException> failed)
            throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, BACKLOG);
            channel.configureBlocking(false);
            return new Acceptor(channel, loop, accepted, failed);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The address bound to, with the real port. */
    public InetSocketAddress address() {
        return address;
    }

    /** Begins to accept. */
    public void start() {
        loop.execute(() -> {
            try {
                Runnable ready = this::accept;
                key = channel.register(loop.selector(), SelectionKey.OP_ACCEPT, ready);
            } catch (IOException e) {
                if (channel.isOpen()) {
                    failed.accept(e);
                }
            }
        });
    }

    private void accept() {
        try {
            for (int i = 0; i < PER_TURN; i++) {
                SocketChannel socket = channel.accept();
                if (socket == null) {
                    return;
                }
                pause = MIN_PAUSE;
                accepted.accept(socket);
            }
        } catch (IOException e) {
            if (channel.isOpen()) {
                failed.accept(e);
                holdOn();
            }
        }
    }

    /** Out of descriptors, most likely: trying again at once would only burn the processor. */
    private void holdOn() {
        SelectionKey own = key;
        if (own != null && own.isValid()) {
            own.interestOps(0);
            loop.schedule(retry, pause);
            pause = Math.min(MAX_PAUSE, pause * 2);
        }
    }

    private void goOn() {
        SelectionKey own = key;
        if (own != null && own.isValid()) {
            own.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    /** Closes the port. Safe on any thread. */
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The port is given up either way.
        }
        loop.wakeUp();
    }
}
