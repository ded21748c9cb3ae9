// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.lease;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A lease that was taken. Safe for use by many threads. */
public interface Lease extends AutoCloseable {

    /** What it is a lease of. */
    String name();

    /** Greater than that of every holder before; for the resource to check, see {@link Leases}. */
    long token();

    /** Whether it is held for sure: not closed, not taken, its time not up by this machine's clock, reckoned from before the server was asked. */
    boolean isHeld();

    /** How long it is held for sure, if nothing is done; zero when it is not. */
    Duration left();

    /** Makes its time begin anew; false when it is lost. A failure of the connection is thrown, and the lease is held until its time is up. */
    boolean renew();

    /** {@link #renew()} for callers that must not wait. */
    CompletableFuture<Boolean> renewAsync();

    /** Completes when it is not held any more: closed, taken by another after its time, or its time is up without renewal. Never fails. */
    CompletableFuture<Void> lost();

    /** Gives it back, so that others need not wait for its time. Idempotent. Throws nothing if the server cannot be told: then its time will tell. */
    @Override
    void close();

    /** {@link #close()} for callers that must not wait; completes, well in any case, when the server has been told or could not be. */
    CompletableFuture<Void> release();
}
