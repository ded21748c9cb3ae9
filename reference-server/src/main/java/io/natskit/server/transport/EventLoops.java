// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The loops of one server. Safe on any thread. */
public final class EventLoops {
    private static final int BUSY_MARGIN_PERMILLE = 150;

    private final EventLoop[] loops;

    private EventLoops(EventLoop[] loops) {
        this.loops = loops;
    }

    /** Opens that many loops and starts their threads. */
    public static EventLoops start(int count, String name, LoopClock clock, EventLoop.FatalErrors fatal)
            throws IOException {
        EventLoop[] loops = new EventLoop[count];
        SegmentPool.Shared shared = new SegmentPool.Shared();
        for (int i = 0; i < count; i++) {
            loops[i] = new EventLoop(i, name + "-" + i, clock, shared, fatal);
        }
        EventLoops group = new EventLoops(loops);
        clock.onJump(group::wakeUp);
        for (EventLoop loop : loops) {
            loop.start();
        }
        return group;
    }

    /** One loop a core, four at most. */
    public static int defaultCount() {
        return Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
    }

    /** The loops in the order of their indexes. */
    public List<EventLoop> all() {
        return List.of(loops);
    }

    /** The number of loops. */
    public int count() {
        return loops.length;
    }

    /** The loop with that index. */
    public EventLoop get(int index) {
        return loops[index];
    }

    /** The loop for the next connection: the least busy one; among equally busy ones that with the fewest connections. */
    public EventLoop leastBusy() {
        EventLoop best = loops[0];
        for (int i = 1; i < loops.length; i++) {
            EventLoop other = loops[i];
            int gain = best.busyPermille() - other.busyPermille();
            if (gain > BUSY_MARGIN_PERMILLE
                    || (gain > -BUSY_MARGIN_PERMILLE && other.connections() < best.connections())) {
                best = other;
            }
        }
        return best;
    }

    /** Ends the loops and waits for their threads. */
    public void stop() {
        for (EventLoop loop : loops) {
            loop.stop();
        }
        boolean interrupted = false;
        for (EventLoop loop : loops) {
            try {
                loop.join(TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void wakeUp() {
        for (EventLoop loop : loops) {
            loop.wakeUp();
        }
    }
}
