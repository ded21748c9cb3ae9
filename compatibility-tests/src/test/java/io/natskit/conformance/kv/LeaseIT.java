// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.natskit.client.Connection;
import io.natskit.client.OperationTimeoutException;
import io.natskit.conformance.jetstream.Judged;
import io.natskit.conformance.target.Beside;
import io.natskit.conformance.target.Target;
import io.natskit.jetstream.JetStream;
import io.natskit.kv.Bucket;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.Codecs;
import io.natskit.kv.KeyValue;
import io.natskit.kv.config.Binders;
import io.natskit.kv.config.Configuration;
import io.natskit.kv.config.FeatureFlags;
import io.natskit.kv.lease.Candidacy;
import io.natskit.kv.lease.Lease;
import io.natskit.kv.lease.Leases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Leases, election, configuration and flags: what stands on buckets. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record LeaseIT(Target target) implements Judged {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

    private static org.awaitility.core.ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    @Test
    @Rows("client: kv leases")
    void one_holds_a_lease_until_it_gives_it_back_or_its_time_is_up() {
        try (Lab lab = lab()) {
            Leases leases = Leases.in(KeyValue.on(lab.js()), "L");
            Lease first =
                    leases.tryAcquire("x", Duration.ofSeconds(30), "ada", true).orElseThrow();

            assertThat(first.isHeld()).isTrue();
            assertThat(leases.holder("x")).contains("ada");
            assertThat(leases.tryAcquire("x", SECOND)).isEmpty();
            assertThatThrownBy(() -> leases.acquire("x", SECOND, Duration.ofMillis(50)))
                    .isInstanceOf(OperationTimeoutException.class);
            assertThat(first.renew()).isTrue();
            CompletableFuture<Lease> waiting = Beside.supply(() -> leases.acquire("x", SECOND, Duration.ofSeconds(20)));
            first.close();
            assertThat(first.isHeld()).isFalse();
            first.lost().orTimeout(20, TimeUnit.SECONDS).join();
            try (Lease second = waiting.orTimeout(20, TimeUnit.SECONDS).join()) {
                assertThat(second.token()).isGreaterThan(first.token());
            }
            Lease forgotten = leases.tryAcquire("y", SECOND, "", false).orElseThrow();
            Lease after = leases.acquire("y", SECOND, Duration.ofSeconds(20));
            assertThat(forgotten.isHeld())
                    .as("its time was up before another got it")
                    .isFalse();
            assertThat(forgotten.renew()).isFalse();
            assertThat(after.token()).isGreaterThan(forgotten.token());
            after.close();
            assertThatThrownBy(() -> leases.tryAcquire("x", Duration.ofMillis(1500)))
                    .hasMessage("ttl: PT1.5S (expected: whole seconds, at least 1)");
        }
    }

    /** A resource that remembers the greatest token it saw, and refuses smaller ones. */
    private static final class Guarded {
        private long greatest;
        private final List<Long> accepted = new ArrayList<>();

        synchronized boolean write(long token) {
            if (token < greatest) {
                return false;
            }
            greatest = token;
            accepted.add(token);
            return true;
        }
    }

    @Test
    @Rows("client: kv leases")
    void never_two_hold_a_lease_by_its_token() throws Exception {
        int runs = Boolean.getBoolean("natskit.full") ? 1000 : 40;
        long seed = System.nanoTime();
        try (Lab lab = lab();
                Connection second = lab.another()) {
            List<Leases> contenders =
                    List.of(Leases.in(KeyValue.on(lab.js()), "L"), Leases.in(KeyValue.on(JetStream.on(second)), "L"));
            Guarded resource = new Guarded();
            AtomicReference<Lease> last = new AtomicReference<>();
            AtomicInteger left = new AtomicInteger(runs);
            List<Long> tokens = new CopyOnWriteArrayList<>();
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Leases mine = contenders.get(i % 2);
                Random random = new Random(seed + i);
                CompletableFuture<Void> done = new CompletableFuture<>();
                all.add(done);
                Thread thread = new Thread(() -> {
                    try {
                        while (left.getAndDecrement() > 0) {
                            contend(mine, resource, last, tokens, random, runs);
                        }
                        done.complete(null);
                    } catch (Throwable e) {
                        done.completeExceptionally(e);
                    }
                });
                thread.setDaemon(true);
                thread.start();
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                    .orTimeout(600, TimeUnit.SECONDS)
                    .join();

            assertThat(tokens)
                    .as("seed %d: each token once", seed)
                    .hasSize(runs)
                    .doesNotHaveDuplicates();
            assertThat(resource.accepted).as("seed %d: tokens only grow", seed).isSorted();
        }
    }

    private static void contend(
            Leases leases, Guarded resource, AtomicReference<Lease> last, List<Long> tokens, Random random, int runs)
            throws InterruptedException {
        Lease lease = leases.acquire("x", SECOND, Duration.ofSeconds(60));
        tokens.add(lease.token());
        Lease before = last.getAndSet(lease);
        if (before != null && before.token() < lease.token()) {
            assertThat(before.isHeld())
                    .as("the holder before knows that it is none")
                    .isFalse();
        }
        if (!resource.write(lease.token())) {
            assertThat(lease.isHeld()).as("who is refused had lost it").isFalse();
        }
        if (random.nextInt(runs) < 2) {
            // a pause longer than the lease, as a stopped process has: not renewed, since its time is what ends it
            lease.close();
            Lease paused = leases.tryAcquire("x", SECOND, "", false).orElse(null);
            if (paused != null) {
                tokens.remove(lease.token());
                tokens.add(paused.token());
                soon().until(() -> !paused.isHeld());
                resource.write(paused.token());
            }
        } else {
            lease.close();
        }
    }

    @Test
    @Rows("client: kv leader election")
    void one_leads_and_another_when_it_goes() {
        try (Lab lab = lab();
                Connection other = lab.another()) {
            List<String> told = new CopyOnWriteArrayList<>();
            Leases here = Leases.in(KeyValue.on(lab.js()), "L");
            Leases there = Leases.in(KeyValue.on(JetStream.on(other)), "L");
            Candidacy a = here.stand("boss", LONG_ENOUGH, "a", lease -> told.add("a"));
            soon().until(a::isLeader);
            try (Candidacy b = there.stand("boss", LONG_ENOUGH, "b", lease -> told.add("b"))) {
                assertThat(b.isLeader()).isFalse();
                assertThat(here.holder("boss")).contains("a");
                long token = a.lease().orElseThrow().token();
                a.close();
                soon().until(b::isLeader);
                assertThat(b.lease().orElseThrow().token()).isGreaterThan(token);
                assertThat(told).containsExactly("a", "b");
            }
        }
    }

    /** Settings. */
    public record Limits(int perSecond, Duration pause, boolean strict, String mode) {}

    @Test
    @Rows({"client: kv configuration", "client: kv feature flags"})
    void settings_and_flags_follow_their_keys() {
        try (Lab lab = lab()) {
            Bucket<String, String> bucket =
                    KeyValue.on(lab.js()).createBucket(BucketConfig.of("B")).with(Codecs.text());
            bucket.put("limits.perSecond", "20");
            Limits defaults = new Limits(10, SECOND, false, "soft");
            List<String> changes = new CopyOnWriteArrayList<>();
            try (Configuration<Limits> limits = Configuration.follow(bucket, "limits", Binders.ofRecord(defaults));
                    FeatureFlags flags = FeatureFlags.follow(bucket, "flags")) {
                assertThat(limits.get()).isEqualTo(new Limits(20, SECOND, false, "soft"));
                limits.onChange((before, now) -> changes.add(before.perSecond() + "->" + now.perSecond()));
                bucket.put("limits.perSecond", "30");
                bucket.put("limits.pause", "PT0.5S");
                soon().until(() -> limits.get().equals(new Limits(30, Duration.ofMillis(500), false, "soft")));
                bucket.put("limits.strict", "maybe");
                soon().until(() -> limits.failure().isPresent());
                assertThat(limits.failure().orElseThrow()).hasMessage("strict: \"maybe\" (expected: boolean)");
                assertThat(limits.get().perSecond())
                        .as("the last good settings stay")
                        .isEqualTo(30);
                bucket.delete("limits.strict");
                bucket.delete("limits.perSecond");
                soon().until(() -> limits.failure().isEmpty() && limits.get().perSecond() == 10);
                assertThat(changes).containsExactly("20->30", "30->30", "30->10");

                assertThat(flags.isOn("new-ui")).isFalse();
                bucket.put("flags.new-ui", "25%, ada");
                bucket.put("flags.all", "on");
                soon().until(() -> flags.isOn("all"));
                assertThat(flags.isOn("new-ui")).isFalse();
                assertThat(flags.isOn("new-ui", "ada")).isTrue();
                long in = java.util.stream.IntStream.range(0, 1000)
                        .filter(user -> flags.isOn("new-ui", "user" + user))
                        .count();
                assertThat(in).isBetween(200L, 300L);
                bucket.put("flags.all", "only grace");
                soon().until(() -> !flags.isOn("all"));
                assertThat(flags.isOn("all", "grace")).isTrue();
                assertThat(Optional.of(flags.names())).contains(java.util.Set.of("new-ui", "all"));
            }
        }
    }
}
