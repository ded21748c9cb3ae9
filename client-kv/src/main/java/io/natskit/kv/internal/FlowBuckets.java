// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.jetstream.internal.store.PagesPull;
import io.natskit.kv.BucketStatus;
import io.natskit.kv.FlowKeyValue;
import io.natskit.kv.KeyValue;
import java.util.concurrent.Flow;

/** Lists of buckets with demand. No state of its own. */
final class FlowBuckets implements FlowKeyValue {
    private final Buckets buckets;

    FlowBuckets(Buckets buckets) {
        this.buckets = buckets;
    }

    @Override
    public Flow.Publisher<String> bucketNames() {
        return buckets.context().publisher(() -> new PagesPull<>(buckets.names()));
    }

    @Override
    public Flow.Publisher<BucketStatus> buckets() {
        return buckets.context().publisher(() -> new PagesPull<>(buckets.statuses()));
    }

    @Override
    public KeyValue blocking() {
        return new BlockingKeyValue(buckets);
    }
}
