// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.kv.lease.FlowLeases;
import io.natskit.kv.lease.Lease;
import io.natskit.kv.lease.Leases;
import java.time.Duration;
import java.util.concurrent.Flow;

/** Leases with demand. No state of its own. */
final class LeaseFlows implements FlowLeases {
    private final LeaseTaker taker;

    LeaseFlows(LeaseTaker taker) {
        this.taker = taker;
    }

    @Override
    public Flow.Publisher<Lease> acquire(String name, Duration ttl, Duration wait) {
        return taker.store()
                .context()
                .publisher(() -> new Once<>(new FutureLeases(taker).acquire(name, ttl, wait), Lease::release));
    }

    @Override
    public Flow.Publisher<Lease> lead(String name, Duration ttl, String candidate) {
        return taker.store().context().publisher(() -> {
            Latest<Lease> leases = new Latest<>();
            leases.until(
                    new FutureLeases(taker).stand(name, ttl, candidate, leases::offer), stands -> stands.release());
            return leases;
        });
    }

    @Override
    public Leases blocking() {
        return new LeaseKeeper(taker);
    }
}
