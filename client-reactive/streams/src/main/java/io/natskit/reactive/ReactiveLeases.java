// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.kv.lease.FlowLeases;
import io.natskit.kv.lease.Lease;
import io.natskit.kv.lease.Leases;
import java.time.Duration;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/** {@link FlowLeases} with the types of Reactive Streams; each method means what its namesake there says. No state of its own. */
public final class ReactiveLeases {
    private final FlowLeases flow;

    private ReactiveLeases(FlowLeases flow) {
        this.flow = flow;
    }

    /** A view of {@code leases}. */
    public static ReactiveLeases of(Leases leases) {
        return new ReactiveLeases(leases.flow());
    }

    /** See {@link FlowLeases#acquire}. */
    public Publisher<Lease> acquire(String name, Duration ttl, Duration wait) {
        return FlowAdapters.toPublisher(flow.acquire(name, ttl, wait));
    }

    /** See {@link FlowLeases#lead}. */
    public Publisher<Lease> lead(String name, Duration ttl, String candidate) {
        return FlowAdapters.toPublisher(flow.lead(name, ttl, candidate));
    }

    /** The same, blocking. */
    public Leases blocking() {
        return flow.blocking();
    }
}
