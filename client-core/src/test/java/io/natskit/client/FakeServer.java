// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A server that does what its script says: one script for each connection, the last one for all further. Every line a client sends is written down. */
public final class FakeServer implements AutoCloseable {
    /** An INFO that asks for nothing. */
    public static final String INFO =
            "INFO {\"server_id\":\"FAKE\",\"server_name\":\"fake\",\"version\":\"2.15.2\",\"proto\":1,\"headers\":true,\"max_payload\":1048576}\r\n";

    private final ServerSocket listener;
    private final List<Script> scripts;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean closed;

    /** What to do with a connection; the socket is closed when it returns. */
    @FunctionalInterface
    public interface Script {
        /** Plays it. */
        void play(Peer peer) throws IOException;
    }

    private FakeServer(ServerSocket listener, List<Script> scripts) {
        this.scripts = scripts;
        this.listener = listener;
        daemon(this::accept);
    }

    /** Starts on a free port. */
    public static FakeServer start(Script... scripts) {
        try {
            return new FakeServer(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), List.of(scripts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts on a free port where everything is encrypted from the first byte on; {@code wantsCertificate}: clients have to show one that the context trusts. */
    public static FakeServer startTls(SSLContext context, boolean wantsCertificate, Script... scripts) {
        try {
            SSLServerSocket listener = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
            listener.setNeedClientAuth(wantsCertificate);
            return new FakeServer(listener, List.of(scripts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "fake-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                int n = connections.getAndIncrement();
                Script script = scripts.get(Math.min(n, scripts.size() - 1));
                daemon(() -> play(socket, script));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void play(Socket socket, Script script) {
        try (socket) {
            script.play(new Peer(socket));
        } catch (IOException e) {
            // the client went: its side of the story is in the test
        } catch (RuntimeException | AssertionError e) {
            failures.add(e);
        }
    }

    /** Where it listens. */
    public String url() {
        return "nats://127.0.0.1:" + port();
    }

    /** The port. */
    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections came. */
    public int connections() {
        return connections.get();
    }

    /** All lines that came, of all connections; payloads are lines too. */
    public List<String> lines() {
        return lines;
    }

    /** What went wrong in scripts. */
    public List<Throwable> failures() {
        return failures;
    }

    /** Cuts all connections. */
    public void cut() {
        sockets.forEach(FakeServer::quietly);
        sockets.clear();
    }

    private static void quietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // closed is closed
        }
    }

    @Override
    public void close() {
        closed = true;
        quietly(listener);
        cut();
    }

    /** One connection. */
    public final class Peer {
        private Socket socket;
        private InputStream in;
        private OutputStream out;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        /** Sends text as it is. */
        public void send(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        /** Sends bytes. */
        public void send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** Goes on encrypted, as a server does after INFO; nothing may have been read before. */
        public void encrypt(SSLContext context) throws IOException {
            SSLSocket secure =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
            secure.setUseClientMode(false);
            secure.startHandshake();
            socket = secure;
            in = new BufferedInputStream(secure.getInputStream());
            out = secure.getOutputStream();
        }

        /** Reads so many bytes. */
        public byte[] read(int count) throws IOException {
            return in.readNBytes(count);
        }

        /** Who the client is by its certificate. */
        public String certificateName() throws IOException {
            return ((SSLSocket) socket).getSession().getPeerPrincipal().getName();
        }

        /** Reads a line. */
        public String line() throws IOException {
            StringBuilder line = new StringBuilder();
            int c = in.read();
            while (c != '\n') {
                if (c < 0) {
                    throw new IOException("the client closed");
                }
                if (c != '\r') {
                    line.append((char) c);
                }
                c = in.read();
            }
            lines.add(line.toString());
            return line.toString();
        }

        /** Reads lines until one starts with {@code word}. */
        public String expect(String word) throws IOException {
            String line = line();
            while (!line.startsWith(word)) {
                line = line();
            }
            return line;
        }

        /** INFO, CONNECT, PING, PONG. */
        public void login() throws IOException {
            login(INFO);
        }

        /** The same with another INFO. */
        public void login(String info) throws IOException {
            send(info);
            expect("CONNECT");
            expect("PING");
            send("PONG\r\n");
        }

        /** Answers PINGs until the client goes. */
        public void serve() throws IOException {
            while (true) {
                if (line().startsWith("PING")) {
                    send("PONG\r\n");
                }
            }
        }
    }
}
