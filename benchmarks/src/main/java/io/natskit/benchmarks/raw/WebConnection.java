// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.benchmarks.raw;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/** A client over WebSocket that has shaken hands and logged in. Used by one thread at a time in each direction. */
final class WebConnection implements AutoCloseable {
    private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};
    private static final int BINARY = 0x82;
    private static final int PACKED_BINARY = 0xc2;
    private static final int HEAD_BYTES = 14;
    private static final int CONTROL_BYTES = 64 * 1024;

    private final SocketChannel channel;
    private final boolean packed;

    private WebConnection(SocketChannel channel, boolean packed) {
        this.channel = channel;
        this.packed = packed;
    }

    /** Connects; {@code packed} asks for compression, which the server must have. */
    static WebConnection open(Target target, boolean packed) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(target.host(), target.port()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        WebConnection connection = new WebConnection(channel, packed);
        connection.shakeHands();
        connection.send("CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true,\"protocol\":1}\r\n");
        connection.confirm();
        return connection;
    }

    private void shakeHands() throws IOException {
        String request = "GET / HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + (packed
                        ? "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover\r\n"
                        : "")
                + "\r\n";
        write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        StringBuilder answer = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (answer.indexOf("\r\n\r\n") < 0) {
            if (channel.read(one.clear()) < 0) {
                throw new EOFException("the server closed after: " + answer);
            }
            answer.append((char) one.get(0));
        }
        if (!answer.toString().startsWith("HTTP/1.1 101 ")
                || packed != answer.toString().contains("permessage-deflate")) {
            throw new IOException("the server answered: " + answer);
        }
    }

    SocketChannel channel() {
        return channel;
    }

    /** A masked frame, ready to be sent again and again. */
    ByteBuffer frame(byte[] operations) {
        byte[] payload = packed ? deflated(operations) : operations;
        ByteBuffer frame = ByteBuffer.allocateDirect(payload.length + HEAD_BYTES);
        frame.put((byte) (packed ? PACKED_BINARY : BINARY)).put((byte) (0x80 | 127));
        frame.putLong(payload.length).put(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ MASK[i & 3]));
        }
        return frame.flip();
    }

    private static byte[] deflated(byte[] operations) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        deflater.setInput(operations);
        byte[] room = new byte[operations.length + operations.length / 10 + 64];
        int length = deflater.deflate(room, 0, room.length, Deflater.SYNC_FLUSH);
        deflater.end();
        // the mark of a flush is left out: RFC 7692, 7.2.1
        byte[] cut = new byte[length - 4];
        System.arraycopy(room, 0, cut, 0, cut.length);
        return cut;
    }

    void send(String operations) throws IOException {
        write(frame(operations.getBytes(StandardCharsets.US_ASCII)));
    }

    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Sends a PING and returns when its PONG is there. Only for a connection to which no message is on its way. */
    void confirm() throws IOException {
        send("PING\r\n");
        StringBuilder seen = new StringBuilder();
        WebFrames frames = new WebFrames(bytes -> seen.append(StandardCharsets.ISO_8859_1.decode(bytes)));
        ByteBuffer input = ByteBuffer.allocate(CONTROL_BYTES);
        while (seen.indexOf("PONG\r\n") < 0) {
            if (channel.read(input.clear()) < 0 || seen.indexOf("-ERR") >= 0) {
                throw new IOException("the server answered: " + seen);
            }
            frames.take(input.flip());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
