// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.ConnectionClosedException;
import io.natskit.client.ConnectionState;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/** The state of a connection, and who waits for which. Set on the I/O thread, read and awaited on any. */
public final class States {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Waiter<?>> waiters = new ArrayList<>();
    private final CompletableFuture<ConnectionState.Closed> closed = new CompletableFuture<>();
    private volatile ConnectionState now = new ConnectionState.Connecting(1);

    States() {}

    private static final class Waiter<S extends ConnectionState> {
        final Class<S> kind;
        final CompletableFuture<S> future = new CompletableFuture<>();

        Waiter(Class<S> kind) {
            this.kind = kind;
        }

        boolean settle(ConnectionState state) {
            if (kind.isInstance(state)) {
                return future.complete(kind.cast(state));
            }
            if (state instanceof ConnectionState.Closed closed) {
                return future.completeExceptionally(new ConnectionClosedException(
                        "waiting for " + kind.getSimpleName() + ": the connection is closed", closed.causeOrNull()));
            }
            return future.isDone();
        }
    }

    /** The state now. */
    public ConnectionState now() {
        return now;
    }

    /** Completes on the I/O thread, or at once, when the state is of {@code kind}; fails when the connection closes instead. */
    public <S extends ConnectionState> CompletableFuture<S> when(Class<S> kind) {
        Waiter<S> waiter = new Waiter<>(kind);
        lock.lock();
        try {
            if (!waiter.settle(now)) {
                waiters.add(waiter);
            }
        } finally {
            lock.unlock();
        }
        return waiter.future;
    }

    /** Completes when the connection is closed; for users. */
    public CompletableFuture<ConnectionState.Closed> closed() {
        return closed.copy();
    }

    void set(ConnectionState state) {
        List<Waiter<?>> settled = new ArrayList<>();
        lock.lock();
        try {
            now = state;
            for (Iterator<Waiter<?>> i = waiters.iterator(); i.hasNext(); ) {
                Waiter<?> waiter = i.next();
                boolean fits = waiter.kind.isInstance(state) || state instanceof ConnectionState.Closed;
                if (fits || waiter.future.isDone()) {
                    i.remove();
                    settled.add(waiter);
                }
            }
        } finally {
            lock.unlock();
        }
        settled.forEach(waiter -> waiter.settle(state));
    }

    void tellClosed() {
        if (now instanceof ConnectionState.Closed end) {
            closed.complete(end);
        }
    }
}
