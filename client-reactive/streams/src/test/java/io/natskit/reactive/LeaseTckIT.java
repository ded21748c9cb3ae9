// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.kv.KeyValue;
import io.natskit.kv.lease.Lease;
import io.natskit.kv.lease.Leases;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over a lease that is waited for: one element, and the end. Each subscriber waits for one of its own. */
public class LeaseTckIT extends TckContract<Lease> {
    private final AtomicInteger names = new AtomicInteger();
    private Leases leases;

    @Override
    void prepare() {
        leases = Leases.in(KeyValue.on(js), "L");
    }

    @Override
    public Publisher<Lease> createPublisher(long elements) {
        return each(() -> ReactiveLeases.of(leases)
                .acquire("n" + names.incrementAndGet(), Duration.ofMinutes(1), Duration.ofSeconds(20)));
    }

    @Override
    public Publisher<Lease> createFailedPublisher() {
        return ReactiveLeases.of(leases).acquire("n", Duration.ofMillis(1), Duration.ofSeconds(1));
    }

    @Override
    public long maxElementsFromPublisher() {
        return 1;
    }
}
