// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A connection that has shaken hands and then sends and takes bare bytes, in TLS where the target asks for it. Used by one thread at a time in each direction. */
final class RawConnection implements Closeable {
    private static final int CONTROL_BYTES = 64 * 1024;

    private final SocketChannel socket;
    private final ByteChannel channel;

    private RawConnection(SocketChannel socket, ByteChannel channel) {
        this.socket = socket;
        this.channel = channel;
    }

    /** Connects and returns when the server has answered the first PING. */
    static RawConnection open(Target target) throws IOException {
        SocketChannel socket = SocketChannel.open(new InetSocketAddress(target.host(), target.port()));
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        RawConnection connection =
                new RawConnection(socket, target.secured() ? SecuredChannel.over(socket, target.host()) : socket);
        String login = target.user().isEmpty()
                ? ""
                : ",\"user\":\"" + target.user() + "\",\"pass\":\"" + target.password() + "\"";
        connection.send("CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true,\"no_responders\":false" + login
                + ",\"lang\":\"raw\",\"version\":\"1\",\"protocol\":1}\r\n");
        connection.confirm();
        return connection;
    }

    /** What is sent and what comes. */
    ByteChannel channel() {
        return channel;
    }

    /** For a selector; only where the target asks for no TLS. */
    SocketChannel socket() {
        return socket;
    }

    void send(String text) throws IOException {
        send(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    void send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Sends a PING and returns when its PONG is there. Only for a connection to which no message is on its way. */
    void confirm() throws IOException {
        send("PING\r\n");
        awaitPong();
    }

    /** Returns when the PONG of a PING that was sent is there. */
    void awaitPong() throws IOException {
        ByteBuffer input = ByteBuffer.allocate(CONTROL_BYTES);
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf("PONG\r\n") < 0) {
            input.clear();
            if (channel.read(input) < 0) {
                throw new EOFException("the server closed after: " + seen);
            }
            seen.append(new String(input.array(), 0, input.position(), StandardCharsets.ISO_8859_1));
            if (seen.indexOf("-ERR") >= 0) {
                throw new IOException("the server answered: " + seen);
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
