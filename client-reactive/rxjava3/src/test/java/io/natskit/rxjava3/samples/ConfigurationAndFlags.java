// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3.samples;

import io.natskit.client.Connection;
import io.natskit.jetstream.JetStream;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.Codecs;
import io.natskit.kv.KeyValue;
import io.natskit.kv.config.Binders;
import io.natskit.kv.config.FeatureFlags;
import io.natskit.rxjava3.RxBucket;
import io.natskit.rxjava3.RxConfiguration;
import io.natskit.rxjava3.RxKeyValue;
import io.reactivex.rxjava3.core.Flowable;
import java.util.concurrent.TimeUnit;

/** Configuration and feature flags instead of a configuration server, in RxJava: settings are a stream, of which the last counts. */
public final class ConfigurationAndFlags {
    private ConfigurationAndFlags() {}

    /**
     * How fast customers may ask.
     *
     * @param perSecond how many requests a second
     * @param strict whether it is enforced
     */
    public record Limits(int perSecond, boolean strict) {}

    /** Runs it; the first argument is the URL of a server with JetStream, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, ConfigurationAndFlags::run);
    }

    static void run(Connection nats) {
        RxKeyValue kv = RxKeyValue.of(KeyValue.on(JetStream.on(nats)));
        RxBucket<String, String> bucket =
                kv.ensureBucket(BucketConfig.of("RXSETTINGS")).blockingGet().with(Codecs.text());
        Flowable<Limits> limits = RxConfiguration.settings(bucket, "limits", Binders.ofRecord(new Limits(10, false)));

        // the first settings are the defaults; whoever sees them raises the limit
        Limits raised = limits.concatMapSingle(now -> now.perSecond() == 10
                        ? bucket.put("limits.perSecond", "50").map(revision -> now)
                        : io.reactivex.rxjava3.core.Single.just(now))
                .filter(now -> now.perSecond() == 50)
                .timeout(20, TimeUnit.SECONDS)
                .blockingFirst();
        Sample.check("the limits", new Limits(50, false), raised);

        FeatureFlags flags = RxConfiguration.flags(bucket, "flags").blockingGet();
        String changed = RxConfiguration.changes(flags)
                .mergeWith(bucket.put("flags.new-checkout", "on").ignoreElement())
                .timeout(20, TimeUnit.SECONDS)
                .blockingFirst();
        Sample.check("the flag that changed", "new-checkout", changed);
        Sample.check("the flag", true, flags.isOn("new-checkout"));
        flags.close();
        kv.deleteBucket("RXSETTINGS").blockingAwait();
    }
}
