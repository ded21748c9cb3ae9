// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.transport;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A TCP connection, never blocking: the selector wakes the reader, and writers take what the socket takes. */
public final class TcpLink implements Link {
    private final IoLoop loop;
    private final SocketChannel channel;
    private final int readBytes;
    private LinkEvents events;
    private @Nullable SelectionKey key;
    private boolean closed;

    private TcpLink(IoLoop loop, SocketChannel channel, int readBytes, LinkEvents events) {
        this.loop = loop;
        this.readBytes = Math.min(readBytes, IoLoop.READ_BYTES);
        this.channel = channel;
        this.events = events;
    }

    /**
     * Starts to connect; {@link LinkEvents#connected} or {@link LinkEvents#closed} follows. I/O thread.
     *
     * @param options sets what the caller wants set, before the connection is made
     */
    public static TcpLink connect(IoLoop loop, InetSocketAddress address, SocketSettings options, LinkEvents events)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            options.apply(channel);
            TcpLink link = new TcpLink(loop, channel, options.readBytes(), events);
            boolean done = channel.connect(address);
            link.key = loop.register(channel, done ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, link::ready);
            if (done) {
                loop.execute(link::announce);
            }
            return link;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void announce() {
        if (!closed) {
            events.connected();
        }
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return channel.write(bytes);
    }

    @Override
    public void awaitWritable() {
        interest(k -> k.interestOpsOr(SelectionKey.OP_WRITE));
        loop.wakeup();
    }

    @Override
    public void redirect(LinkEvents newEvents) {
        events = newEvents;
    }

    @Override
    public void reading(boolean on) {
        interest(k -> {
            if (on) {
                k.interestOpsOr(SelectionKey.OP_READ);
            } else {
                k.interestOpsAnd(~SelectionKey.OP_READ);
            }
        });
    }

    private void interest(Consumer<SelectionKey> change) {
        SelectionKey k = key;
        if (k != null) {
            try {
                change.accept(k);
            } catch (CancelledKeyException e) {
                // closed meanwhile: its owner hears of it elsewhere
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            // nothing is left to do for it
        }
    }

    @Override
    public void abort() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException | RuntimeException e) {
            // then it closes as it can
        }
        close();
    }

    private void ready(int ops) {
        try {
            if ((ops & SelectionKey.OP_CONNECT) != 0) {
                channel.finishConnect();
                interest(k -> k.interestOps(SelectionKey.OP_READ));
                events.connected();
                return;
            }
            if ((ops & SelectionKey.OP_WRITE) != 0) {
                interest(k -> k.interestOpsAnd(~SelectionKey.OP_WRITE));
                events.writable();
            }
            if ((ops & SelectionKey.OP_READ) != 0 && !closed) {
                read();
            }
        } catch (IOException e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            fail(Unhandled.of(e));
        }
    }

    private void read() throws IOException {
        ByteBuffer buffer = loop.readBuffer().clear().limit(readBytes);
        int n = channel.read(buffer);
        if (n < 0) {
            fail(new EOFException("the server closed the connection"));
            return;
        }
        if (n > 0) {
            events.bytes(buffer.flip(), loop.readArray());
        }
    }

    private void fail(IOException cause) {
        if (!closed) {
            close();
            events.closed(cause);
        }
    }
}
