// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.cli.action;

import io.natskit.client.ConnectionEvent;
import io.natskit.client.ConnectionObserver;
import io.natskit.client.ServerErrorException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the first thing that the server refuses ({@code -ERR}), of one connection or several. A server tells a publisher nothing else of a subject
 * that is forbidden; it does before it answers a flush, so whoever has flushed knows. Safe for use by many threads.
 */
public final class Refusals implements ConnectionObserver {
    private final CompletableFuture<@Nullable Void> first = new CompletableFuture<>();
    private volatile @Nullable ServerErrorException refused;

    /** Nothing is refused yet. */
    public Refusals() {}

    @Override
    public void event(ConnectionEvent event) {
        if (event instanceof ConnectionEvent.ServerError error && refused == null) {
            refused = error.error();
            first.completeExceptionally(error.error());
        }
    }

    /** Fails as soon as something is refused; never completes otherwise. */
    public CompletableFuture<@Nullable Void> first() {
        return first;
    }

    /** Throws what was refused, if anything was. */
    public void rethrow() {
        ServerErrorException error = refused;
        if (error != null) {
            throw error;
        }
    }
}
