// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private static final long MS = 1_000_000;

    private final List<String> ran = new ArrayList<>();
    private final TimerWheel wheel = new TimerWheel(1000 * MS);

    private Timer at(long ms, String name) {
        return wheel.schedule(1000 * MS, ms * MS, () -> ran.add(name));
    }

    private void advanceTo(long ms) {
        wheel.advance((1000 + ms) * MS);
    }

    @Test
    void timers_run_when_due_and_not_before() {
        at(5, "five");
        at(2, "two");
        advanceTo(1);
        assertThat(ran).isEmpty();
        advanceTo(3);
        assertThat(ran).containsExactly("two");
        advanceTo(6);
        assertThat(ran).containsExactly("two", "five");
    }

    @Test
    void timers_beyond_one_turn_of_the_wheel_wait_for_theirs() {
        at(120_000, "late");
        at(1030, "second turn");
        for (int ms = 0; ms < 1030; ms += 7) {
            advanceTo(ms);
        }
        assertThat(ran).isEmpty();
        advanceTo(1032);
        assertThat(ran).containsExactly("second turn");
        advanceTo(120_002);
        assertThat(ran).containsExactly("second turn", "late");
    }

    @Test
    void cancelled_timer_never_runs() {
        Timer timer = at(5, "cancelled");
        assertThat(timer.pending()).isTrue();
        timer.cancel();
        assertThat(timer.pending()).isFalse();
        advanceTo(100);
        assertThat(ran).isEmpty();
        timer.cancel();
    }

    @Test
    void timer_may_cancel_another_of_the_same_moment_and_schedule_itself() {
        Timer[] other = new Timer[1];
        wheel.schedule(1000 * MS, MS, () -> {
            ran.add("first");
            other[0].cancel();
            wheel.schedule(1003 * MS, 0, () -> ran.add("again"));
        });
        other[0] = at(1, "other");
        advanceTo(3);
        advanceTo(10);
        assertThat(ran).containsExactly("first", "again");
    }

    @Test
    void next_look_is_never_after_the_first_timer() {
        assertThat(wheel.nanosToNext(1000 * MS)).isEqualTo(Long.MAX_VALUE);
        at(50, "x");
        assertThat(wheel.nanosToNext(1000 * MS)).isBetween(50 * MS, 52 * MS);
        at(5000, "far");
        advanceTo(60);
        assertThat(wheel.nanosToNext(1060 * MS)).isLessThanOrEqualTo(1100 * MS);
    }
}
