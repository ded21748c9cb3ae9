// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit.proxy;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/** One connection through a {@link FaultProxy}. Any thread may set its faults or cut it. */
public final class ProxiedConnection {
    private final int number;
    private final SocketChannel client;
    private final SocketChannel server;
    private final Lane toServer;
    private final Lane toClient;
    private final Pump up;
    private final Pump down;
    private final AtomicBoolean open = new AtomicBoolean(true);

    ProxiedConnection(int number, SocketChannel client, SocketChannel server, FaultProxy proxy) {
        this.number = number;
        this.client = client;
        this.server = server;
        this.toServer = new Lane(proxy::wake);
        this.toClient = new Lane(proxy::wake);
        this.up = new Pump(client, server, proxy.toServer(), toServer);
        this.down = new Pump(server, client, proxy.toClient(), toClient);
    }

    /** Which connection of its proxy this is, counted from 1. */
    public int number() {
        return number;
    }

    /** What passes from the client to the server on this connection. */
    public Lane toServer() {
        return toServer;
    }

    /** What passes from the server to the client on this connection. */
    public Lane toClient() {
        return toClient;
    }

    /** Whether both sides are still connected. */
    public boolean isOpen() {
        return open.get();
    }

    /** Closes both sides now, as a crashed router would: with FIN, whatever was under way is lost. */
    public void cut() {
        if (open.compareAndSet(true, false)) {
            close(client);
            close(server);
        }
    }

    /** Closes both sides with RST: the next read on either end fails with "connection reset". */
    public void reset() {
        linger(client);
        linger(server);
        cut();
    }

    void register(Selector selector) throws IOException {
        client.register(selector, SelectionKey.OP_READ, this);
        server.register(selector, SelectionKey.OP_READ, this);
    }

    /** One turn: reads and writes what is possible, then says what to wait for. Returns the nanoseconds to the next due byte. */
    long turn(Selector selector, ByteBuffer scratch, long now) {
        try {
            read(up, client, selector, scratch, now);
            read(down, server, selector, scratch, now);
            if (up.write(now) == Pump.After.CUT || down.write(now) == Pump.After.CUT) {
                cut();
                return Long.MAX_VALUE;
            }
            if (up.hasEnded() && down.hasEnded()) {
                cut();
                return Long.MAX_VALUE;
            }
            interest(client, selector, up, down, now);
            interest(server, selector, down, up, now);
            return Math.min(waitFor(up, now), waitFor(down, now));
        } catch (IOException | java.nio.channels.CancelledKeyException e) {
            cut();
            return Long.MAX_VALUE;
        }
    }

    private static void read(Pump pump, SocketChannel from, Selector selector, ByteBuffer scratch, long now)
            throws IOException {
        SelectionKey key = from.keyFor(selector);
        if (key != null && key.isValid() && key.isReadable() && pump.wantsToRead()) {
            pump.read(scratch, now);
        }
    }

    private static long waitFor(Pump pump, long now) {
        long wait = pump.waitNanos(now);
        // due, but the socket was full: the selector wakes us
        return wait == 0 ? Long.MAX_VALUE : wait;
    }

    private static void interest(SocketChannel channel, Selector selector, Pump reads, Pump writes, long now) {
        SelectionKey key = channel.keyFor(selector);
        if (key != null && key.isValid()) {
            int ops = reads.wantsToRead() ? SelectionKey.OP_READ : 0;
            key.interestOps(writes.wantsToWrite(now) ? ops | SelectionKey.OP_WRITE : ops);
        }
    }

    private static void linger(SocketChannel channel) {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // closed already: there is nobody left to reset
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // a socket that cannot be closed is gone already
        }
    }
}
