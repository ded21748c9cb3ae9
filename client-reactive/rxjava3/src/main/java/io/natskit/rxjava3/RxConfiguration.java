// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3;

import io.natskit.kv.config.Configuration;
import io.natskit.kv.config.FeatureFlags;
import io.natskit.reactive.ReactiveConfiguration;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.Map;
import java.util.function.Function;

/** Configuration and feature flags in the shapes of RxJava. */
public final class RxConfiguration {
    private RxConfiguration() {}

    /** See {@link Configuration#follow}: who has got it closes it. */
    public static <T> Single<Configuration<T>> follow(
            RxBucket<String, String> bucket, String prefix, Function<? super Map<String, String>, ? extends T> binder) {
        return Futures.single(() -> Configuration.<T>followAsync(bucket.blocking(), prefix, binder));
    }

    /** See {@link Configuration#flow}: the settings that are, then each that follows; disposing follows no more. */
    public static <T> Flowable<T> settings(
            RxBucket<String, String> bucket, String prefix, Function<? super Map<String, String>, ? extends T> binder) {
        return Flowable.fromPublisher(ReactiveConfiguration.<T>flow(bucket.blocking(), prefix, binder));
    }

    /** See {@link FeatureFlags#follow}: who has got them closes them. */
    public static Single<FeatureFlags> flags(RxBucket<String, String> bucket, String prefix) {
        return Futures.single(() -> FeatureFlags.followAsync(bucket.blocking(), prefix));
    }

    /** The names of flags that change, see {@link FeatureFlags#onChange}; those that were not asked for in time wait. */
    public static Flowable<String> changes(FeatureFlags flags) {
        return Flowable.create(
                emitter -> {
                    var registration = flags.onChange(emitter::onNext);
                    emitter.setCancellable(registration::close);
                },
                BackpressureStrategy.BUFFER);
    }
}
