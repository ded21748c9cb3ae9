// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.natskit.server.jetstream.storage.Step;
import io.natskit.server.jetstream.storage.StoreFailedException;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.EventLoops;
import io.natskit.server.transport.LoopClock;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When changes are committed, under each policy, with a store that does as it is told. */
@SuppressWarnings("NullAway.Init")
class CommitterTest {
    private final List<String> told = new ArrayList<>();
    private final ArrayDeque<Runnable> pool = new ArrayDeque<>();
    private EventLoops loops;
    private EventLoop loop;
    private Runnable whenTold = () -> {};
    private int flushes;
    private int syncs;
    private int prepared;
    private @Nullable RuntimeException syncFault;
    private @Nullable StoreFailedException flushFailure;
    private @Nullable StoreFailedException syncFailure;

    private final Committer.Durable store = new Committer.Durable() {
        @Override
        public void flush() {
            flushes++;
            if (flushFailure != null) {
                throw flushFailure;
            }
        }

        @Override
        public Step prepareSync() {
            prepared++;
            return new Step() {
                @Override
                public void run() {
                    syncs++;
                    if (syncFault != null) {
                        throw syncFault;
                    }
                }

                @Override
                public void finish() {
                    prepared--;
                    if (syncFailure != null) {
                        throw syncFailure;
                    }
                }
            };
        }
    };

    @BeforeEach
    void start() throws IOException {
        loops = EventLoops.start(1, "test", LoopClock.SYSTEM, Throwable::printStackTrace);
        loop = loops.get(0);
    }

    @AfterEach
    void stop() {
        loops.stop();
    }

    private Committer committer(Committer.Policy policy) {
        Committer.Listener listener = new Committer.Listener() {
            @Override
            public void committed(long index) {
                told.add("committed " + index);
                whenTold.run();
            }

            @Override
            public void failed(long first, long last, StoreFailedException cause) {
                told.add("failed " + first + " to " + last);
            }
        };
        Fence fence = new Fence(fault -> told.add("fault " + fault.getMessage()));
        return new Committer(loop, pool::add, policy, TimeUnit.HOURS.toNanos(1), listener, fence);
    }

    private void on(Runnable action) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        loop.execute(() -> {
            action.run();
            done.countDown();
        });
        assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
    }

    private void change(Committer committer, int count) throws InterruptedException {
        on(() -> {
            for (int i = 0; i < count; i++) {
                committer.nextIndex(store);
            }
            committer.commit();
        });
    }

    private void runPool() throws InterruptedException {
        on(() -> {
            Runnable work = pool.poll();
            if (work != null) {
                work.run();
            }
        });
        on(() -> {});
    }

    @Test
    void nothing_is_committed_before_its_sync_and_one_sync_serves_all_that_came_meanwhile() throws Exception {
        Committer committer = committer(Committer.Policy.ALWAYS);
        change(committer, 2);
        change(committer, 3);
        change(committer, 4);
        assertThat(told).isEmpty();

        runPool();
        assertThat(told).containsExactly("committed 2");
        runPool();
        assertThat(told).containsExactly("committed 2", "committed 9");
        assertThat(syncs).isEqualTo(2);
    }

    @Test
    void who_is_told_may_change_more_at_once_while_others_wait() throws Exception {
        Committer committer = committer(Committer.Policy.ALWAYS);
        whenTold = () -> {
            whenTold = () -> {};
            committer.nextIndex(store);
            committer.commit();
        };
        change(committer, 1);
        change(committer, 1);
        runPool();
        runPool();
        assertThat(told).containsExactly("committed 1", "committed 3");
        assertThat(prepared).isZero();
    }

    @Test
    void with_an_interval_a_flush_is_enough() throws Exception {
        change(committer(Committer.Policy.INTERVAL), 3);
        assertThat(told).containsExactly("committed 3");
        assertThat(flushes).isEqualTo(1);
        assertThat(syncs).isZero();
    }

    @Test
    void a_failed_flush_fails_what_it_was_for_and_nothing_else() throws Exception {
        Committer committer = committer(Committer.Policy.ALWAYS);
        change(committer, 2);
        flushFailure = new StoreFailedException("disk full", null);
        change(committer, 1);
        assertThat(told).containsExactly("failed 3 to 3");
        flushFailure = null;
        runPool();
        assertThat(told).containsExactly("failed 3 to 3", "committed 2");
        // the answers that say so keep their place behind the others
        runPool();
        assertThat(told).containsExactly("failed 3 to 3", "committed 2", "committed 3");
    }

    @Test
    void a_failed_sync_fails_all_that_waited_for_it() throws Exception {
        Committer committer = committer(Committer.Policy.ALWAYS);
        change(committer, 2);
        syncFailure = new StoreFailedException("sync failed", null);
        runPool();
        assertThat(told).containsExactly("failed 1 to 2", "committed 2");
    }

    @Test
    void a_part_that_cannot_be_synced_keeps_no_other_from_its_sync() throws Exception {
        Committer committer = committer(Committer.Policy.ALWAYS);
        Committer.Durable broken = new Committer.Durable() {
            @Override
            public void flush() {}

            @Override
            public Step prepareSync() {
                throw new StoreFailedException("of the consumer", null);
            }
        };
        on(() -> {
            committer.nextIndex(store);
            committer.nextIndex(broken);
            committer.commit();
        });
        runPool();
        assertThat(told).containsExactly("failed 1 to 2", "committed 2");
        assertThat(prepared).as("what was prepared is ended").isZero();
        change(committer, 1);
        runPool();
        assertThat(told).containsExactly("failed 1 to 2", "committed 2", "committed 3");
    }

    @Test
    void a_fault_beside_the_loop_comes_back_to_it_and_what_waits_for_the_end_is_told() throws Exception {
        Committer committer = committer(Committer.Policy.ALWAYS);
        change(committer, 1);
        syncFault = new IllegalStateException("out of bounds");
        on(() -> committer.close(() -> told.add("idle")));
        runPool();
        assertThat(told).containsExactly("idle", "fault out of bounds");
    }
}
