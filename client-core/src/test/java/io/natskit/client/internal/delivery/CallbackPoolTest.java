// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CallbackPoolTest {
    private static final int ROUNDS = 200;

    @Test
    void task_behind_a_stuck_one_is_watched_over_even_if_both_came_before_the_thread_awoke() throws Exception {
        AtomicLong now = new AtomicLong();
        Semaphore watch = new Semaphore(0);
        for (int round = 0; round < ROUNDS; round++) {
            CountDownLatch release = new CountDownLatch(1);
            try (CallbackPool pool = new CallbackPool("pool", 1, now::get)) {
                pool.watchdog(watch::release);
                run(pool); // there is a thread, idle or about to be
                watch.drainPermits();
                CountDownLatch ran = new CountDownLatch(1);
                pool.execute(() -> quietly(release));
                pool.execute(ran::countDown);
                lookAfter(pool, now, watch, ran);
            } finally {
                release.countDown();
            }
        }
    }

    /** What the connection's timer does: looks when it was asked to, and again for as long as something waits. */
    private static void lookAfter(CallbackPool pool, AtomicLong now, Semaphore watch, CountDownLatch ran)
            throws InterruptedException {
        do {
            assertThat(watch.tryAcquire(10, TimeUnit.SECONDS))
                    .as("somebody looks again")
                    .isTrue();
            do {
                now.addAndGet(CallbackPool.PATIENCE_NANOS);
            } while (pool.relieve());
        } while (!ran.await(100, TimeUnit.MILLISECONDS));
    }

    private static void run(CallbackPool pool) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        pool.execute(done::countDown);
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        pool.relieve(); // whoever was asked to look has looked
    }

    private static void quietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
