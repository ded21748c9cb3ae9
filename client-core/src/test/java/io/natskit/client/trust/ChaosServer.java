// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.trust;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A small NATS server whose connections go wrong as a seed says, up to a number of them; those that follow are served well. It keeps what arrived whole, over all
 * connections, in the order of arrival: a connection that was cut hands in nothing more.
 */
final class ChaosServer implements AutoCloseable {
    private final long seed;
    private final int faults;
    private final ServerSocket listener;
    private final List<ChaosConnection> open = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by the lock
    private final Map<String, List<Integer>> arrivals = new TreeMap<>();
    private final List<String> requests = new ArrayList<>();
    private int connections;
    private int feed;
    private @Nullable ChaosConnection current;
    private volatile boolean closed;

    /**
     * A server on a free port.
     *
     * @param receiveBufferBytes how much its sockets hold; 0: the system's choice
     */
    ChaosServer(long seed, int faults, int receiveBufferBytes) throws IOException {
        this.seed = seed;
        this.faults = faults;
        this.listener = new ServerSocket();
        if (receiveBufferBytes > 0) {
            listener.setReceiveBufferSize(receiveBufferBytes);
        }
        listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 50);
        daemon(this::accept);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "chaos-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = listener.accept();
                lock.lock();
                try {
                    Fate fate = connections < faults ? Fate.of(seed, connections) : Fate.none();
                    connections++;
                    ChaosConnection connection = new ChaosConnection(this, socket, fate);
                    current = connection;
                    open.add(connection);
                    daemon(connection::run);
                } finally {
                    lock.unlock();
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    String url() {
        return "nats://127.0.0.1:" + listener.getLocalPort();
    }

    /** Whether all faults are over and somebody is served well. */
    boolean isCalm() {
        lock.lock();
        try {
            return connections > faults;
        } finally {
            lock.unlock();
        }
    }

    /** What arrived of each publisher, in its order. */
    Map<String, List<Integer>> arrivals() {
        lock.lock();
        try {
            Map<String, List<Integer>> copy = new TreeMap<>();
            arrivals.forEach((publisher, numbers) -> copy.put(publisher, List.copyOf(numbers)));
            return copy;
        } finally {
            lock.unlock();
        }
    }

    /** The requests that arrived. */
    List<String> requests() {
        lock.lock();
        try {
            return List.copyOf(requests);
        } finally {
            lock.unlock();
        }
    }

    /** The subjects subscribed to on the present connection, sorted. */
    List<String> subjects() {
        lock.lock();
        try {
            return current == null ? List.of() : current.subjects();
        } finally {
            lock.unlock();
        }
    }

    /** What the server did not understand: an error of the client, or of the test. */
    List<Throwable> failures() {
        return failures;
    }

    ReentrantLock lock() {
        return lock;
    }

    void failed(Throwable failure) {
        failures.add(failure);
    }

    void left(ChaosConnection connection) {
        open.remove(connection);
    }

    /** A publish arrived whole, under the lock: written down, and answered with a message of the feed and a tick. */
    void published(ChaosConnection from, String subject, String reply, String payload) throws IOException {
        if (subject.startsWith("p.")) {
            int number = Integer.parseInt(payload.substring(0, payload.indexOf(' ')));
            arrivals.computeIfAbsent(subject, s -> new ArrayList<>()).add(number);
            feed++;
            from.deliver("feed." + subject, String.valueOf(feed));
            from.deliver("tick", String.valueOf(feed));
        } else {
            requests.add(payload);
            from.deliver(reply, payload);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        listener.close();
        open.forEach(ChaosConnection::cut);
    }
}
