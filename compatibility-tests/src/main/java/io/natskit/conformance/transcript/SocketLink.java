// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.transcript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A plain socket, written in the pieces that its {@link Pacing} says. Confined to one thread. */
public final class SocketLink implements Link {
    /** Between two pieces, so that the other side has the chance to read them apart. Not waited for: nothing depends on it. */
    private static final long APART_NANOS = 30_000;

    private final Socket socket;
    private final InputStream in;
    private final Pacing pacing;
    private final Duration patience;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int filled;

    private SocketLink(Socket socket, Pacing pacing, Duration patience) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.pacing = pacing;
        this.patience = patience;
    }

    /** Connects. {@code patience} bounds each wait for a line. */
    public static SocketLink connect(String host, int port, Pacing pacing, Duration patience) {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(host, port), (int) patience.toMillis());
            return new SocketLink(socket, pacing, patience);
        } catch (IOException e) {
            close(socket);
            throw new TranscriptFailure("cannot connect to " + host + ":" + port + ": " + e, e);
        }
    }

    /** Wraps a connection that somebody else opened or accepted. */
    public static SocketLink of(Socket socket, Duration patience) throws IOException {
        return new SocketLink(socket, Pacing.WHOLE, patience);
    }

    @Override
    public void send(byte[] bytes) {
        try {
            for (int[] piece : pacing.pieces(bytes.length)) {
                socket.getOutputStream().write(bytes, piece[0], piece[1] - piece[0]);
                if (piece[1] < bytes.length) {
                    LockSupport.parkNanos(APART_NANOS);
                }
            }
        } catch (IOException e) {
            return; // the next read sees that the other side has closed
        }
    }

    @Override
    public @Nullable String line() {
        long deadline = System.nanoTime() + patience.toNanos();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int before = -1;
        try {
            while (true) {
                if (at == filled && !fill(deadline)) {
                    return ended(out);
                }
                int b = buffer[at++];
                if (b == '\n' && before == '\r') {
                    return new String(out.toByteArray(), 0, out.size() - 1, StandardCharsets.ISO_8859_1);
                }
                out.write(b);
                before = b;
            }
        } catch (SocketTimeoutException e) {
            throw new TranscriptFailure(
                    "nothing more came within " + patience.toMillis() + " ms; so far: "
                            + LinePattern.shown(out.toString(StandardCharsets.ISO_8859_1)),
                    e);
        } catch (IOException e) {
            return ended(out);
        }
    }

    private boolean fill(long deadline) throws IOException {
        long left = deadline - System.nanoTime();
        socket.setSoTimeout((int) Math.max(1, left / 1_000_000));
        at = 0;
        filled = Math.max(0, in.read(buffer));
        return filled > 0;
    }

    private static @Nullable String ended(ByteArrayOutputStream out) {
        return out.size() == 0 ? null : out.toString(StandardCharsets.ISO_8859_1) + "(no CRLF before the end)";
    }

    @Override
    public void close() {
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new TranscriptFailure("cannot close a socket", e);
        }
    }
}
