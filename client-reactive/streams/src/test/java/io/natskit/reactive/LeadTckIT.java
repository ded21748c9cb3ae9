// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.kv.KeyValue;
import io.natskit.kv.lease.Lease;
import io.natskit.kv.lease.Leases;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over a candidacy: a lease whenever the candidate leads. Each subscriber stands for an office of its own, and leads at once. */
public class LeadTckIT extends TckContract<Lease> {
    private final AtomicInteger names = new AtomicInteger();
    private Leases leases;

    @Override
    void prepare() {
        leases = Leases.in(KeyValue.on(js), "L");
    }

    /** One who leads gives the lease up whenever it has it, and so gets another, for as long as it is watched. */
    @Override
    public Publisher<Lease> createPublisher(long elements) {
        return each(() -> {
            String office = "n" + names.incrementAndGet();
            return seen(ReactiveLeases.of(leases).lead(office, Duration.ofMinutes(1), "ada"), Lease::release);
        });
    }

    @Override
    public Publisher<Lease> createFailedPublisher() {
        return ReactiveLeases.of(leases).lead("n", Duration.ofMillis(1), "ada");
    }

    @Override
    public long maxElementsFromPublisher() {
        return publisherUnableToSignalOnComplete();
    }
}
