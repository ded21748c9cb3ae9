// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.objectstore.internal;

import io.natskit.client.InterruptedWaitException;
import io.natskit.client.NatsException;
import io.natskit.client.internal.routing.ConnectionInternals;
import io.natskit.jetstream.JetStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** What everything here shares: JetStream, the connection's inside, and how futures are waited for. */
record Context(JetStream js, ConnectionInternals inside) {

    static Context of(JetStream js) {
        return new Context(js, ConnectionInternals.of(js.connection()));
    }

    /** Waits for a future whose own deadline ends it. */
    <T> T await(CompletableFuture<T> future, String operation) {
        inside.mayWait(operation);
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(false);
            Thread.currentThread().interrupt();
            throw new InterruptedWaitException(operation, e);
        } catch (ExecutionException e) {
            Throwable cause = cause(e);
            if (cause instanceof NatsException known) {
                throw known.copy();
            }
            throw cause instanceof RuntimeException other ? other : new IllegalStateException(cause);
        }
    }

    /** Runs a user's code, or what may wake it, where it belongs; at once when the connection, and its executor with it, is closed. */
    void call(Runnable task) {
        try {
            inside.callbacks().execute(task);
        } catch (RejectedExecutionException closed) {
            task.run();
        }
    }

    /** The failure without the wrapping of futures. */
    static Throwable cause(Throwable error) {
        Throwable at = error;
        while ((at instanceof CompletionException || at instanceof ExecutionException) && at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }

    /** The failure as an unchecked one. */
    static RuntimeException unchecked(@Nullable Throwable error) {
        Throwable cause = error == null ? null : cause(error);
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }
}
