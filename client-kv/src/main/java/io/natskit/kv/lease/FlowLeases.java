// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.lease;

import java.time.Duration;
import java.util.concurrent.Flow;

/** {@link Leases} for streams with demand. Publishers are cold, and obey the Reactive Streams rules. */
public interface FlowLeases {

    /** A lease that was waited for, once; see {@link Leases#acquire}. Cancelling before it came gives up; who has got it gives it back. */
    Flow.Publisher<Lease> acquire(String name, Duration ttl, Duration wait);

    /** Stands for election as long as it is subscribed to; gives the lease whenever the candidate leads. Of leases that were not asked for in time, the last stays. Cancelling stands no more. */
    Flow.Publisher<Lease> lead(String name, Duration ttl, String candidate);

    /** The same, blocking. */
    Leases blocking();
}
