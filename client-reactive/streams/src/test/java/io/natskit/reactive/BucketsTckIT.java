// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.jetstream.JetStream;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.BucketStatus;
import io.natskit.kv.KeyValue;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over the buckets. */
public class BucketsTckIT extends ListTckContract<BucketStatus> {

    @Override
    void add(JetStream account, int number) {
        KeyValue.on(account).createBucket(BucketConfig.of("B" + number));
    }

    @Override
    Publisher<BucketStatus> list(JetStream account) {
        return ReactiveKeyValue.of(KeyValue.on(account)).buckets();
    }
}
