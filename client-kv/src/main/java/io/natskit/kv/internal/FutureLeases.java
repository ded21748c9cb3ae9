// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.client.internal.routing.Failures;
import io.natskit.kv.lease.AsyncLeases;
import io.natskit.kv.lease.Candidacy;
import io.natskit.kv.lease.Lease;
import io.natskit.kv.lease.Leases;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Leases for callers who must not wait. No state of its own. */
final class FutureLeases implements AsyncLeases {
    private final LeaseTaker taker;

    FutureLeases(LeaseTaker taker) {
        this.taker = taker;
    }

    @Override
    public CompletableFuture<Optional<Lease>> tryAcquire(String name, Duration ttl) {
        return tryAcquire(name, ttl, "", true);
    }

    @Override
    public CompletableFuture<Optional<Lease>> tryAcquire(String name, Duration ttl, String holder, boolean renewed) {
        return lent(
                taker.take(name, ttl, holder, renewed).thenApply(taken -> taken.map(lease -> lease)),
                taken -> taken.ifPresent(Lease::release));
    }

    /** What comes after its future was cancelled is given back. */
    private static <T> CompletableFuture<T> lent(CompletableFuture<T> operation, Consumer<T> giveBack) {
        CompletableFuture<T> result = new CompletableFuture<>();
        operation.whenComplete((made, error) -> {
            if (error != null) {
                result.completeExceptionally(Failures.cause(error));
            } else if (!result.complete(made)) {
                giveBack.accept(made);
            }
        });
        return result;
    }

    @Override
    public CompletableFuture<Lease> acquire(String name, Duration ttl, Duration wait) {
        return new Acquiring(taker, name, LeaseTaker.checked(ttl), wait).begin();
    }

    @Override
    public CompletableFuture<Optional<String>> holder(String name) {
        return taker.holder(name);
    }

    @Override
    public CompletableFuture<Candidacy> stand(
            String name, Duration ttl, String candidate, Consumer<? super Lease> leader) {
        return lent(
                new Candidate(taker, Names.key(name), LeaseTaker.checked(ttl), candidate, leader).begin(),
                Candidacy::release);
    }

    @Override
    public Leases blocking() {
        return new LeaseKeeper(taker);
    }
}
