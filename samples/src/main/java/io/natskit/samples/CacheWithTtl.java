// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.samples;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.jetstream.JetStream;
import io.natskit.kv.Bucket;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.CachedBucket;
import io.natskit.kv.Codecs;
import io.natskit.kv.Entry;
import io.natskit.kv.KeyExistsException;
import io.natskit.kv.KeyValue;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A cache instead of a cache server: prices that are slow to find out are kept for a while, for all programs. Each program has what it uses in its own memory, too, and is told when a price
 * goes.
 */
public final class CacheWithTtl {
    private static final Duration KEPT = Duration.ofSeconds(2);

    private CacheWithTtl() {}

    /** Runs it; the first argument is the URL of a server with JetStream, or a server is started. */
    public static void main(String[] args) {
        Sample.main(args, CacheWithTtl::run);
    }

    /** What is slow; counts how often it was asked. */
    private static final class Catalogue {
        private final AtomicInteger asked = new AtomicInteger();

        String price(String tea) {
            asked.incrementAndGet();
            return tea.length() + ".50";
        }
    }

    /** The cache of one program: its own memory first, then the bucket, then the catalogue. */
    private record Prices(CachedBucket<String, String> cache, Catalogue catalogue) {
        String of(String tea) {
            return cache.get(tea)
                    // this memory may be a moment old, the bucket's leader is not
                    .or(() -> cache.throughLeader().get(tea))
                    .map(Entry::value)
                    .orElseGet(() -> kept(tea, catalogue.price(tea)));
        }

        private String kept(String tea, String price) {
            try {
                cache.create(tea, price, c -> c.timeToLive(KEPT));
            } catch (KeyExistsException e) {
                // another program was faster, with the same price
            }
            return price;
        }
    }

    static void run(String url) throws Exception {
        try (Connection here = Nats.connect(url);
                Connection there = Nats.connect(url)) {
            KeyValue kv = KeyValue.on(JetStream.on(here));
            Sample.remove(kv.jetStream(), "KV_PRICES");
            Bucket<String, String> bucket = kv.createBucket(
                            BucketConfig.of("PRICES", b -> b.limitMarkers(Duration.ofSeconds(1))))
                    .with(Codecs.text());
            Bucket<String, String> same =
                    KeyValue.bucket(JetStream.on(there), "PRICES").with(Codecs.text());
            Catalogue catalogue = new Catalogue();
            try (CachedBucket<String, String> cacheHere = bucket.cached(c -> {});
                    CachedBucket<String, String> cacheThere = same.cached(c -> {})) {
                Prices shop = new Prices(cacheHere, catalogue);
                Prices bar = new Prices(cacheThere, catalogue);

                Sample.check("the price in the shop", "5.50", shop.of("green"));
                Sample.check("the price in the bar", "5.50", bar.of("green"));
                Sample.check("how often the catalogue was asked", 1, catalogue.asked.get());
                long before = here.statistics().messagesOut();
                for (int i = 0; i < 1000; i++) {
                    shop.of("green");
                }
                Sample.check(
                        "messages for 1,000 reads", before, here.statistics().messagesOut());

                // nobody removes it: its time is up, and both memories are told
                Sample.await(
                        "the price in the bar's memory",
                        true,
                        () -> cacheThere.getCached("green").isEmpty());
                Sample.await(
                        "the price in the shop's memory",
                        true,
                        () -> cacheHere.getCached("green").isEmpty());
                Sample.check("the price, found out anew", "5.50", bar.of("green"));
                Sample.check("how often the catalogue was asked", 2, catalogue.asked.get());
                System.out.println("1,003 reads, the catalogue was asked " + catalogue.asked + " times");
            }
            kv.deleteBucket("PRICES");
        }
    }
}
