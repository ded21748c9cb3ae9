// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.kv.Bucket;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.KeyValue;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the keys of a bucket. */
public class KeysTckIT extends TckContract<String> {
    private static final int KEYS = 6;
    private Bucket<String, byte[]> bucket;

    /** Keys 1 to n behind "n". */
    @Override
    void prepare() {
        bucket = KeyValue.on(js).createBucket(BucketConfig.of("B", b -> b.history(1)));
        for (int n = 1; n <= KEYS; n++) {
            for (int i = 0; i < n; i++) {
                bucket.put("n" + n + "." + i, new byte[1]);
            }
        }
    }

    @Override
    public Publisher<String> createPublisher(long elements) {
        return ReactiveBucket.of(bucket).keys("n" + Math.min(elements, KEYS) + ".*");
    }

    @Override
    public Publisher<String> createFailedPublisher() {
        return null; // nothing is asked before there is demand
    }

    @Override
    public long maxElementsFromPublisher() {
        return KEYS;
    }
}
