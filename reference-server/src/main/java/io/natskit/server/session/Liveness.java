// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.config.LivenessOptions;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.LoopTimer;
import java.util.concurrent.TimeUnit;

/** The clocks of one connection: the time to log in, and the PINGs that tell whether the client is still there. Confined to its loop. */
final class Liveness {
    private static final long FIRST_PING_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long MEASURE_EVERY_NANOS = TimeUnit.HOURS.toNanos(1);

    private final ClientSession session;
    private final EventLoop loop;
    private final LoopTimer pingTimer;
    private final LoopTimer loginTimer;
    private long intervalNanos;
    private int pingsOutMax;
    private final boolean shortFirstPing;
    private final long started;

    private int pingsOut;
    private boolean measured;
    private long pingSent;
    private long lastInput;
    private long lastActive;
    private long roundTripNanos;

    Liveness(ClientSession session, EventLoop loop, LivenessOptions options) {
        this.session = session;
        this.loop = loop;
        this.pingTimer = session.timer(this::pingDue);
        this.loginTimer = session.timer(this::loginDue);
        this.intervalNanos = options.pingInterval().toNanos();
        this.pingsOutMax = options.pingsOutMax();
        this.shortFirstPing = !options.disableShortFirstPing();
        this.started = loop.now();
        this.lastActive = started;
    }

    /** Other intervals, from the next PING on, which is due by the new one. */
    void reloaded(LivenessOptions options) {
        long before = intervalNanos;
        intervalNanos = options.pingInterval().toNanos();
        pingsOutMax = options.pingsOutMax();
        if (intervalNanos == before) {
            return;
        }
        loop.cancel(pingTimer);
        if (intervalNanos > 0) {
            loop.schedule(pingTimer, intervalNanos);
        }
    }

    /** Begins with the connection; {@code loginNanos} is 0 where nobody has to log in. */
    void start(long loginNanos) {
        if (loginNanos > 0) {
            loop.schedule(loginTimer, loginNanos);
        }
        if (intervalNanos > 0) {
            loop.schedule(pingTimer, intervalNanos);
        }
    }

    /** CONNECT came: the first PING follows soon, to measure the round trip. */
    void connectReceived() {
        loop.cancel(loginTimer);
        lastActive = loop.now();
        roundTripNanos = Math.max(1, lastActive - started);
        if (intervalNanos > 0) {
            long delay = shortFirstPing ? Math.min(intervalNanos, FIRST_PING_NANOS) : intervalNanos;
            loop.schedule(pingTimer, delay + jitter(delay / 5));
        }
    }

    void loggedIn() {
        loop.cancel(loginTimer);
    }

    void stop() {
        loop.cancel(loginTimer);
        loop.cancel(pingTimer);
    }

    /** Something came that shows that the client is alive. */
    void heard() {
        lastInput = loop.now();
    }

    /** The client has published or subscribed. */
    void active() {
        heard();
        lastActive = lastInput;
    }

    /** How long ago the client last did something, or was given a message, which was at {@code lastDelivery} if not 0. Any thread; may lag. */
    long idleNanos(long lastDelivery) {
        long now = loop.clockNanos();
        long idle = now - lastActive;
        return Math.max(0, lastDelivery == 0 ? idle : Math.min(idle, now - lastDelivery));
    }

    void pong() {
        pingsOut = 0;
        if (pingSent != 0) {
            roundTripNanos = Math.max(1, loop.now() - pingSent);
        }
    }

    long roundTripNanos() {
        return roundTripNanos;
    }

    private void loginDue() {
        session.end("Authentication Timeout", ClosedReason.AUTHENTICATION_TIMEOUT);
    }

    private void pingDue() {
        long now = loop.now();
        boolean wantsMeasure = !measured || now - pingSent > MEASURE_EVERY_NANOS;
        if (wantsMeasure || now - lastInput >= intervalNanos) {
            if (pingsOut + 1 > pingsOutMax) {
                session.stale();
                return;
            }
            pingsOut++;
            pingSent = now;
            measured = true;
            session.lines().ping();
        }
        loop.schedule(pingTimer, intervalNanos);
    }

    /** Spreads the first PINGs of clients that came together. */
    private static long jitter(long bound) {
        return bound <= 0 ? 0 : Math.floorMod(System.nanoTime() * 0x9E3779B97F4A7C15L >>> 17, bound);
    }
}
