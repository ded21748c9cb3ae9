// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.ConnectionEvent;
import io.natskit.client.ConnectionObserver;
import io.natskit.client.Registration;
import io.natskit.client.internal.delivery.SerialExecutor;
import io.natskit.client.internal.flight.ConnectionFlight;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells observers at once and listeners later, in order, one at a time. Any thread. */
final class Events {
    /** As many events may wait for a listener that dawdles, whatever a server says meanwhile. */
    static final int WAITING_MAX = 10_000;

    private static final System.Logger LOG = System.getLogger("io.natskit.client");

    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean dropping = new AtomicBoolean();
    private final @Nullable ConnectionObserver observer;
    private final List<Consumer<? super ConnectionEvent>> listeners;
    private final SerialExecutor executor;

    Events(
            @Nullable ConnectionObserver observer,
            List<Consumer<? super ConnectionEvent>> listeners,
            Executor callbacks) {
        this.observer = observer;
        this.listeners = new CopyOnWriteArrayList<>(listeners);
        this.executor = new SerialExecutor(callbacks);
    }

    Registration add(Consumer<? super ConnectionEvent> listener) {
        // its own object, so that a listener added twice is removed once
        Consumer<? super ConnectionEvent> entry = new Entry(listener);
        listeners.add(entry);
        return () -> listeners.remove(entry);
    }

    private static final class Entry implements Consumer<ConnectionEvent> {
        private final Consumer<? super ConnectionEvent> listener;

        Entry(Consumer<? super ConnectionEvent> listener) {
            this.listener = listener;
        }

        @Override
        public void accept(ConnectionEvent event) {
            listener.accept(event);
        }
    }

    void emit(ConnectionEvent event) {
        LOG.log(System.Logger.Level.DEBUG, () -> event.toString());
        ConnectionFlight.happened(event);
        if (observer != null) {
            try {
                observer.event(event);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "an observer failed", e);
            }
        }
        if (listeners.isEmpty()) {
            return;
        }
        if (waiting.incrementAndGet() > WAITING_MAX && !isOfTheConnectionsLife(event)) {
            waiting.decrementAndGet();
            if (dropping.compareAndSet(false, true)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "event listeners are slow: " + WAITING_MAX + " events wait, others are dropped");
            }
            return;
        }
        executor.execute(() -> {
            if (waiting.decrementAndGet() == 0) {
                dropping.set(false);
            }
            tell(event);
        });
    }

    // a reconnect takes time, so that these cannot come at the rate of a line that a server sends
    private static boolean isOfTheConnectionsLife(ConnectionEvent event) {
        return event instanceof ConnectionEvent.Connected
                || event instanceof ConnectionEvent.Disconnected
                || event instanceof ConnectionEvent.Reconnected
                || event instanceof ConnectionEvent.Moved
                || event instanceof ConnectionEvent.InDoubt
                || event instanceof ConnectionEvent.Closed;
    }

    private void tell(ConnectionEvent event) {
        for (Consumer<? super ConnectionEvent> listener : listeners) {
            try {
                listener.accept(event);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "an event listener failed", e);
            }
        }
    }
}
