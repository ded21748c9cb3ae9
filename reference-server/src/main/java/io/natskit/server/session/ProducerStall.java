// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.transport.Connection;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.LoopTimer;
import io.natskit.server.transport.Outbound;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds a publisher back while somebody it publishes to has fallen behind: after the turn its connection is not read for some
 * milliseconds, or until the reader has caught up. The loop itself never waits. Confined to the publisher's loop.
 */
final class ProducerStall {
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long STEP_WHEN_FULL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long TURN_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final EventLoop loop;
    private final Connection connection;
    private final ServerTotals totals;
    private final LoopTimer timer;
    private final Runnable released;
    private @Nullable Outbound awaited;
    private boolean stopped;
    private long nanos;
    private long count;

    ProducerStall(EventLoop loop, Connection connection, ServerTotals totals) {
        this.loop = loop;
        this.connection = connection;
        this.totals = totals;
        this.timer = connection.timer(this::over);
        this.released = () -> connection.execute(this::over);
    }

    /** A turn of input begins. */
    void turnBegins() {
        nanos = 0;
    }

    /** A message went to somebody who has fallen behind. */
    void add(Outbound behind) {
        if (stopped || nanos >= TURN_MAX_NANOS) {
            return;
        }
        if (nanos == 0) {
            totals.stalls.increment();
            count++;
            if (awaited != behind) {
                await(behind);
            }
        }
        nanos = Math.min(TURN_MAX_NANOS, nanos + (behind.isFull() ? STEP_WHEN_FULL_NANOS : STEP_NANOS));
    }

    /** A turn of input is over. */
    void turnEnds() {
        if (nanos > 0 && !connection.isClosed()) {
            connection.pause(Connection.STALLED);
            loop.schedule(timer, nanos);
        }
    }

    /** How often the client was held back. Read without a lock; may lag. */
    long count() {
        return count;
    }

    void stop() {
        stopped = true;
        await(null);
        loop.cancel(timer);
    }

    /** Waits for one reader at most, so that nothing piles up with a reader that never catches up. */
    private void await(@Nullable Outbound behind) {
        Outbound before = awaited;
        awaited = behind;
        if (before != null) {
            before.forget(released);
        }
        if (behind != null) {
            behind.whenReleased(released);
        }
    }

    private void over() {
        await(null);
        if (!connection.isClosed()) {
            loop.cancel(timer);
            connection.resume(Connection.STALLED);
        }
    }
}
