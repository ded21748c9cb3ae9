// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.conformance.jetstream.Judged;
import io.natskit.conformance.target.Target;
import io.natskit.jetstream.JetStreamApiException;
import io.natskit.kv.Bucket;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.CachedBucket;
import io.natskit.kv.Codecs;
import io.natskit.kv.Entry;
import io.natskit.kv.KeyValue;
import io.natskit.kv.Operation;
import io.natskit.kv.Watch;
import io.natskit.kv.WatchEvent;
import io.natskit.kv.WatchListener;
import io.natskit.kv.WatchSpec;
import io.natskit.wire.jetstream.StorageType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Watches, by listener and by Flow, and what stands on them: the near cache (ADR-8). */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record WatchIT(Target target) implements Judged {
    private static final Duration LONG = Duration.ofSeconds(20);

    private static org.awaitility.core.ConditionFactory soon() {
        return await().atMost(LONG).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    private static Bucket<String, String> bucket(Lab lab) {
        return KeyValue.on(lab.js())
                .createBucket(BucketConfig.of(
                        "B", b -> b.history(5).storage(StorageType.MEMORY).limitMarkers(Duration.ofSeconds(1))))
                .with(Codecs.text());
    }

    /** Writes down what it is told: {@code a=1}, {@code -a} for a deletion, {@code --a} for a purge, {@code |} for the end of what was there. */
    private static final class Notes
            implements WatchListener<String, String>, Flow.Subscriber<WatchEvent<String, String>> {
        final List<String> all = new CopyOnWriteArrayList<>();
        private volatile Flow.Subscription subscription;

        @Override
        public void onEvent(WatchEvent<String, String> event) {
            if (event instanceof WatchEvent.Changed<String, String> changed) {
                Entry<String, String> entry = changed.entry();
                all.add(
                        switch (entry.operation()) {
                            case PUT ->
                                entry.key() + "=" + entry.valueIfPresent().orElse("?" + entry.size());
                            case DELETE -> "-" + entry.key();
                            case PURGE -> "--" + entry.key();
                        });
            } else {
                all.add("|");
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription made) {
            subscription = made;
        }

        @Override
        public void onNext(WatchEvent<String, String> event) {
            onEvent(event);
        }

        @Override
        public void onError(Throwable error) {
            all.add("error " + error.getMessage());
        }

        @Override
        public void onComplete() {
            all.add("complete");
        }

        void are(String... expected) {
            soon().untilAsserted(() -> assertThat(all).containsExactly(expected));
        }
    }

    /** Both ways to watch tell the same. */
    private static void bothTell(
            Bucket<String, String> b, Consumer<WatchSpec> spec, Runnable meanwhile, String... expected) {
        Notes listener = new Notes();
        Notes subscriber = new Notes();
        try (Watch watch = b.watch(spec, listener)) {
            b.flow().watch(spec).subscribe(subscriber);
            soon().until(() -> subscriber.subscription != null);
            subscriber.subscription.request(100);
            soon().until(() -> subscriber.all.contains("|") && watch.current().isDone());
            meanwhile.run();
            listener.are(expected);
            subscriber.are(expected);
        } finally {
            subscriber.subscription.cancel();
        }
    }

    @Test
    @Rows("client: kv watch")
    void what_is_there_comes_first_then_its_end_then_what_happens() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            bothTell(b, w -> {}, () -> b.put("k", "1"), "|", "k=1");
            b.put("a.x", "1");
            b.put("a.x", "2");
            b.put("b", "1");
            b.delete("b");

            bothTell(b, w -> {}, () -> b.purge("k"), "k=1", "a.x=2", "-b", "|", "--k");
            bothTell(b, w -> w.ignoreDeletes(), () -> b.put("c", "1"), "a.x=2", "|", "c=1");
            bothTell(b, w -> w.keys("a.*"), () -> b.put("a.y", "1"), "a.x=2", "|", "a.y=1");
            bothTell(b, w -> w.keys("a.x", "c"), () -> {}, "a.x=2", "c=1", "|");
            bothTell(b, w -> w.keys("nothing.>"), () -> {}, "|");
            bothTell(b, w -> w.keys("a.x").history(), () -> {}, "a.x=1", "a.x=2", "|");
            bothTell(b, w -> w.updatesOnly(), () -> b.put("d", "1"), "|", "d=1");
            bothTell(b, w -> w.keys("a.*").metaOnly(), () -> {}, "a.x=?1", "a.y=?1", "|");
            bothTell(b, w -> w.keys("a.*").fromRevision(3), () -> {}, "a.x=2", "a.y=1", "|");
            soon().until(() -> b.status().stream().state().consumerCount() == 0);
            assertThatThrownBy(() -> KeyValue.bucket(lab.js(), "NONE").watch(w -> {}, e -> {}))
                    .isInstanceOf(JetStreamApiException.class);
        }
    }

    @Test
    @Rows("client: kv watch")
    void demand_holds_a_subscriber_to_what_it_asked_for() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            for (int i = 0; i < 5; i++) {
                b.put("k" + i, "v");
            }
            Notes notes = new Notes();
            b.flow().watch(w -> {}).subscribe(notes);
            soon().until(() -> notes.subscription != null);
            notes.subscription.request(2);
            notes.are("k0=v", "k1=v");
            notes.subscription.request(3);
            notes.are("k0=v", "k1=v", "k2=v", "k3=v", "k4=v");
            notes.subscription.request(1);
            notes.are("k0=v", "k1=v", "k2=v", "k3=v", "k4=v", "|");
            notes.subscription.cancel();
            List<String> keys = new CopyOnWriteArrayList<>();
            java.util.concurrent.CompletableFuture<Void> done = new java.util.concurrent.CompletableFuture<>();
            b.flow().keys().subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscription.request(Long.MAX_VALUE);
                }

                @Override
                public void onNext(String key) {
                    keys.add(key);
                }

                @Override
                public void onError(Throwable error) {
                    done.completeExceptionally(error);
                }

                @Override
                public void onComplete() {
                    done.complete(null);
                }
            });
            done.orTimeout(20, TimeUnit.SECONDS).join();
            assertThat(keys).containsExactly("k0", "k1", "k2", "k3", "k4");
        }
    }

    @Test
    @Rows({"client: kv limit markers", "client: kv create"})
    void a_key_that_goes_by_its_time_leaves_a_marker() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            Notes notes = new Notes();
            try (Watch watch = b.watch(w -> {}, notes)) {
                b.create("short", "v", c -> c.timeToLive(Duration.ofSeconds(3)));
                b.put("p", "v");
                b.purge("p", p -> p.timeToLive(Duration.ofSeconds(1)));

                notes.are("|", "short=v", "p=v", "--p", "--short");
                assertThat(watch.revision()).isGreaterThanOrEqualTo(4);
                assertThat(b.get("short")).isEmpty();
                assertThat(b.create("short", "again")).isPositive();
                soon().until(() -> !b.history("p").iterator().hasNext());
            }
        }
    }

    @Test
    @Rows("client: kv near cache")
    void a_near_cache_sees_own_writes_at_once_and_others_a_moment_later() {
        try (Lab lab = lab()) {
            Bucket<String, String> b = bucket(lab);
            b.put("a", "1");
            b.put("gone", "1");
            b.delete("gone");
            try (CachedBucket<String, String> cache = b.cached(c -> {})) {
                assertThat(cache.get("a").map(Entry::value)).contains("1");
                assertThat(cache.get("gone")).isEmpty();
                assertThat(cache.get("never")).isEmpty();
                for (int i = 0; i < 50; i++) {
                    long own = cache.put("mine", "v" + i);
                    assertThat(cache.get("mine").map(Entry::revision)).contains(own);
                }
                cache.delete("mine");
                assertThat(cache.get("mine")).isEmpty();
                long others = b.put("a", "2");
                cache.caughtUpTo(others).orTimeout(20, TimeUnit.SECONDS).join();
                assertThat(cache.getCached("a").map(Entry::value)).contains("2");
                assertThat(cache.entries()).containsOnlyKeys("a");
                assertThat(cache.revision()).isGreaterThanOrEqualTo(others);
                assertThat(cache.isLive()).isTrue();
                assertThat(cache.compute("a", old -> old.map(v -> v + "!")).operation())
                        .isEqualTo(Operation.PUT);
                assertThat(cache.get("a").map(Entry::value)).contains("2!");
            }
            try (CachedBucket<String, String> some = b.cached(c -> c.keys("x.>").entriesMax(1))) {
                long elsewhere = b.put("a", "3");
                some.caughtUpTo(elsewhere).orTimeout(20, TimeUnit.SECONDS).join();
                assertThat(some.get("a").map(Entry::value))
                        .as("read from the server")
                        .contains("3");
                some.put("x.1", "v");
                some.put("x.2", "v");
                assertThat(some.get("x.2").map(Entry::value)).contains("v");
            }
        }
    }
}
