// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3;

import io.natskit.kv.lease.Lease;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;

/** A lease in the shapes of RxJava; each method means what its namesake in {@link Lease} says. */
public final class RxLease {
    private final Lease lease;

    RxLease(Lease lease) {
        this.lease = lease;
    }

    /** See {@link Lease#name()}. */
    public String name() {
        return lease.name();
    }

    /** See {@link Lease#token()}. */
    public long token() {
        return lease.token();
    }

    /** See {@link Lease#isHeld()}. */
    public boolean isHeld() {
        return lease.isHeld();
    }

    /** See {@link Lease#left()}. */
    public Duration left() {
        return lease.left();
    }

    /** See {@link Lease#renewAsync()}. */
    public Single<Boolean> renew() {
        return Futures.single(() -> lease.renewAsync());
    }

    /** See {@link Lease#lost()}. */
    public Completable lost() {
        return Futures.completable(() -> lease.lost());
    }

    /** See {@link Lease#release()}. */
    public Completable release() {
        return Futures.completable(() -> lease.release());
    }

    /** The same, blocking. */
    public Lease blocking() {
        return lease;
    }
}
