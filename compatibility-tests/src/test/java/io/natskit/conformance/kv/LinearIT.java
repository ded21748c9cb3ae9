// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.natskit.Nats;
import io.natskit.client.Connection;
import io.natskit.client.NatsException;
import io.natskit.client.ReconnectPolicy;
import io.natskit.conformance.jetstream.Judged;
import io.natskit.conformance.target.Target;
import io.natskit.jetstream.JetStream;
import io.natskit.junit.proxy.FaultProxy;
import io.natskit.kv.Bucket;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.Codecs;
import io.natskit.kv.Entry;
import io.natskit.kv.KeyExistsException;
import io.natskit.kv.KeyValue;
import io.natskit.kv.WrongRevisionException;
import io.natskit.wire.jetstream.StorageType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Create and update are linearizable, whatever happens to connections: histories of eight clients, cut again and again, are recorded and checked. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.natskit.conformance.target.JetStreamTargets#all")
record LinearIT(Target target) implements Judged {
    private static final int CLIENTS = 8;
    private static final int OPERATIONS = 20;
    private static final int CUT_EVERY = 60;

    @Test
    @Rows("client: kv linearizable writes")
    void create_and_update_are_linearizable_while_connections_are_cut() {
        int histories = Boolean.getBoolean("natskit.full") ? 50 : 2;
        long seed = System.nanoTime();
        try (Lab lab = lab();
                FaultProxy proxy = FaultProxy.to("127.0.0.1", lab.server().port())) {
            for (int h = 0; h < histories; h++) {
                String name = "B" + (char) ('a' + h / 26) + (char) ('a' + h % 26);
                Bucket<String, String> direct = KeyValue.on(lab.js())
                        .createBucket(BucketConfig.of(name, b -> b.history(64).storage(StorageType.MEMORY)))
                        .with(Codecs.text())
                        .throughLeader();
                History history = record(proxy, name, seed + h * 100L);
                for (String key : List.of("x", "y")) {
                    List<Entry<String, String>> stored = new ArrayList<>();
                    direct.history(key).forEach(stored::add);
                    try {
                        history.check(key, stored);
                    } catch (AssertionError e) {
                        throw new AssertionError("seed " + (seed + h * 100L) + ": " + e.getMessage(), e);
                    }
                }
            }
        }
    }

