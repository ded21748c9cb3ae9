// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.reactive;

import io.natskit.kv.Bucket;
import io.natskit.kv.config.Configuration;
import java.util.Map;
import java.util.function.Function;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/** {@link Configuration#flow} with the types of Reactive Streams. */
public final class ReactiveConfiguration {
    private ReactiveConfiguration() {}

    /** See {@link Configuration#flow}. */
    public static <T> Publisher<T> flow(
            Bucket<String, String> bucket, String prefix, Function<? super Map<String, String>, ? extends T> binder) {
        return FlowAdapters.toPublisher(Configuration.flow(bucket, prefix, binder));
    }
}
