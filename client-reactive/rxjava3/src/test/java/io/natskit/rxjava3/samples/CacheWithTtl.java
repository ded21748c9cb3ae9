// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3.samples;

import io.natskit.client.Connection;
import io.natskit.jetstream.JetStream;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.Codecs;
import io.natskit.kv.Entry;
import io.natskit.kv.KeyValue;
import io.natskit.kv.WatchEvent;
import io.natskit.rxjava3.RxBucket;
import io.natskit.rxjava3.RxKeyValue;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A cache instead of a cache server, in RxJava: what is slow to find out is kept for a while, for all programs, and goes by itself. */
public final class CacheWithTtl {
    private static final Duration KEPT = Duration.ofSeconds(1);

    private CacheWithTtl() {}

    /** Runs it; the first argument is the URL of a server with JetStream, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, CacheWithTtl::run);
    }

    static void run(Connection nats) {
        RxKeyValue kv = RxKeyValue.of(KeyValue.on(JetStream.on(nats)));
        RxBucket<String, String> prices = kv.ensureBucket(
                        BucketConfig.of("RXPRICES", b -> b.limitMarkers(Duration.ofSeconds(1))))
                .blockingGet()
                .with(Codecs.text());
        AtomicInteger asked = new AtomicInteger();
        Single<String> green = price(prices, "green", asked);

        // who watches is told when its time is up
        var gone = prices.watch(w -> w.keys("green").updatesOnly())
                .ofType(WatchEvent.Changed.class)
                .filter(changed -> !changed.entry().isPresent())
                .firstOrError()
                .cache();
        var watching = gone.subscribe();
        Sample.check("the price", "5.50", green.blockingGet());
        Sample.check("the price again", "5.50", green.blockingGet());
        Sample.check("how often the catalogue was asked", 1, asked.get());
        gone.timeout(20, TimeUnit.SECONDS).ignoreElement().blockingAwait();
        watching.dispose();
        Sample.check("the price, found out anew", "5.50", green.blockingGet());
        Sample.check("how often the catalogue was asked", 2, asked.get());
        kv.deleteBucket("RXPRICES").blockingAwait();
    }

    private static Single<String> price(RxBucket<String, String> cache, String tea, AtomicInteger asked) {
        Single<String> found = Single.defer(() -> {
            asked.incrementAndGet();
            String price = tea.length() + ".50";
            return cache.create(tea, price, c -> c.timeToLive(KEPT)).map(revision -> price);
        });
        return cache.get(tea).map(Entry::value).switchIfEmpty(found);
    }
}
