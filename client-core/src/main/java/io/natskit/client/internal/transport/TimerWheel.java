// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.transport;

import java.util.ArrayList;
import java.util.List;

/** A hashed timing wheel of milliseconds. Pure: the time is an argument. Confined to one thread. */
public final class TimerWheel {
    private static final int SLOTS = 1024;
    private static final long TICK_NANOS = 1_000_000;

    private final Timer[] slots = new Timer[SLOTS];
    private final long startNanos;
    private long tick;

    /** A wheel whose time begins at {@code nowNanos}. */
    public TimerWheel(long nowNanos) {
        this.startNanos = nowNanos;
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Timer(() -> {}, 0);
        }
    }

    /** Runs {@code action} at the first {@link #advance} that is {@code delayNanos} or more after {@code nowNanos}. */
    public Timer schedule(long nowNanos, long delayNanos, Runnable action) {
        Timer timer = new Timer(action, nowNanos + Math.max(0, delayNanos));
        long due = Math.max(tick + 1, tickOf(timer.deadlineNanos) + 1);
        insert(timer, (int) (due % SLOTS));
        return timer;
    }

    /** Runs what is due; an action may schedule and cancel. */
    public void advance(long nowNanos) {
        long target = tickOf(nowNanos);
        if (target <= tick) {
            return;
        }
        List<Timer> due = new ArrayList<>(0);
        long steps = Math.min(target - tick, SLOTS);
        for (long i = 1; i <= steps; i++) {
            collect(slots[(int) ((tick + i) % SLOTS)], nowNanos, due);
        }
        tick = target;
        for (Timer timer : due) {
            if (timer.slot >= 0) {
                timer.slot = -1;
                timer.action.run();
            }
        }
    }

    /** How long until the wheel has something to look at; {@link Long#MAX_VALUE}: nothing waits. */
    public long nanosToNext(long nowNanos) {
        for (int i = 1; i <= SLOTS; i++) {
            Timer head = slots[(int) ((tick + i) % SLOTS)];
            if (head.next != head) {
                return Math.max(0, startNanos + (tick + i) * TICK_NANOS - nowNanos);
            }
        }
        return Long.MAX_VALUE;
    }

    private long tickOf(long nanos) {
        return (nanos - startNanos) / TICK_NANOS;
    }

    private void insert(Timer timer, int slot) {
        Timer head = slots[slot];
        timer.slot = slot;
        timer.previous = head.previous;
        timer.next = head;
        head.previous.next = timer;
        head.previous = timer;
    }

    private static void collect(Timer head, long nowNanos, List<Timer> due) {
        Timer timer = head.next;
        while (timer != head) {
            Timer following = timer.next;
            if (timer.deadlineNanos - nowNanos <= 0) {
                timer.previous.next = timer.next;
                timer.next.previous = timer.previous;
                timer.previous = timer;
                timer.next = timer;
                due.add(timer);
            }
            timer = following;
        }
    }
}
