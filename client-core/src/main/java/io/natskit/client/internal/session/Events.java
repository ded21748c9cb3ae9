// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.ConnectionEvent;
import io.natskit.client.ConnectionObserver;
import io.natskit.client.Registration;
import io.natskit.client.internal.delivery.SerialExecutor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells observers at once and listeners later, in order, one at a time. Any thread. */
final class Events {
    private static final System.Logger LOG = System.getLogger("io.natskit.client");

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
        if (observer != null) {
            try {
                observer.event(event);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "an observer failed", e);
            }
        }
        if (!listeners.isEmpty()) {
            executor.execute(() -> tell(event));
        }
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
