// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The last connections that ended, up to a bound; the oldest is forgotten first. Any thread. */
public final class ClosedConnections {
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<ClosedConnection> kept = new ArrayDeque<>();
    private final int max;
    private long total;

    /** Remembers up to {@code max} connections. */
    public ClosedConnections(int max) {
        this.max = max;
    }

    /** Remembers one more. */
    public void add(ClosedConnection one) {
        lock.lock();
        try {
            total++;
            if (max > 0) {
                if (kept.size() == max) {
                    kept.pollFirst();
                }
                kept.addLast(one);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Those that are remembered, the oldest first. */
    public List<ClosedConnection> snapshot() {
        lock.lock();
        try {
            return List.copyOf(kept);
        } finally {
            lock.unlock();
        }
    }

    /** How many there ever were. */
    public long total() {
        lock.lock();
        try {
            return total;
        } finally {
            lock.unlock();
        }
    }
}
