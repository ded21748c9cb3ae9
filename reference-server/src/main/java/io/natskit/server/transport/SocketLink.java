// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A TCP connection on a selector. */
public final class SocketLink implements Link {
    private final SocketChannel channel;
    private @Nullable SelectionKey key;

    /** Makes the channel non-blocking and switches Nagle's delay off. */
    public SocketLink(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    }

    @Override
    public void attach(EventLoop loop, Connection connection) throws IOException {
        key = channel.register(loop.selector(), 0, connection);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return channel.write(source);
    }

    @Override
    public long write(ByteBuffer[] sources, int count) throws IOException {
        return channel.write(sources, 0, count);
    }

    @Override
    public void watch(boolean reads, boolean writes) {
        SelectionKey own = key;
        if (own != null && own.isValid()) {
            own.interestOps((reads ? SelectionKey.OP_READ : 0) | (writes ? SelectionKey.OP_WRITE : 0));
        }
    }

    @Override
    public @Nullable String remoteHost() {
        try {
            return channel.getRemoteAddress() instanceof InetSocketAddress address
                    ? address.getAddress().getHostAddress()
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public int remotePort() {
        try {
            return channel.getRemoteAddress() instanceof InetSocketAddress address ? address.getPort() : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        SelectionKey own = key;
        if (own != null) {
            own.cancel();
            own.attach(null);
        }
        try {
            channel.close();
        } catch (IOException e) {
            // The peer is gone either way, and there is nobody left to tell.
        }
    }
}
