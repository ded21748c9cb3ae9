// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.kv.BucketStatus;
import io.natskit.kv.FlowKeyValue;
import io.natskit.kv.KeyValue;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/** {@link FlowKeyValue} with the types of Reactive Streams; each method means what its namesake there says. No state of its own. */
public final class ReactiveKeyValue {
    private final FlowKeyValue flow;

    private ReactiveKeyValue(FlowKeyValue flow) {
        this.flow = flow;
    }

    /** A view of {@code kv}. */
    public static ReactiveKeyValue of(KeyValue kv) {
        return new ReactiveKeyValue(kv.flow());
    }

    /** See {@link FlowKeyValue#bucketNames}. */
    public Publisher<String> bucketNames() {
        return FlowAdapters.toPublisher(flow.bucketNames());
    }

    /** See {@link FlowKeyValue#buckets}. */
    public Publisher<BucketStatus> buckets() {
        return FlowAdapters.toPublisher(flow.buckets());
    }

    /** The same, blocking. */
    public KeyValue blocking() {
        return flow.blocking();
    }
}
