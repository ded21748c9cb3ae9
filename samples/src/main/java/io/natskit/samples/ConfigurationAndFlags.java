// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.jetstream.JetStream;
import io.natskit.kv.Bucket;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.Codecs;
import io.natskit.kv.KeyValue;
import io.natskit.kv.config.Binders;
import io.natskit.kv.config.Configuration;
import io.natskit.kv.config.FeatureFlags;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** Configuration and feature flags instead of a configuration server: running programs have what was written a moment ago, and nobody restarts them. */
public final class ConfigurationAndFlags {
    private ConfigurationAndFlags() {}

    /**
     * How fast customers may ask.
     *
     * @param perSecond how many requests a second
     * @param pause how long who asks too much must wait
     * @param strict whether it is enforced
     */
    public record Limits(int perSecond, Duration pause, boolean strict) {}

    /** Runs it; the first argument is the URL of a server with JetStream, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, ConfigurationAndFlags::run);
    }

    static void run(String url) throws Exception {
        try (Connection nats = Nats.connect(url)) {
            KeyValue kv = KeyValue.on(JetStream.on(nats));
            Sample.remove(kv.jetStream(), "KV_SETTINGS");
            // the history says who changed what, and what it was before
            Bucket<String, String> bucket = kv.createBucket(BucketConfig.of("SETTINGS", b -> b.history(10)))
                    .with(Codecs.text());
            limits(bucket);
            flags(bucket);
            kv.deleteBucket("SETTINGS");
        }
    }

    private static void limits(Bucket<String, String> bucket) throws InterruptedException {
        Limits defaults = new Limits(10, Duration.ofSeconds(1), false);
        List<Limits> changes = new CopyOnWriteArrayList<>();
        try (Configuration<Limits> limits = Configuration.follow(bucket, "limits", Binders.ofRecord(defaults))) {
            limits.onChange((before, now) -> changes.add(now));
            Sample.check("limits that nobody has set", defaults, limits.get());
            bucket.put("limits.perSecond", "50");
            Sample.await("requests a second", 50, () -> limits.get().perSecond());

            // who mistypes a setting breaks no program
            bucket.put("limits.pause", "a while");
            Sample.await(
                    "whether the mistake is reported",
                    true,
                    () -> limits.failure().isPresent());
            Sample.check(
                    "the pause meanwhile", Duration.ofSeconds(1), limits.get().pause());
            bucket.put("limits.pause", "PT5S");
            Limits last = new Limits(50, Duration.ofSeconds(5), false);
            Sample.await("the limits", last, limits::get);
            Sample.check("the changes", List.of(new Limits(50, Duration.ofSeconds(1), false), last), changes);
            System.out.println("now " + limits.get() + ", as of revision " + limits.revision());
        }
    }

    private static void flags(Bucket<String, String> bucket) throws InterruptedException {
        try (FeatureFlags flags = FeatureFlags.follow(bucket, "flags")) {
            Sample.check("a flag that is not there", false, flags.isOn("new-checkout", "ada"));
            bucket.put("flags.new-checkout", "only ada");
            Sample.await("the flag for ada", true, () -> flags.isOn("new-checkout", "ada"));
            Sample.check("the flag for bob", false, flags.isOn("new-checkout", "bob"));

            bucket.put("flags.new-checkout", "20%, ada");
            Sample.await("whether some have it", true, () -> share(flags) > 0);
            long some = share(flags);
            bucket.put("flags.new-checkout", "60%, ada");
            Sample.await("whether more have it", true, () -> share(flags) > 1.5 * some);
            bucket.put("flags.new-checkout", "on");
            Sample.await("customers of 1,000 who have it", 1000L, () -> share(flags));
            System.out.println("first ada had the new checkout, then " + some + " of 1,000, then all");
        }
    }

    private static long share(FeatureFlags flags) {
        return IntStream.range(0, 1000)
                .filter(i -> flags.isOn("new-checkout", "customer" + i))
                .count();
    }
}
