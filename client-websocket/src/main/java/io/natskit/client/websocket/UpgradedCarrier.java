// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.websocket;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import okhttp3.Response;
import okio.Buffer;
import okio.Source;

/**
 * What OkHttp hands over behind an upgrade. It is read as OkHttp gives it, since the first bytes may have come with the answer; it is written to the socket itself (that of TLS, where there is TLS), whole frames
 * at a time: OkHttp's own way out copies into pieces of 8 KiB, and each would be a write.
 */
final class UpgradedCarrier implements Carrier {
    private final okio.Socket upgraded;
    private final Source in;
    private final Socket socket;
    private final OutputStream out;
    private final Buffer read = new Buffer();

    private UpgradedCarrier(okio.Socket upgraded, Socket socket) throws IOException {
        this.upgraded = upgraded;
        this.in = upgraded.getSource();
        this.socket = socket;
        this.out = socket.getOutputStream();
        // what is written is gathered already; a small frame behind another must not wait for an acknowledgement
        socket.setTcpNoDelay(true);
        // a WebSocket may be silent for as long as it likes: the client has pings of its own
        in.timeout().clearTimeout();
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
        long n = in.read(read, into.length);
        if (n < 0) {
            return -1;
        }
        for (int at = 0; at < n; ) {
            at += read.read(into, at, (int) n - at);
        }
        return (int) n;
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