    private static History record(FaultProxy proxy, String bucket, long seed) {
        History history = new History();
        AtomicInteger done = new AtomicInteger();
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        for (int c = 0; c < CLIENTS; c++) {
            int client = c;
            CompletableFuture<Void> ended = new CompletableFuture<>();
            clients.add(ended);
            Thread thread = new Thread(() -> {
                Random random = new Random(seed + client);
                try (Connection connection = Nats.connect(o -> o.servers(proxy.url())
                        .servers(s -> s.connectTimeout(Duration.ofSeconds(20)))
                        .reconnect(r -> r.maxAttempts(-1)
                                .policy(ReconnectPolicy.constant(Duration.ofMillis(5), Duration.ZERO))))) {
                    Bucket<String, String> mine = KeyValue.bucket(
                                    JetStream.on(connection, o -> o.timeout(Duration.ofSeconds(2))), bucket)
                            .with(Codecs.text())
                            .throughLeader();
                    for (int i = 0; i < OPERATIONS; i++) {
                        history.step(mine, random.nextBoolean() ? "x" : "y", client + "-" + i, random);
                        if (done.incrementAndGet() % CUT_EVERY == 0) {
                            proxy.cutAll();
                        }
                    }
                    ended.complete(null);
                } catch (Throwable e) {
                    ended.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new))
                .orTimeout(120, TimeUnit.SECONDS)
                .join();
        return history;
    }

    /**
     * One operation.
     *
     * @param value what was to be written; empty for a read
     * @param expected the revision that was expected, 0 for none
     * @param revision what came of it: the new revision, or the one read; -1 for a refusal, -2 for a doubt
     */
    private record Step(String key, String value, long expected, long revision, long begin, long end) {
        boolean wrote() {
            return !value.isEmpty() && revision > 0;
        }

        boolean read() {
            return value.isEmpty() && revision >= 0;
        }

        boolean refused() {
            return !value.isEmpty() && revision == -1;
        }
    }

    /** What eight clients did, and whether one order of it explains all they saw. Revisions are that order, if there is one. */
    private static final class History {
        private final ConcurrentLinkedQueue<Step> steps = new ConcurrentLinkedQueue<>();

        void step(Bucket<String, String> bucket, String key, String value, Random random) {
            long begin = System.nanoTime();
            long read;
            try {
                Optional<Entry<String, String>> found = bucket.get(key);
                read = found.map(Entry::revision).orElse(0L);
            } catch (NatsException e) {
                // a reading that was cut says nothing
                return;
            }
            steps.add(new Step(key, "", 0, read, begin, System.nanoTime()));
            long expected = random.nextInt(4) == 0 ? 0 : read;
            begin = System.nanoTime();
            long revision;
            try {
                revision = expected == 0 ? bucket.create(key, value) : bucket.update(key, value, expected);
            } catch (KeyExistsException | WrongRevisionException e) {
                revision = -1;
            } catch (NatsException e) {
                revision = -2;
            }
            steps.add(new Step(
                    key, value, expected, revision, begin, revision == -2 ? Long.MAX_VALUE : System.nanoTime()));
        }

        void check(String key, List<Entry<String, String>> stored) {
            List<Step> mine = steps.stream().filter(s -> s.key().equals(key)).toList();
            List<Step> order = new ArrayList<>();
            for (Entry<String, String> entry : stored) {
                Step step = mine.stream()
                        .filter(s -> s.value().equals(entry.value()))
                        .findAny()
                        .orElseThrow(() -> new AssertionError("nobody wrote " + entry));
                if (step.wrote() && step.revision() != entry.revision()) {
                    throw new AssertionError(step + " is stored as " + entry);
                }
                if (step.refused()) {
                    throw new AssertionError(step + " was refused and is stored as " + entry);
                }
                order.add(new Step(key, step.value(), step.expected(), entry.revision(), step.begin(), step.end()));
            }
            mine.stream().filter(Step::wrote).forEach(step -> {
                if (order.stream().noneMatch(o -> o.value().equals(step.value()))) {
                    throw new AssertionError(step + " was confirmed and is not stored");
                }
            });
            inOrder(order);
            mine.stream().filter(Step::read).forEach(read -> sees(order, read));
            mine.stream().filter(Step::refused).forEach(refusal -> explained(order, refusal));
        }

        /** Each write stands on the one it expected, and none before one that ended before it began. */
        private static void inOrder(List<Step> order) {
            long before = 0;
            long latestBegin = Long.MIN_VALUE;
            for (Step step : order) {
                if (step.expected() != before) {
                    throw new AssertionError(step + " stands behind revision " + before);
                }
                if (step.end() < latestBegin) {
                    throw new AssertionError(step + " ended before one in front of it began");
                }
                latestBegin = Math.max(latestBegin, step.begin());
                before = step.revision();
            }
        }

        /** A reading sees no less than what had ended before it began, and nothing that began after it ended. */
        private static void sees(List<Step> order, Step read) {
            for (Step step : order) {
                if (step.revision() > read.revision() && step.end() < read.begin()) {
                    throw new AssertionError(read + " does not see " + step);
                }
                if (step.revision() == read.revision() && step.begin() > read.end()) {
                    throw new AssertionError(read + " sees " + step + " of the future");
                }
            }
            if (read.revision() > 0 && order.stream().noneMatch(s -> s.revision() == read.revision())) {
                throw new AssertionError(read + " sees what nobody wrote");
            }
        }

        /** A refusal is right unless what was expected was there for all of its time. */
        private static void explained(List<Step> order, Step refusal) {
            long nextBegin = Long.MAX_VALUE;
            boolean there = refusal.expected() == 0;
            for (Step step : order) {
                if (step.revision() == refusal.expected()) {
                    there = step.end() < refusal.begin();
                } else if (step.revision() > refusal.expected()) {
                    nextBegin = step.begin();
                    break;
                }
            }
            if (there && nextBegin > refusal.end()) {
                throw new AssertionError(refusal + " was refused though nobody was faster");
            }
        }
    }

    @Test
    void the_check_finds_what_is_wrong() {
        History lost = new History();
        lost.steps.add(new Step("x", "a", 0, 1, 10, 20));
        assertThatThrownBy(() -> lost.check("x", List.of())).hasMessageContaining("confirmed and is not stored");
        List<Step> order = List.of(new Step("x", "a", 0, 1, 10, 20), new Step("x", "b", 1, 2, 30, 40));
        assertThatThrownBy(() -> History.sees(order, new Step("x", "", 0, 1, 50, 60)))
                .hasMessageContaining("does not see");
        assertThatThrownBy(() -> History.sees(order, new Step("x", "", 0, 2, 21, 22)))
                .hasMessageContaining("future");
        assertThatThrownBy(() -> History.explained(order, new Step("x", "c", 2, -1, 50, 60)))
                .hasMessageContaining("nobody was faster");
        assertThatThrownBy(() -> History.inOrder(List.of(order.get(0), new Step("x", "b", 0, 2, 30, 40))))
                .hasMessageContaining("stands behind revision 1");
        History.inOrder(order);
        assertThat(order).hasSize(2);
    }
}
