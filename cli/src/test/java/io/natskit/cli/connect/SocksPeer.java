// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.connect;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A SOCKS 5 proxy that lets through everybody, or one user alone, and remembers where to. */
final class SocksPeer implements AutoCloseable {
    private static final byte[] NO_LOGIN = {5, 0};
    private static final byte[] USER_AND_PASSWORD = {5, 2};
    private static final byte[] NOTHING_SUITS = {5, (byte) 0xff};
    private static final byte[] CONNECTED = {5, 0, 0, 1, 0, 0, 0, 0, 0, 0};

    private final ServerSocket door;
    private final String login;
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    SocksPeer() throws IOException {
        this("");
    }

    /** With {@code user:password}, or nothing for everybody. */
    SocksPeer(String login) throws IOException {
        this.login = login;
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        beside(() -> {
            while (true) {
                Socket client = door.accept();
                beside(() -> serve(client));
            }
        });
    }

    /** Its address, without a scheme. */
    String address() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    /** What it was asked to reach, as {@code host:port}. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void serve(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        in.readUnsignedByte();
        byte[] methods = in.readNBytes(in.readUnsignedByte());
        if (login.isEmpty()) {
            client.getOutputStream().write(NO_LOGIN);
        } else if (!letsIn(methods, in, client)) {
            client.close();
            return;
        }
        in.readFully(new byte[3]);
        String host = host(in);
        int port = in.readUnsignedShort();
        asked.add(host + ":" + port);
        Socket server = new Socket(host, port);
        client.getOutputStream().write(CONNECTED);
        beside(() -> pump(server, client));
        pump(client, server);
    }

    private boolean letsIn(byte[] methods, DataInputStream in, Socket client) throws IOException {
        if (!Arrays.equals(methods, new byte[] {0, 2})) {
            client.getOutputStream().write(NOTHING_SUITS);
            return false;
        }
        client.getOutputStream().write(USER_AND_PASSWORD);
        in.readUnsignedByte();
        String user = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
        String password = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
        boolean known = login.equals(user + ":" + password);
        client.getOutputStream().write(new byte[] {1, (byte) (known ? 0 : 1)});
        return known;
    }

    private static String host(DataInputStream in) throws IOException {
        boolean name = in.readUnsignedByte() == 3;
        byte[] host = new byte[name ? in.readUnsignedByte() : 4];
        in.readFully(host);
        return name
                ? new String(host, StandardCharsets.US_ASCII)
                : InetAddress.getByAddress(host).getHostAddress();
    }

    private static void pump(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Until it ends, or one of the sockets does. */
    private static void beside(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        return; // closed
                    }
                },
                "socks-peer");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
