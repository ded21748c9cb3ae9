// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A small TCP relay between a client and a server, to cut connections and to stop the flow. For samples; tests have {@code FaultProxy}. */
final class Relay implements AutoCloseable {

    private final InetSocketAddress target;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition flowing = lock.newCondition();
    private boolean stopped;

    Relay(String serverUrl) throws IOException {
        URI uri = URI.create(serverUrl.contains("://") ? serverUrl : "nats://" + serverUrl);
        target = new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 4222 : uri.getPort());
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("accept", this::accept);
    }

    /** What clients connect to instead of the server. */
    String url() {
        return "nats://127.0.0.1:" + listener.getLocalPort();
    }

    /** Cuts all connections, as a failing network would. */
    void cut() {
        open.forEach(Relay::closeQuietly);
    }

    /** Lets nothing through until {@link #resume}. */
    void pause() {
        flow(true);
    }

    /** Lets everything through again. */
    void resume() {
        flow(false);
    }

    private void flow(boolean stop) {
        lock.lock();
        try {
            stopped = stop;
            flowing.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket client = listener.accept();
            Socket server = new Socket();
            open.add(client);
            open.add(server);
            server.connect(target, 2000);
            start("to server", () -> pump(client, server));
            start("to client", () -> pump(server, client));
        }
    }

    private void pump(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                awaitFlow();
                out.write(buffer, 0, n);
            }
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void awaitFlow() {
        lock.lock();
        try {
            while (stopped && !listener.isClosed()) {
                flowing.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // the connection is gone: that is what a relay is cut for
                    }
                },
                "relay " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // gone already
        }
    }

    @Override
    public void close() {
        closeQuietly(listener);
        resume();
        cut();
    }
}
