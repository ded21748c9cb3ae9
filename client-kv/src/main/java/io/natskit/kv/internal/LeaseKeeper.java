// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.kv.KeyValue;
import io.natskit.kv.lease.AsyncLeases;
import io.natskit.kv.lease.Candidacy;
import io.natskit.kv.lease.FlowLeases;
import io.natskit.kv.lease.Lease;
import io.natskit.kv.lease.Leases;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Leases of one bucket for callers who wait. No state of its own. */
public final class LeaseKeeper implements Leases {
    private final LeaseTaker taker;

    /** Leases in a bucket that is there. */
    public LeaseKeeper(KeyValue kv, String bucket) {
        this(new LeaseTaker(kv, bucket));
    }

    LeaseKeeper(LeaseTaker taker) {
        this.taker = taker;
    }

    private <T> T await(CompletableFuture<T> future, String operation) {
        return taker.store().context().await(future, operation);
    }

    @Override
    public Optional<Lease> tryAcquire(String name, Duration ttl) {
        return tryAcquire(name, ttl, "", true);
    }

    @Override
    public Optional<Lease> tryAcquire(String name, Duration ttl, String holder, boolean renewed) {
        return await(async().tryAcquire(name, ttl, holder, renewed), "tryAcquire");
    }

    @Override
    public Lease acquire(String name, Duration ttl, Duration wait) {
        return await(async().acquire(name, ttl, wait), "acquire");
    }

    @Override
    public Optional<String> holder(String name) {
        return await(taker.holder(name), "holder");
    }

    @Override
    public Candidacy stand(String name, Duration ttl, String candidate, Consumer<? super Lease> leader) {
        return await(async().stand(name, ttl, candidate, leader), "stand");
    }

    @Override
    public AsyncLeases async() {
        return new FutureLeases(taker);
    }

    @Override
    public FlowLeases flow() {
        return new LeaseFlows(taker);
    }
}
