// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3;

import io.natskit.kv.lease.AsyncLeases;
import io.natskit.kv.lease.Lease;
import io.natskit.kv.lease.Leases;
import io.natskit.reactive.ReactiveLeases;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;

/** Leases in the shapes of RxJava; each method means what its namesake in {@link AsyncLeases} says. All are cold; disposing gives up, and what comes too late is given back. No state of its own. */
public final class RxLeases {
    private final AsyncLeases async;

    private RxLeases(AsyncLeases async) {
        this.async = async;
    }

    /** A view of {@code leases}. */
    public static RxLeases of(Leases leases) {
        return new RxLeases(leases.async());
    }

    /** See {@link AsyncLeases#tryAcquire(String, Duration)}. */
    public Maybe<RxLease> tryAcquire(String name, Duration ttl) {
        return tryAcquire(name, ttl, "", true);
    }

    /** See {@link AsyncLeases#tryAcquire(String, Duration, String, boolean)}. */
    public Maybe<RxLease> tryAcquire(String name, Duration ttl, String holder, boolean renewed) {
        return Futures.lent(
                        () -> async.tryAcquire(name, ttl, holder, renewed), taken -> taken.ifPresent(Lease::release))
                .mapOptional(taken -> taken)
                .map(RxLease::new);
    }

    /** See {@link AsyncLeases#acquire}. */
    public Single<RxLease> acquire(String name, Duration ttl, Duration wait) {
        return Futures.lent(() -> async.acquire(name, ttl, wait), Lease::release)
                .map(RxLease::new);
    }

    /** See {@link AsyncLeases#holder}. */
    public Maybe<String> holder(String name) {
        return Futures.maybe(() -> async.holder(name));
    }

    /** See {@link io.natskit.kv.lease.FlowLeases#lead}: gives the lease whenever the candidate leads; disposing stands no more. */
    public Flowable<RxLease> lead(String name, Duration ttl, String candidate) {
        return Flowable.fromPublisher(ReactiveLeases.of(async.blocking()).lead(name, ttl, candidate))
                .map(RxLease::new);
    }

    /** The same, blocking. */
    public Leases blocking() {
        return async.blocking();
    }
}
