// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Threads that subscribe and leave beside threads that match: what stays is found by every match, what left is found by none after. */
class InterestStressTest {
    private static final int STEPS = Boolean.getBoolean("natskit.full") ? 2_000_000 : 100_000;
    private static final String[] SUBJECTS = {"a.b.c", "a.b.d", "a.x.c", "b.b.c", "a.b", "z"};
    private static final String[] STABLE = {"a.b.c", "a.*.c", "a.>", "*.b.*", ">", "a.b"};
    private static final String[] CHURNED = {"a.b.c", "a.*.c", "a.b.>", "*.*.c", "a.b.*", "a.b.*.d", "z", "*", "a.b"};

    private final Interest<Object> interest = new Interest<>();

    @Test
    void a_stable_subscription_is_never_missed_and_a_removed_one_never_found() throws Exception {
        long seed = Long.getLong("natskit.seed", System.nanoTime());
        for (String pattern : STABLE) {
            interest.insert(bytes(pattern), null, pattern);
            interest.insert(bytes(pattern), bytes("q"), "q " + pattern);
        }
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<Void>> writers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Random random = new Random(seed + i);
                writers.add(CompletableFuture.runAsync(() -> churn(random), threads));
            }
            List<CompletableFuture<Void>> readers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                readers.add(CompletableFuture.runAsync(() -> read(done), threads));
            }
            for (CompletableFuture<Void> writer : writers) {
                writer.get(300, TimeUnit.SECONDS);
            }
            done.set(true);
            for (CompletableFuture<Void> reader : readers) {
                reader.get(60, TimeUnit.SECONDS);
            }
        } catch (Exception e) {
            throw new AssertionError("natskit.seed=" + seed, e);
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
        interest.checkInvariants();
        assertThat(interest.size()).isEqualTo(STABLE.length * 2);
    }

    private void churn(Random random) {
        Matches<Object> matches = new Matches<>();
        for (int step = 0; step < STEPS; step++) {
            String pattern = CHURNED[random.nextInt(CHURNED.length)];
            byte[] queue = random.nextInt(3) == 0 ? bytes("q") : null;
            Object mine = new Object();
            interest.insert(bytes(pattern), queue, mine);
            String subject = pattern.replace("*", "b").replace(">", "c");
            if (!finds(matches, subject, mine)) {
                throw new AssertionError("missed right after its insert: " + pattern);
            }
            interest.remove(bytes(pattern), queue, mine);
            if (finds(matches, subject, mine)) {
                throw new AssertionError("found after its removal: " + pattern);
            }
        }
    }

    private void read(AtomicBoolean done) {
        Matches<Object> matches = new Matches<>();
        long generation = 0;
        while (!done.get()) {
            long now = interest.generation();
            if (now < generation) {
                throw new AssertionError("the generation went back from " + generation + " to " + now);
            }
            generation = now;
            for (String subject : SUBJECTS) {
                byte[] bytes = bytes(subject);
                interest.match(bytes, 0, bytes.length, matches);
                checkStable(subject, matches);
            }
        }
    }

    private static void checkStable(String subject, Matches<Object> matches) {
        for (String pattern : STABLE) {
            if (io.natskit.wire.subject.Subjects.matches(pattern, subject)) {
                if (countPlain(matches, pattern) != 1 || countMembers(matches, "q " + pattern) != 1) {
                    throw new AssertionError(pattern + " found " + countPlain(matches, pattern) + " and "
                            + countMembers(matches, "q " + pattern) + " times for " + subject);
                }
            }
        }
    }

    private boolean finds(Matches<Object> matches, String subject, Object target) {
        byte[] bytes = bytes(subject);
        interest.match(bytes, 0, bytes.length, matches);
        return countPlain(matches, target) + countMembers(matches, target) > 0;
    }

    private static int countPlain(Matches<Object> matches, Object target) {
        int count = 0;
        for (int i = 0; i < matches.plainCount(); i++) {
            count += matches.plain(i) == target || matches.plain(i).equals(target) ? 1 : 0;
        }
        return count;
    }

    private static int countMembers(Matches<Object> matches, Object target) {
        int count = 0;
        for (int g = 0; g < matches.groupCount(); g++) {
            for (int i = 0; i < matches.memberCount(g); i++) {
                count += matches.member(g, i).equals(target) ? 1 : 0;
            }
        }
        return count;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
