// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.InDoubtException;
import io.natskit.client.internal.outbox.PongWaiter;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A PING of a caller, and the time its PONG took. Its future is completed on the I/O thread. */
final class Ping implements PongWaiter {
    /** Knows of publishes in doubt that nobody has been told of. */
    interface Doubts {
        /** How many there are; they count as told. */
        long tell();
    }

    private final CompletableFuture<Long> answer = new CompletableFuture<>();
    private final long startNanos = System.nanoTime();
    private final @Nullable Doubts doubts;

    /** A PING that vouches for what was published before it ({@code doubts}), or only measures (null). */
    Ping(@Nullable Doubts doubts) {
        this.doubts = doubts;
    }

    CompletableFuture<Long> answer() {
        return answer;
    }

    @Override
    public boolean vouches() {
        return doubts != null;
    }

    @Override
    public void pong() {
        long untold = doubts == null ? 0 : doubts.tell();
        if (untold > 0) {
            answer.completeExceptionally(doubt(untold));
        } else {
            answer.complete(System.nanoTime() - startNanos);
        }
    }

    @Override
    public void lost(long inDoubt) {
        answer.completeExceptionally(doubt(inDoubt));
    }

    private static InDoubtException doubt(long messages) {
        return new InDoubtException(
                "the connection broke: " + messages + " messages that were sent may or may not have arrived", null);
    }
}
