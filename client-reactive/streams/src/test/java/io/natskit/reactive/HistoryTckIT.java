// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.kv.Bucket;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.Entry;
import io.natskit.kv.KeyValue;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the history of a key. */
public class HistoryTckIT extends TckContract<Entry<String, byte[]>> {
    private static final int VALUES = 6;
    private Bucket<String, byte[]> bucket;

    /** The key "n" has n values. */
    @Override
    void prepare() {
        bucket = KeyValue.on(js).createBucket(BucketConfig.of("B", b -> b.history(VALUES)));
        for (int n = 1; n <= VALUES; n++) {
            for (int i = 0; i < n; i++) {
                bucket.put("n" + n, new byte[1]);
            }
        }
    }

    @Override
    public Publisher<Entry<String, byte[]>> createPublisher(long elements) {
        return ReactiveBucket.of(bucket).history("n" + Math.min(elements, VALUES));
    }

    @Override
    public Publisher<Entry<String, byte[]>> createFailedPublisher() {
        return null; // nothing is asked before there is demand
    }

    @Override
    public long maxElementsFromPublisher() {
        return VALUES;
    }
}
