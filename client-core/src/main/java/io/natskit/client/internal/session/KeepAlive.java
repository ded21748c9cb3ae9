// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.internal.outbox.Outbox;
import io.natskit.client.internal.outbox.PongWaiter;
import io.natskit.client.internal.transport.IoLoop;
import io.natskit.client.internal.transport.Timer;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds out that a link is dead: PINGs without an answer while nothing comes in, or a socket that takes no byte. One for each link; I/O thread. */
final class KeepAlive {
    private final IoLoop loop;
    private final Outbox outbox;
    private final Context context;
    private final Consumer<String> dead;
    private @Nullable Timer pingTimer;
    private @Nullable Timer writeTimer;
    private boolean heard;
    private int unanswered;
    private long writtenSeen;
    private long stuckSince;

    KeepAlive(Context context, Outbox outbox, Consumer<String> dead) {
        this.loop = context.loop();
        this.context = context;
        this.outbox = outbox;
        this.dead = dead;
    }

    void start() {
        schedulePing();
        stuckSince = System.nanoTime();
        scheduleWriteCheck();
    }

    void stop() {
        if (pingTimer != null) {
            pingTimer.cancel();
        }
        if (writeTimer != null) {
            writeTimer.cancel();
        }
    }

    /** Something came in. */
    void heard() {
        heard = true;
    }

    private void schedulePing() {
        Duration interval = context.options().servers().pingInterval();
        if (!interval.isZero()) {
            pingTimer = loop.schedule(interval.toNanos(), this::pingTick);
        }
    }

    private void pingTick() {
        if (heard) {
            unanswered = 0;
        } else if (unanswered >= context.options().servers().pingsOutMax()) {
            dead.accept("no answer to " + unanswered + " PINGs");
            return;
        } else {
            unanswered++;
            context.counters().ping();
            outbox.ping(new Answer());
        }
        heard = false;
        outbox.trim();
        schedulePing();
    }

    private final class Answer implements PongWaiter {
        @Override
        public void pong() {
            unanswered = 0;
        }

        @Override
        public void lost(long inDoubt) {
            // the link that this was about is gone
        }
    }

    private void scheduleWriteCheck() {
        long limit = context.options().buffers().writeTimeout().toNanos();
        if (limit > 0) {
            writeTimer = loop.schedule(Math.max(limit / 4, 1_000_000), () -> writeTick(limit));
        }
    }

    private void writeTick(long limit) {
        long now = System.nanoTime();
        long written = outbox.written();
        if (written != writtenSeen || outbox.pendingBytes() == 0) {
            writtenSeen = written;
            stuckSince = now;
        } else if (now - stuckSince >= limit) {
            dead.accept("the socket took no byte for " + limit / 1_000_000 + " ms");
            return;
        }
        scheduleWriteCheck();
    }
}
