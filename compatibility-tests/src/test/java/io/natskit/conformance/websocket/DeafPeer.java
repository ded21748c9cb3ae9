// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.websocket;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Lets a client log in over WebSocket, and reads nothing more until it is told to. */
final class DeafPeer implements AutoCloseable {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch hears = new CountDownLatch(1);
    private volatile long heard;

    DeafPeer() {
        try {
            listener = new ServerSocket();
            listener.setReceiveBufferSize(16 * 1024);
            listener.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "deaf-peer");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "ws://127.0.0.1:" + listener.getLocalPort();
    }

    /** Reads from now on. */
    void hear() {
        hears.countDown();
    }

    /** How many bytes it has read since. */
    long heard() {
        return heard;
    }

    /** How many clients came. */
    int clients() {
        return sockets.size();
    }

    private void serve() {
        try {
            while (!listener.isClosed()) {
                Socket client = listener.accept();
                sockets.add(client);
                logIn(client);
                hears.await();
                InputStream in = client.getInputStream();
                byte[] some = new byte[64 * 1024];
                for (int n = in.read(some); n >= 0; n = in.read(some)) {
                    heard += n;
                }
            }
        } catch (IOException | InterruptedException e) {
            // the test is over
        }
    }

    private static void logIn(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.read());
        }
        int at = head.indexOf("Sec-WebSocket-Key: ") + 19;
        String key = head.substring(at, head.indexOf("\r\n", at));
        client.getOutputStream()
                .write(("HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                                + accept(key) + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().write(frame(JavaWebSocketPeer.INFO));
        // CONNECT and PING come in one frame or two, of which the last ends with PING, masked: the length is enough
        skipFrame(in);
        client.getOutputStream().write(frame("PONG\r\n"));
    }

    private static void skipFrame(InputStream in) throws IOException {
        in.read();
        int length = in.read() & 0x7F;
        if (length == 126) {
            length = in.read() << 8 | in.read();
        }
        in.skipNBytes(4L + length);
    }

    private static byte[] frame(String text) {
        byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[payload.length + 2];
        frame[0] = (byte) 0x82;
        frame[1] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 2, payload.length);
        return frame;
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        hear();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
