// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.websocket;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that wants to know who is there (Basic), makes tunnels, and hands other requests on as they are. */
final class ProxyPeer implements AutoCloseable {
    private final ServerSocket listener;
    private final String authorization;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    final List<String> requests = new CopyOnWriteArrayList<>();

    ProxyPeer(String authorization) {
        this.authorization = authorization;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("accept", this::accept);
    }

    Proxy proxy() {
        return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void run(String name, Step step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        step.run();
                    } catch (IOException e) {
                        // a side has gone
                    }
                },
                "proxy-peer-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket client = listener.accept();
            sockets.add(client);
            run("serve", () -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        InputStream in = new BufferedInputStream(client.getInputStream());
        while (true) {
            String head = head(in);
            if (head.isEmpty()) {
                return;
            }
            String line = head.substring(0, head.indexOf('\r'));
            requests.add(line);
            if (!head.contains("Proxy-Authorization: " + authorization + "\r\n")) {
                answer(
                        client,
                        "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=\"r\"\r\nContent-Length: 0\r\n\r\n");
                continue;
            }
            boolean tunnel = line.startsWith("CONNECT ");
            String place = tunnel ? line.split(" ")[1] : line.split("//")[1].split("/")[0];
            Socket server = new Socket(
                    place.substring(0, place.indexOf(':')), Integer.parseInt(place.substring(place.indexOf(':') + 1)));
            sockets.add(server);
            if (tunnel) {
                answer(client, "HTTP/1.1 200 Go on\r\n\r\n");
            } else {
                server.getOutputStream()
                        .write(head.replaceFirst("http://[^/]*", "").getBytes(StandardCharsets.ISO_8859_1));
            }
            run("pipe", () -> {
                pipe(in, server.getOutputStream());
                server.shutdownOutput();
            });
            pipe(server.getInputStream(), client.getOutputStream());
            client.shutdownOutput();
            return;
        }
    }

    private static void pipe(InputStream in, OutputStream out) throws IOException {
        byte[] some = new byte[8192];
        for (int n = in.read(some); n >= 0; n = in.read(some)) {
            out.write(some, 0, n);
        }
    }

    private static void answer(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return "";
            }
            head.append((char) b);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
