// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.kv.Bucket;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.Codecs;
import io.natskit.kv.KeyValue;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;

/** The Reactive Streams TCK over settings that follow a bucket. Each that is seen brings about the next. */
public class ConfigurationTckIT extends TckContract<Map<String, String>> {
    private final AtomicInteger prefixes = new AtomicInteger();
    private final AtomicInteger values = new AtomicInteger();
    private Bucket<String, String> bucket;

    @Override
    void prepare() {
        bucket = KeyValue.on(js)
                .createBucket(BucketConfig.of("B", b -> b.history(1)))
                .with(Codecs.text());
    }

    @Override
    public Publisher<Map<String, String>> createPublisher(long elements) {
        return each(() -> {
            String prefix = "p" + prefixes.incrementAndGet();
            return seen(
                    ReactiveConfiguration.flow(bucket, prefix, Map::copyOf),
                    settings -> bucket.async().put(prefix + ".k", "v" + values.incrementAndGet()));
        });
    }

    @Override
    public Publisher<Map<String, String>> createFailedPublisher() {
        return ReactiveConfiguration.flow(KeyValue.on(js).bucket("none").with(Codecs.text()), "p", Map::copyOf);
    }

    @Override
    public long maxElementsFromPublisher() {
        return publisherUnableToSignalOnComplete();
    }
}
