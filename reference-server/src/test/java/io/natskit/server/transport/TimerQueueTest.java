// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
    private final TimerQueue queue = new TimerQueue();
    private final List<String> fired = new ArrayList<>();

    private LoopTimer timer(String name) {
        return new LoopTimer(() -> fired.add(name));
    }

    @Test
    void timers_fire_in_the_order_of_their_deadlines() {
        queue.schedule(timer("c"), 30);
        queue.schedule(timer("a"), 10);
        queue.schedule(timer("b"), 20);
        assertThat(queue.delayNanos(5)).isEqualTo(5);
        queue.fire(20);
        assertThat(fired).containsExactly("a", "b");
        assertThat(queue.delayNanos(20)).isEqualTo(10);
        queue.fire(30);
        assertThat(fired).containsExactly("a", "b", "c");
        assertThat(queue.delayNanos(30)).isEqualTo(-1);
    }

    @Test
    void a_timer_may_be_moved_cancelled_and_used_again() {
        LoopTimer one = timer("one");
        queue.schedule(one, 10);
        queue.schedule(one, 50);
        queue.fire(10);
        assertThat(fired).isEmpty();
        queue.cancel(one);
        queue.cancel(one);
        queue.fire(100);
        assertThat(fired).isEmpty();
        queue.schedule(one, 110);
        queue.fire(110);
        assertThat(fired).containsExactly("one");
        assertThat(one.isScheduled()).isFalse();
    }

    @Test
    void deadlines_are_compared_across_the_end_of_the_number_range() {
        queue.schedule(timer("late"), Long.MIN_VALUE + 10);
        queue.schedule(timer("early"), Long.MAX_VALUE - 10);
        queue.fire(Long.MAX_VALUE);
        assertThat(fired).containsExactly("early");
    }

    @Test
    void many_random_changes_keep_the_order() {
        Random random = new Random(7);
        TreeMap<Long, LoopTimer> expected = new TreeMap<>();
        List<Long> seen = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            if (random.nextInt(3) > 0 || expected.isEmpty()) {
                long deadline = random.nextInt(1_000_000) * 10_000L + i;
                LoopTimer timer = new LoopTimer(() -> seen.add(deadline));
                expected.put(deadline, timer);
                queue.schedule(timer, deadline);
            } else {
                Long any = expected.ceilingKey((long) random.nextInt(1_000_000) * 10_000L);
                if (any != null) {
                    queue.cancel(expected.remove(any));
                }
            }
        }
        queue.fire(Long.MAX_VALUE / 2);
        assertThat(seen).containsExactlyElementsOf(expected.keySet());
        assertThat(queue.size()).isZero();
    }
}
