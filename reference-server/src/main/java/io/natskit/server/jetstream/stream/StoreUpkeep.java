// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.Step;
import io.natskit.server.jetstream.storage.StoreFailedException;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.LoopTimer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Has a store tidy up beside the loop: room of removed messages, compression, its index. One piece at a time. Confined to the stream's loop. */
final class StoreUpkeep {
    private static final long PAUSE_NANOS = 2_000_000_000L;

    private final EventLoop loop;
    private final Executor pool;
    private final MessageStore store;
    private final Fence fence;
    private final LoopTimer timer;
    private boolean running;
    private boolean closed;
    private Runnable whenIdle = () -> {};

    StoreUpkeep(EventLoop loop, Executor pool, MessageStore store, Fence fence) {
        this.loop = loop;
        this.pool = pool;
        this.store = store;
        this.fence = fence;
        this.timer = new LoopTimer(fence.around(this::begin));
    }

    /** Something changed: there may be something to tidy, soon. */
    void wake() {
        if (!timer.isScheduled() && !running && !closed) {
            loop.schedule(timer, PAUSE_NANOS);
        }
    }

    private void begin() {
        if (closed || running) {
            return;
        }
        Step step;
        try {
            step = store.planUpkeep();
        } catch (StoreFailedException e) {
            return; // told by the next write
        }
        if (step == null) {
            return;
        }
        running = true;
        fence.elsewhere(pool, loop, step::run, fault -> ended(step, fault));
    }

    private void ended(Step step, @Nullable RuntimeException fault) {
        running = false;
        try {
            if (fault != null) {
                throw fault;
            }
            step.finish();
        } catch (StoreFailedException e) {
            // told by the next write
        } finally {
            if (closed) {
                whenIdle.run();
            }
        }
        if (!closed) {
            begin();
        }
    }

    /** Begins nothing any more; {@code idle} runs once nothing is under way, which may be at once. */
    void close(Runnable idle) {
        closed = true;
        loop.cancel(timer);
        if (running) {
            whenIdle = idle;
        } else {
            idle.run();
        }
    }
}
