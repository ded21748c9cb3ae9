// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.lease;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One who stands for election. Safe for use by many threads. */
public interface Candidacy extends AutoCloseable {

    /** Whether it leads for sure; see {@link Lease#isHeld()}. */
    boolean isLeader();

    /** The lease it leads by, if it does. */
    Optional<Lease> lease();

    /** Stands no more, and gives leadership back. Idempotent. */
    @Override
    void close();

    /** {@link #close()} for callers that must not wait; never fails. */
    CompletableFuture<Void> release();
}
