// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.kv.Bucket;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.KeyValue;
import io.natskit.kv.WatchEvent;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the watch of a bucket. */
public class WatchTckIT extends TckContract<WatchEvent<String, byte[]>> {
    private Bucket<String, byte[]> bucket;

    @Override
    void prepare() {
        bucket = KeyValue.on(js).createBucket(BucketConfig.of("B", b -> b.history(1)));
        for (int i = 0; i < READY; i++) {
            bucket.put("k" + i, new byte[1]);
        }
    }

    @Override
    public Publisher<WatchEvent<String, byte[]>> createPublisher(long elements) {
        return ReactiveBucket.of(bucket).watch(w -> {});
    }

    @Override
    public Publisher<WatchEvent<String, byte[]>> createFailedPublisher() {
        return null; // nothing is asked before there is demand
    }

    @Override
    public long maxElementsFromPublisher() {
        return publisherUnableToSignalOnComplete();
    }
}
