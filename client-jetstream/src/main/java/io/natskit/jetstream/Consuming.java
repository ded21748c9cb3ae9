// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Consuming that goes on until somebody or something ends it. Safe for use by many threads. */
public interface Consuming extends AutoCloseable {

    /** Ends it now: what waits in the client is discarded, and delivered again after its ack wait. Idempotent. */
    void stop();

    /**
     * Ends it well: asks for nothing more, and waits until what is in the client has been handled or taken.
     *
     * @return true when that was done within {@code timeout}; otherwise what was left is discarded
     */
    boolean drain(Duration timeout);

    /** As {@link #drain(Duration)}, without waiting. */
    CompletableFuture<Boolean> drainAsync(Duration timeout);

    /** Completes when it has ended and nothing waits in the client any more; never fails. Cancelling it changes nothing. */
    CompletableFuture<ConsumeEnd> ended();

    /** Messages that wait in the client. */
    long pendingMessages();

    /** The same as {@link #stop()}. */
    @Override
    void close();
}
