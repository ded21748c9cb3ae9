// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.client.internal.routing.ConnectionInternals;
import io.natskit.jetstream.JetStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/** What everything here shares: JetStream, the connection's inside, and how futures are waited for. */
record Context(JetStream js, ConnectionInternals inside) {

    static Context of(JetStream js) {
        return new Context(js, ConnectionInternals.of(js.connection()));
    }

    /** Waits for a future whose own deadline ends it. */
    <T> T await(CompletableFuture<T> future, String operation) {
        return inside.await(future, operation);
    }

    /** Runs a user's code, or what may wake it, where it belongs; at once when the connection, and its executor with it, is closed. */
    void call(Runnable task) {
        try {
            inside.callbacks().execute(task);
        } catch (RejectedExecutionException closed) {
            task.run();
        }
    }
}
