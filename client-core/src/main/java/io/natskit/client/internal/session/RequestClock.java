// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.internal.routing.PendingRequest;
import io.natskit.client.internal.routing.RequestTable;
import io.natskit.client.internal.transport.IoLoop;
import io.natskit.client.internal.transport.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Expires asynchronous requests. One timer for the earliest deadline, looked for anew when it fires: a request that is answered in time costs nothing here.
 */
public final class RequestClock {
    private static final long GRAIN_NANOS = 2_000_000;

    private final IoLoop loop;
    private final RequestTable requests;
    private final Completions completions;
    private volatile boolean armed;
    private volatile long nextNanos;
    // of the I/O thread
    private @Nullable Timer timer;

    RequestClock(IoLoop loop, RequestTable requests, Completions completions) {
        this.loop = loop;
        this.requests = requests;
        this.completions = completions;
    }

    /** A request with a deadline was added. Any thread. */
    public void watch(long deadlineNanos) {
        if (!armed || nextNanos - deadlineNanos > 0) {
            loop.execute(this::arm);
        }
    }

    private void arm() {
        if (timer != null) {
            timer.cancel();
        }
        armed = false;
        // whoever adds a request after this look finds the clock not armed
        long wait = requests.nanosToNextDeadline(System.nanoTime());
        if (wait != Long.MAX_VALUE) {
            nextNanos = System.nanoTime() + wait;
            armed = true;
            timer = loop.schedule(Math.max(wait, GRAIN_NANOS), this::tick);
        }
    }

    private void tick() {
        long now = System.nanoTime();
        try {
            requests.takeIf(request -> request.isDue(now)).forEach(PendingRequest::expired);
        } finally {
            arm();
            // told at once, since no read may follow
            completions.endOfTurn();
        }
    }
}
