// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.service;

import io.natskit.client.Connection;
import io.natskit.client.InterruptedWaitException;
import io.natskit.client.NatsException;
import io.natskit.client.internal.routing.ConnectionInternals;
import io.natskit.client.service.ServicesOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What everything here shares: the connection, its inside, the options, and how futures are waited for. */
record Context(Connection connection, ConnectionInternals inside, ServicesOptions options) {

    /** How long calls and starts may take. */
    Duration timeout() {
        return options.timeout().orElseGet(() -> connection.options().requestTimeout());
    }

    /** A subject of discovery. */
    String subject(String verb) {
        return options.prefix() + "." + verb;
    }

    /** Waits for a future whose own deadline ends it. */
    <T extends @Nullable Object> T await(CompletableFuture<T> future, String operation) {
        inside.mayWait(operation);
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(false);
            Thread.currentThread().interrupt();
            throw new InterruptedWaitException(operation, e);
        } catch (ExecutionException e) {
            throw rethrown(cause(e));
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

    /** The failure as it is thrown to a caller: with the caller's stack. */
    static RuntimeException rethrown(@Nullable Throwable cause) {
        if (cause instanceof NatsException known) {
            return known.copy();
        }
        return cause instanceof RuntimeException other ? other : new IllegalStateException(cause);
    }
}
