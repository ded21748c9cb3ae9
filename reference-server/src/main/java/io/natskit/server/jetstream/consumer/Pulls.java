// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.wire.GoDuration;
import io.natskit.wire.jetstream.PriorityPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The pull side of a consumer: admits requests, chooses the one that gets a message, and ends those that are over (PL-01 to PL-05). Confined to the
 * consumer's loop.
 */
final class Pulls {
    private static final byte[] NOTHING = {};
    private static final long FULL_CHECK_NANOS = 1_000_000_000L;

    private final Surroundings around;
    private final PullQueue queue;
    private final Pin pin;
    private final Heartbeat heartbeat;
    private PullLimits limits;
    private long lastActiveNanos;
    private long lastCheckNanos;
    private long nextDeadline = Long.MAX_VALUE;
    private int batchPending;

    /** Tells a requester how far the consumer is. */
    interface Heartbeat {
        /** Sends it there. */
        void send(byte[] to);
    }

    Pulls(Surroundings around, PullLimits limits, Pin pin, Heartbeat heartbeat) {
        this.around = around;
        this.limits = limits;
        this.pin = pin;
        this.heartbeat = heartbeat;
        this.queue = new PullQueue(limits.maxWaiting(), limits.policy() == PriorityPolicy.PRIORITIZED);
        this.lastActiveNanos = around.nowNanos();
        this.lastCheckNanos = lastActiveNanos - FULL_CHECK_NANOS;
    }

    /** Changes what an update may change. */
    void limits(PullLimits newLimits) {
        limits = newLimits;
    }

    boolean isEmpty() {
        return queue.size() == 0;
    }

    int size() {
        return queue.size();
    }

    /** When somebody asked or got something last. */
    long lastActiveNanos() {
        return lastActiveNanos;
    }

    /** Somebody did something that counts. */
    void active(long nowNanos) {
        lastActiveNanos = nowNanos;
    }

    /** When {@link #settle} has something to do. */
    long nextDeadline() {
        return nextDeadline;
    }

    /**
     * A request came. {@code undelivered} is how many messages could be had at once. True if it waits now: there may be something for it.
     */
    boolean admit(byte[] reply, PullParser.Result asked, LongSupplier undelivered) {
        long now = around.nowNanos();
        PullTerms terms = asked.terms();
        String refused = terms == null ? asked.problem() : refusal(terms);
        if (refused != null) {
            around.send(reply, NOTHING, refusalHeader(refused), NOTHING);
            return false;
        }
        Objects.requireNonNull(terms);
        if (limits.policy() == PriorityPolicy.PINNED_CLIENT && pin.isClaimedBy(terms.pin())) {
            pin.extend(limits.pinTimeoutNanos(), now);
        }
        if (queue.isFull() && now - lastCheckNanos > FULL_CHECK_NANOS) {
            settle(false, now);
        }
        if (terms.noWait() && !mayNotWait(reply, terms, undelivered.getAsLong(), now)) {
            return false;
        }
        WaitingPull request = new WaitingPull(reply, terms, now);
        if (!queue.add(request)) {
            // With a heartbeat the requester notices the silence; told at once it would ask again in a tight loop.
            if (terms.heartbeatNanos() <= 0) {
                around.send(reply, NOTHING, Statuses.of(409, "Exceeded MaxWaiting"), NOTHING);
            }
            return false;
        }
        lastActiveNanos = now;
        nextDeadline = Math.min(nextDeadline, Math.min(request.expiresNanos(), request.heartbeatNanos()));
        return true;
    }

    /** Whether a request that does not want to wait goes into the queue for what there is now. */
    private boolean mayNotWait(byte[] reply, PullTerms terms, long undelivered, long now) {
        if (undelivered == 0 && terms.expiresNanos() == 0) {
            lastActiveNanos = now;
            around.send(reply, NOTHING, Statuses.of(404, "No Messages"), NOTHING);
            return false;
        }
        if (undelivered > 0) {
            settle(false, now);
            if (undelivered < batchPending) {
                lastActiveNanos = now;
                around.send(reply, NOTHING, Statuses.of(408, "Requests Pending"), NOTHING);
                return false;
            }
        }
        return true;
    }

    /** Why a request is not taken, as "code text", or null. The order is nats-server's. */
    private @Nullable String refusal(PullTerms terms) {
        if (limits.maxBatch() > 0 && terms.batch() > limits.maxBatch()) {
            return "409 Exceeded MaxRequestBatch of " + limits.maxBatch();
        }
        if (limits.maxExpiresNanos() > 0 && terms.expiresNanos() > limits.maxExpiresNanos()) {
            return "409 Exceeded MaxRequestExpires of " + GoDuration.format(Duration.ofNanos(limits.maxExpiresNanos()));
        }
        if (terms.maxBytes() > 0 && limits.maxBytes() > 0 && terms.maxBytes() > limits.maxBytes()) {
            return "409 Exceeded MaxRequestMaxBytes of " + limits.maxBytes();
        }
        return terms.group() == null ? null : groupRefusal(terms, limits.policy());
    }

    private @Nullable String groupRefusal(PullTerms terms, PriorityPolicy policy) {
        if ((terms.minPending() != 0 || terms.minAckPending() != 0) && policy != PriorityPolicy.OVERFLOW) {
            return "400 Bad Request - Not a Overflow Priority consumer";
        }
        if (terms.pin() != null && policy != PriorityPolicy.PINNED_CLIENT) {
            return "400 Bad Request - Not a Pinned Client Priority consumer";
        }
        if (terms.priority() < 0 || terms.priority() > 9) {
            return "400 Bad Request - Priority must be between 0 and 9";
        }
        if (policy == PriorityPolicy.NONE) {
            return null;
        }
        String group = terms.group();
        if (group == null || group.isEmpty()) {
            return "400 Bad Request - Priority Group missing";
        }
        List<String> groups = limits.groups();
        if (!groups.contains(group)) {
            return "400 Bad Request - Invalid Priority Group";
        }
        return pin.isTaken() && terms.pin() != null && !pin.isClaimedBy(terms.pin())
                ? "423 Nats-Pin-Id mismatch"
                : null;
    }

