// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import okhttp3.Response;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What OkHttp hands over behind an upgrade. It is read and written by the socket itself (that of TLS, where there is TLS), as much at a time as there is room for: OkHttp's own ways copy into pieces of 8 KiB, and
 * each would be a read or a write. What came with the answer OkHttp has already: the first thing to be read is what its source gives, and one read of that takes all that it holds.
 */
final class UpgradedCarrier implements Carrier {
    private final okio.Socket upgraded;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    /** What OkHttp read; null: nothing yet. */
    private @Nullable Buffer first;

    private UpgradedCarrier(okio.Socket upgraded, Socket socket) throws IOException {
        this.upgraded = upgraded;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        // what is written is gathered already; a small frame behind another must not wait for an acknowledgement
        socket.setTcpNoDelay(true);
        // a WebSocket may be silent for as long as it likes: the client has pings of its own
        upgraded.getSource().timeout().clearTimeout();
        socket.setSoTimeout(0);
    }

    /** Of an answer whose upgrade was accepted, which came by {@code socket}. */
    static UpgradedCarrier of(Response answer, Socket socket) throws IOException {
        okio.Socket upgraded = answer.socket();
        if (upgraded == null) {
            throw new IOException("the connection was not handed over");
        }
        return new UpgradedCarrier(upgraded, socket);
    }

    @Override
    public int read(byte[] into) throws IOException {
        Buffer early = first;
        if (early == null) {
            early = new Buffer();
            first = early;
            if (upgraded.getSource().read(early, Long.MAX_VALUE) < 0) {
                return -1;
            }
        }
        return early.exhausted() ? in.read(into) : early.read(into);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void close() {
        quietly(socket);
        release(upgraded);
    }

    /** Tells OkHttp that nobody uses a connection that it has handed over: it would keep count of it, and miss it. */
    static void release(okio.Socket upgraded) {
        upgraded.cancel();
        quietly(upgraded.getSink());
        quietly(upgraded.getSource());
    }

    private static void quietly(Closeable end) {
        try {
            end.close();
        } catch (IOException e) {
            // the other side has gone before
        }
    }

    @Override
    public void cancel() {
        upgraded.cancel();
    }
}
