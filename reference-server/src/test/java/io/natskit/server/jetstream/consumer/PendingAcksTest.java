// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PendingAcksTest {
    private final PendingAcks pending = new PendingAcks(new long[] {100});

    @Test
    void a_message_is_found_until_it_is_removed() {
        int slot = pending.add(7, 1, 0, 0);
        assertThat(pending.find(7)).isEqualTo(slot);
        assertThat(pending.deliverySequence(slot)).isEqualTo(1);
        assertThat(pending.size()).isEqualTo(1);
        pending.remove(slot);
        assertThat(pending.find(7)).isEqualTo(PendingAcks.NONE);
        assertThat(pending.size()).isZero();
        assertThat(pending.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void waits_end_in_the_order_of_the_stream_whenever_they_began() {
        pending.add(1, 1, 0, 0);
        pending.add(2, 2, 0, 5);
        pending.add(3, 3, 0, 10);
        pending.restart(pending.find(1), 8);
        assertThat(pending.nextDeadline()).isEqualTo(105);
        assertThat(pending.expire(104)).isEmpty();
        assertThat(pending.expire(110)).containsExactly(1, 2, 3);
        assertThat(pending.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void each_step_of_the_back_off_has_its_own_wait_and_the_last_one_repeats() {
        PendingAcks stepped = new PendingAcks(new long[] {10, 50, 1000});
        int slot = stepped.add(1, 1, 0, 0);
        assertThat(stepped.nextDeadline()).isEqualTo(10);
        stepped.redeliveries(slot, 1);
        stepped.restart(slot, 10);
        assertThat(stepped.nextDeadline()).isEqualTo(60);
        stepped.redeliveries(slot, 9);
        stepped.restart(slot, 60);
        assertThat(stepped.nextDeadline()).isEqualTo(1060);
        assertThat(stepped.redeliveredCount()).isEqualTo(1);
    }

    @Test
    void a_delay_replaces_the_wait_and_a_new_wait_replaces_the_delay() {
        int slot = pending.add(1, 1, 0, 0);
        pending.delay(slot, 5000, 0);
        assertThat(pending.nextDeadline()).isEqualTo(5000);
        assertThat(pending.expire(4999)).isEmpty();
        pending.restart(slot, 10);
        assertThat(pending.nextDeadline()).isEqualTo(110);
        assertThat(pending.expire(110)).containsExactly(1);
        assertThat(pending.expire(6000)).isEmpty();
    }

    @Test
    void what_is_queued_to_be_sent_again_does_not_expire() {
        int one = pending.add(1, 1, 0, 0);
        int two = pending.add(2, 2, 0, 0);
        pending.queue(two);
        pending.queue(one);
        pending.queue(two);
        assertThat(pending.expire(1000)).isEmpty();
        assertThat(pending.queuedCount()).isEqualTo(2);
        assertThat(pending.firstQueued()).isEqualTo(two);
        pending.remove(two);
        assertThat(pending.firstQueued()).isEqualTo(one);
        pending.unqueue(one);
        assertThat(pending.firstQueued()).isEqualTo(PendingAcks.NONE);
    }

    @Test
    void other_waits_hold_for_those_that_wait_already() {
        pending.add(1, 1, 0, 0);
        pending.add(2, 2, 0, 30);
        pending.restart(pending.find(1), 40);
        pending.waitNanos(new long[] {20});
        assertThat(pending.nextDeadline()).isEqualTo(50);
        assertThat(pending.expire(50)).containsExactly(2);
        assertThat(pending.expire(60)).containsExactly(1);
    }

    @Test
    void behaves_as_a_sorted_map_does_under_random_use() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            PendingAcks tested = new PendingAcks(new long[] {50, 70});
            TreeMap<Long, long[]> model = new TreeMap<>(); // sequence -> deadline
            long now = 0;
            long sequence = 0;
            for (int step = 0; step < 3000; step++) {
                now += random.nextInt(3);
                int what = random.nextInt(6);
                List<Long> keys = new ArrayList<>(model.keySet());
                long some = keys.isEmpty() ? -1 : keys.get(random.nextInt(keys.size()));
                if (what <= 1) {
                    sequence += 1 + random.nextInt(1 << random.nextInt(20));
                    tested.add(sequence, step, 0, now);
                    model.put(sequence, new long[] {now + 50});
                } else if (what == 2 && some > 0) {
                    tested.remove(tested.find(some));
                    model.remove(some);
                } else if (what == 3 && some > 0) {
                    long until = now + random.nextInt(200);
                    tested.delay(tested.find(some), until, now);
                    model.put(some, new long[] {until});
                } else if (what == 4 && some > 0) {
                    tested.redeliveries(tested.find(some), 3);
                    tested.restart(tested.find(some), now);
                    model.put(some, new long[] {now + 70});
                } else {
                    List<Long> expected = new ArrayList<>();
                    for (var entry : model.entrySet()) {
                        if (entry.getValue()[0] <= now) {
                            expected.add(entry.getKey());
                            entry.getValue()[0] = Long.MAX_VALUE;
                        }
                    }
                    assertThat(tested.expire(now))
                            .as("seed %d step %d", seed, step)
                            .containsExactly(
                                    expected.stream().mapToLong(Long::longValue).toArray());
                }
                assertThat(tested.nextDeadline())
                        .as("seed %d step %d", seed, step)
                        .isEqualTo(model.values().stream()
                                .mapToLong(d -> d[0])
                                .min()
                                .orElse(Long.MAX_VALUE));
                assertThat(tested.size()).isEqualTo(model.size());
            }
            List<Long> order = new ArrayList<>();
            for (int slot = tested.first(); slot != PendingAcks.NONE; slot = tested.next(slot)) {
                order.add(tested.sequence(slot));
                assertThat(tested.find(tested.sequence(slot))).isEqualTo(slot);
            }
            assertThat(order).containsExactlyElementsOf(model.keySet());
        }
    }
}
