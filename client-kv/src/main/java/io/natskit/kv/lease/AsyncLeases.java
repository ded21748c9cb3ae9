// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.lease;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** {@link Leases} for callers that must not wait; each method means what its namesake there says. A lease that comes after its future was cancelled is given back. */
public interface AsyncLeases {

    /** See {@link Leases#tryAcquire(String, Duration)}. */
    CompletableFuture<Optional<Lease>> tryAcquire(String name, Duration ttl);

    /** See {@link Leases#tryAcquire(String, Duration, String, boolean)}. */
    CompletableFuture<Optional<Lease>> tryAcquire(String name, Duration ttl, String holder, boolean renewed);

    /** See {@link Leases#acquire}. */
    CompletableFuture<Lease> acquire(String name, Duration ttl, Duration wait);

    /** See {@link Leases#holder}. */
    CompletableFuture<Optional<String>> holder(String name);

    /** See {@link Leases#stand}. */
    CompletableFuture<Candidacy> stand(String name, Duration ttl, String candidate, Consumer<? super Lease> leader);

    /** The same, blocking. */
    Leases blocking();
}
