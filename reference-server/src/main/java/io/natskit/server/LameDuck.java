// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import io.natskit.server.config.LivenessOptions;
import io.natskit.server.session.ClientSession;
import io.natskit.server.session.ClosedReason;
import io.natskit.server.session.ServerContext;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.LoopTimer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * A server that leaves (CP-30): nobody new is let in, clients are told that they should go elsewhere, and after a grace period one after
 * another is closed, spread over the time that is left. On the first loop, by its clock.
 */
final class LameDuck {
    private static final long PAUSE_MAX_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ServerContext context;
    private final BooleanSupplier stopAccepting;
    private final Runnable close;
    private final EventLoop loop;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final LoopTimer next = new LoopTimer(this::closeNext);
    private volatile boolean stopped;

    // of the loop
    private final Deque<ClientSession> left = new ArrayDeque<>();
    private long pauseNanos;
    private boolean announced;

    LameDuck(ServerContext context, BooleanSupplier stopAccepting, Runnable close) {
        this.context = context;
        this.stopAccepting = stopAccepting;
        this.close = close;
        this.loop = context.loops().get(0);
    }

    /** Begins, once; false if it has begun before, or there is no port to close. */
    boolean begin() {
        if (!begun.compareAndSet(false, true)) {
            return false;
        }
        if (!stopAccepting.getAsBoolean()) {
            begun.set(false);
            return false;
        }
        context.log().notice("Entering lame duck mode, stop accepting new clients");
        loop.execute(this::announce);
        return true;
    }

    boolean hasBegun() {
        return begun.get();
    }

    /** The server closes for another reason. */
    void stop() {
        stopped = true;
    }

    private void announce() {
        List<ClientSession> clients = new ArrayList<>(context.registry().all());
        if (clients.isEmpty()) {
            end();
            return;
        }
        Collections.shuffle(clients);
        left.addAll(clients);
        LivenessOptions options = context.options().liveness();
        long grace = options.lameDuckGracePeriod().toNanos();
        long spread = options.lameDuckDuration().toNanos() - grace;
        long each = Math.max(1, (spread > 0 ? spread : PAUSE_MAX_NANOS) / clients.size());
        pauseNanos = Math.min(PAUSE_MAX_NANOS, each);
        clients.forEach(client -> client.directives().lameDuck());
        loop.schedule(next, grace);
    }

    private void closeNext() {
        if (stopped) {
            return;
        }
        if (!announced) {
            announced = true;
            context.log().notice("Closing existing clients");
        }
        ClientSession one = left.poll();
        if (one != null) {
            one.closeLater(ClosedReason.SERVER_SHUTDOWN);
        }
        if (left.isEmpty()) {
            end();
            return;
        }
        loop.schedule(next, Math.max(pauseNanos / 2, ThreadLocalRandom.current().nextLong(pauseNanos)));
    }

    /** Closing waits for the loops, so it cannot be done on one. */
    private void end() {
        Thread closer = new Thread(close, "nats-server-lame-duck");
        closer.setDaemon(true);
        closer.start();
    }
}
