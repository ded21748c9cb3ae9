// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The push side of a consumer: whether somebody listens, flow control and heartbeats (CO-07, CO-17). Confined to the consumer's loop. */
final class Push {
    private static final byte[] NOTHING = {};
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final Surroundings around;
    private final @Nullable FlowWindow window;
    private final String flowPrefix;
    private final long heartbeatNanos;
    private byte[] target;
    private byte @Nullable [] group;
    private boolean active;
    private long heartbeatAt;
    private long idleSinceNanos;

    /** The push side of a consumer that delivers to {@code target}; answers to flow control come to subjects that begin with {@code flowPrefix}. */
    Push(Surroundings around, Terms terms, byte[] target, String flowPrefix) {
        this.around = around;
        this.target = target;
        this.group = terms.deliverGroup();
        this.window = terms.config().flowControl() ? new FlowWindow() : null;
        this.flowPrefix = flowPrefix;
        this.heartbeatNanos = terms.idleHeartbeatNanos();
        long now = around.nowNanos();
        this.heartbeatAt = heartbeatNanos > 0 ? now + heartbeatNanos : Long.MAX_VALUE;
        this.idleSinceNanos = now;
    }

    byte[] target() {
        return target;
    }

    /** Delivers elsewhere from now on. */
    void target(byte[] subject, byte @Nullable [] queueGroup) {
        target = subject;
        group = queueGroup;
    }

    /** Whether somebody listens. */
    boolean isActive() {
        return active;
    }

    /** Since when nobody listens. */
    long idleSinceNanos() {
        return idleSinceNanos;
    }

    /** Something happened that shows that the consumer is used. */
    void used(long nowNanos) {
        idleSinceNanos = nowNanos;
    }

    /** Looks whether somebody listens; true if that is new. */
    boolean checkInterest(long nowNanos) {
        boolean before = active;
        active = around.isSubscribed(target, group);
        if (before && !active) {
            idleSinceNanos = nowNanos;
        }
        return active && !before;
    }

    boolean mayDeliver() {
        return active && (window == null || !window.isClosed());
    }

    /** A message of that size went out; {@code atLimit} as in {@link FlowWindow#sent}. */
    void delivered(int size, boolean atLimit, long nowNanos) {
        if (heartbeatNanos > 0) {
            heartbeatAt = nowNanos + heartbeatNanos;
        }
        if (window != null && window.sent(size, atLimit)) {
            ask();
        }
    }

    private void ask() {
        Objects.requireNonNull(window);
        StringBuilder subject = new StringBuilder(flowPrefix);
        long number = around.random() >>> 1;
        for (int i = 0; i < 4; i++) {
            subject.append(DIGITS.charAt((int) (number % DIGITS.length())));
            number /= DIGITS.length();
        }
        byte[] reply = subject.toString().getBytes(StandardCharsets.US_ASCII);
        window.ask(reply);
        around.send(target, reply, Statuses.FLOW_CONTROL, NOTHING);
    }

    /** An answer to flow control came to that subject; false if it is none to the last request. */
    boolean answered(byte[] subject, int offset, int length) {
        return window != null && window.answered(subject, offset, length);
    }

    /** When {@link #tick} has something to do. */
    long nextDeadline() {
        return heartbeatAt;
    }

    /** Sends a heartbeat if it is time; {@code asks} has a request for flow control follow if none is out. */
    void tick(Progress progress, boolean asks, long nowNanos) {
        if (nowNanos < heartbeatAt) {
            return;
        }
        heartbeatAt = nowNanos + heartbeatNanos;
        if (active) {
            byte[] stalled = window == null ? null : window.asked();
            around.send(
                    target,
                    NOTHING,
                    Statuses.heartbeat(progress.nextConsumer() - 1, progress.nextStream() - 1, stalled),
                    NOTHING);
            if (asks && stalled == null && window != null) {
                ask();
            }
        }
    }
}