    private static byte[] refusalHeader(String refused) {
        return Statuses.of(Integer.parseInt(refused.substring(0, 3)), refused.substring(4));
    }

    /**
     * The request that gets a message of that size, counted already; null if nobody can take it. {@code undelivered} are the messages that are left
     * without this one.
     */
    @Nullable
    WaitingPull choose(int size, long undelivered, int ackPending, long nowNanos) {
        boolean needsPin = limits.policy() == PriorityPolicy.PINNED_CLIENT && !pin.isTaken();
        int passed = 0;
        WaitingPull request;
        while ((request = queue.first()) != null) {
            if (request.expiresNanos() <= nowNanos) {
                timeOut(request);
                continue;
            }
            boolean pinned = false;
            if (needsPin && request.pin() == null) {
                pin.assign(request, limits.pinTimeoutNanos(), nowNanos);
                pinned = true;
            } else if (request.pin() != null && (needsPin || pin.isTaken() && !pin.isClaimedBy(request.pin()))) {
                end(request, 423, "Nats-Wrong-Pin-Id");
                continue;
            } else if (!needsPin && pin.isTaken() && request.pin() == null
                    || !overflows(request, undelivered, ackPending)) {
                queue.cycle();
                if (++passed >= queue.size()) {
                    return null;
                }
                continue;
            }
            if (!request.fits(size)) {
                if (pinned) {
                    pin.release();
                }
                end(request, 409, "Message Size Exceeds MaxBytes");
                continue;
            }
            if (!request.isListening(around)) {
                queue.remove(request);
                continue;
            }
            request.takeBytes(size);
            queue.served();
            return request;
        }
        return null;
    }

    private boolean overflows(WaitingPull request, long undelivered, int ackPending) {
        PullTerms terms = request.terms();
        if (limits.policy() != PriorityPolicy.OVERFLOW || terms.minPending() <= 0 && terms.minAckPending() <= 0) {
            return true;
        }
        return terms.minPending() > 0 && terms.minPending() <= undelivered + 1
                || terms.minAckPending() > 0 && terms.minAckPending() <= ackPending;
    }

    /** A message was sent for a request that {@link #choose} answered: ends it if that was all, or starts its time to the next heartbeat. */
    void delivered(WaitingPull request, long nowNanos) {
        lastActiveNanos = nowNanos;
        if (!request.isDone()) {
            request.beat(nowNanos);
        } else if (request.bytesLeft() > 0) {
            around.send(
                    request.reply(),
                    NOTHING,
                    Statuses.left(409, "Batch Completed", request.left(), request.bytesLeft()),
                    NOTHING);
        }
    }

    /** The message that was sent reached nobody: the request gets it back, if it is still there and somebody listens. */
    void undelivered(WaitingPull request, long nowNanos) {
        settle(false, nowNanos);
        if (queue.find(request.reply()) == request) {
            request.giveBackOne();
        }
    }

    /**
     * Ends requests that are over and sends heartbeats. {@code atEnd}: there is nothing more, so who does not want to wait goes.
     */
    void settle(boolean atEnd, long nowNanos) {
        lastCheckNanos = nowNanos;
        nextDeadline = Long.MAX_VALUE;
        batchPending = 0;
        WaitingPull request = queue.first();
        while (request != null) {
            WaitingPull following = request.next;
            if (request.expiresNanos() <= nowNanos) {
                timeOut(request);
            } else if (atEnd && request.terms().noWait() && (!request.expires() || request.delivered() > 0)) {
                around.send(request.reply(), NOTHING, Statuses.of(404, "No Messages"), NOTHING);
                lastActiveNanos = Math.max(lastActiveNanos, nowNanos);
                queue.remove(request);
            } else if (!around.hasInterest(request.reply())) {
                queue.remove(request);
            } else {
                stays(request, nowNanos);
            }
            request = following;
        }
    }

    private void stays(WaitingPull request, long nowNanos) {
        batchPending += request.left();
        if (request.heartbeatNanos() <= nowNanos) {
            heartbeat.send(request.reply());
            request.beat(nowNanos);
        }
        nextDeadline = Math.min(nextDeadline, Math.min(request.heartbeatNanos(), request.expiresNanos()));
    }

    /** Whether {@link #settle} must run although nothing is due: somebody does not want to wait. */
    boolean hasNoWaits() {
        return queue.hasNoWaits();
    }

    /** Ends all requests: the consumer goes. {@code counts} tells each what it did not get. */
    void endAll(int code, String description, boolean counts) {
        WaitingPull request;
        while ((request = queue.first()) != null) {
            byte[] header = counts
                    ? Statuses.left(code, description, request.left(), request.bytesLeft())
                    : Statuses.of(code, description);
            around.send(request.reply(), NOTHING, header, NOTHING);
            queue.remove(request);
        }
    }

    private void timeOut(WaitingPull request) {
        lastActiveNanos = Math.max(lastActiveNanos, request.expiresNanos());
        end(request, 408, "Request Timeout");
    }

    private void end(WaitingPull request, int code, String description) {
        around.send(
                request.reply(),
                NOTHING,
                Statuses.left(code, description, request.left(), request.bytesLeft()),
                NOTHING);
        queue.remove(request);
    }
}
