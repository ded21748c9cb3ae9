// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal.store;

import io.natskit.client.internal.flow.Delivery;
import io.natskit.client.internal.flow.Pull;
import io.natskit.client.internal.routing.ConnectionInternals;
import io.natskit.jetstream.JetStream;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * What all of a store's engine shares: JetStream, the connection's inside, and how futures are waited for.
 *
 * @param js what the store stands on
 * @param inside timers and threads of its connection
 */
public record Context(JetStream js, ConnectionInternals inside) {

    /** Of the connection that {@code js} stands on. */
    public static Context of(JetStream js) {
        return new Context(js, ConnectionInternals.of(js.connection()));
    }

    /** Waits for a future whose own deadline ends it. */
    public <T> T await(CompletableFuture<T> future, String operation) {
        return inside.await(future, operation);
    }

    /** Runs a user's code, or what may wake it, where it belongs; at once when the connection, and its executor with it, is closed. */
    public void call(Runnable task) {
        try {
            inside.callbacks().execute(task);
        } catch (RejectedExecutionException closed) {
            task.run();
        }
    }

    /** A cold publisher: each subscriber gets a source of its own. */
    public <T> Flow.Publisher<T> publisher(Supplier<? extends Pull<T>> source) {
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber (rule 1.9)");
            new Delivery<T>(subscriber, source, inside.callbacks(), inside::failed).start();
        };
    }
}
