// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal;

import io.natskit.client.ClientResources;
import io.natskit.client.Connection;
import io.natskit.client.ConnectionClosedException;
import io.natskit.client.InterruptedWaitException;
import io.natskit.client.Options;
import io.natskit.client.ResourcesOptions;
import io.natskit.client.internal.routing.Failures;
import io.natskit.client.internal.session.Session;
import io.natskit.client.internal.session.Threads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Where the front door meets the implementation: starts connections and the resources they share. */
public final class Engine {

    private Engine() {}

    /** See {@link io.natskit.Nats#connect(Options)}. */
    public static Connection connect(Options options) {
        Waiting.mayWait("connect");
        Session session = new Session(options);
        ConnectionView view = new ConnectionView(session);
        try {
            session.start().get();
            return view;
        } catch (InterruptedException e) {
            view.close();
            Thread.currentThread().interrupt();
            throw new InterruptedWaitException("connect", e);
        } catch (ExecutionException e) {
            view.close();
            throw Failures.rethrown(e.getCause());
        }
    }

    /** See {@link io.natskit.Nats#connectAsync(Options)}. */
    public static CompletableFuture<Connection> connectAsync(Options options) {
        Session session = new Session(options);
        ConnectionView view = new ConnectionView(session);
        CompletableFuture<Connection> connected = new CompletableFuture<>();
        session.start()
                .whenComplete((nothing, error) -> session.completions().run(() -> {
                    boolean taken = error == null ? connected.complete(view) : connected.completeExceptionally(error);
                    if (!taken) {
                        session.close(new ConnectionClosedException("connect was given up"));
                    }
                }));
        connected.whenComplete((connection, error) -> {
            if (connected.isCancelled()) {
                session.close(new ConnectionClosedException("connect was given up"));
            }
        });
        return connected;
    }

    /** See {@link io.natskit.Nats#resources()}. */
    public static ClientResources resources(ResourcesOptions options) {
        return Threads.shared(options);
    }
}
