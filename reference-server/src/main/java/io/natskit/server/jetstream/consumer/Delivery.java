// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.wire.jetstream.PriorityPolicy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer sends in its turns, which are of bounded length: the next message in its form, to whose turn it is, at the pace that is asked for, and
 * noted as delivered. Confined to the consumer's loop.
 */
final class Delivery {
    private static final int TURN_MESSAGES = 512;
    private static final int TURN_BYTES = 512 * 1024;
    private static final long MISSED_PAUSE_NANOS = 10_000_000L;

    private final ConsumerIdentity identity;
    private final Surroundings around;
    private final Progress progress;
    private final Journal journal;
    private final Cursor cursor;
    private final Pin pin;
    private final Pause pause;
    private final @Nullable Pulls pulls;
    private final @Nullable Push push;
    private final Outgoing outgoing;
    private final Pace pace;

    private Terms terms;
    private boolean retained;
    private long held = Long.MAX_VALUE;
    private long lastWallNanos;

    /** Of a consumer that is asked by {@code pulls}, or has a {@code push} side. */
    Delivery(
            ConsumerIdentity identity,
            Terms terms,
            Surroundings around,
            Progress progress,
            Journal journal,
            Cursor cursor,
            Pin pin,
            Pause pause,
            @Nullable Pulls pulls,
            @Nullable Push push) {
        this.identity = identity;
        this.terms = terms;
        this.around = around;
        this.progress = progress;
        this.journal = journal;
        this.cursor = cursor;
        this.pin = pin;
        this.pause = pause;
        this.pulls = pulls;
        this.push = push;
        this.retained = identity.retained();
        this.outgoing = new Outgoing(around, identity.ackReply(), terms.config().headersOnly());
        this.pace = new Pace(terms.isReplay(), around.lastSequence());
        pace.rate(rate());
    }

    private @Nullable ByteRate rate() {
        long bits = terms.config().rateLimit();
        return bits == 0 ? null : new ByteRate(bits, identity.burstBytes(), around.nowNanos());
    }

    /** Other terms, from now on. */
    void terms(Terms updated) {
        Terms before = terms;
        terms = updated;
        outgoing.headersOnly(updated.config().headersOnly());
        if (before.config().rateLimit() != updated.config().rateLimit()) {
            pace.rate(rate());
        }
    }

    /** Whether the stream keeps messages only while somebody needs them, and wants to be told. */
    void retained(boolean now) {
        retained = now;
    }

    /** When something was delivered last, in nanoseconds since 1970; 0 for never. */
    long lastWallNanos() {
        return lastWallNanos;
    }

    /** The consumer begins again. */
    void forget() {
        lastWallNanos = 0;
    }

    /** Whether a message is in the stream. */
    boolean exists(long sequence) {
        return outgoing.exists(sequence);
    }

    /** Whether somebody would take a message now. */
    boolean isPossible() {
        if (pause.isOn()) {
            return false;
        }
        return push != null ? push.mayDeliver() : pulls != null && !pulls.isEmpty();
    }

    /** Until when the next message is held back, if it is. */
    long heldUntil() {
        return held;
    }

    /** Sends messages until something is in the way; answers what {@link Cursor#look} said last, or -1 if the turn was over first. */
    int turn(long now) {
        int messages = 0;
        int bytes = 0;
        while (isPossible()) {
            if (messages >= TURN_MESSAGES || bytes >= TURN_BYTES) {
                around.wake();
                return -1;
            }
            int found = cursor.look(around.lastSequence());
            if (found != Cursor.MESSAGE) {
                pace.atEnd(progress.nextStream());
                return found;
            }
            StoredMessage message = cursor.message();
            outgoing.prepare(
                    message,
                    cursor.deliveries(),
                    progress.nextConsumer(),
                    cursor.pendingCountAfterTaking(around.lastSequence()));
            int size = outgoing.size();
            long hold = pace.holdUntil(message.sequence(), message.timestampNanos(), size, now);
            if (hold > now) {
                held = hold;
                return Cursor.MESSAGE;
            }
            held = Long.MAX_VALUE;
            if (!send(message, size, now)) {
                return Cursor.MESSAGE;
            }
            messages++;
            bytes += size;
        }
        return Cursor.END;
    }

    /** Sends the message that was found to whose turn it is; false if nobody can take it now. */
    private boolean send(StoredMessage message, int size, long now) {
        WaitingPull request = null;
        byte[] target;
        if (pulls != null) {
            request = pulls.choose(
                    size,
                    cursor.pendingCountAfterTaking(around.lastSequence()),
                    progress.pending().size(),
                    now);
            if (request == null) {
                return false;
            }
            target = request.reply();
            if (pin.isTaken() || terms.pullLimits().policy() == PriorityPolicy.PINNED_CLIENT) {
                outgoing.addPin(message, pin.id());
            }
        } else {
            Objects.requireNonNull(push);
            target = push.target();
        }
        long sequence = message.sequence();
        long timestamp = message.timestampNanos();
        int flowSize = target.length + outgoing.size() - message.subject().length();
        cursor.taken();
        int got = outgoing.send(target, message);
        if (got > 0) {
            around.consumed(message, cursor.deliveries());
        }
        pace.delivered(timestamp, size);
        count(sequence, now);
        if (request != null) {
            Objects.requireNonNull(pulls);
            pulls.delivered(request, now);
            if (got == 0) {
                missed(request, sequence, now);
                return false;
            }
        } else {
            Objects.requireNonNull(push);
            boolean atLimit = terms.acksByFlowControl()
                    && terms.maxAckPending() > 0
                    && progress.pending().size() >= terms.maxAckPending();
            push.delivered(flowSize, atLimit, now);
            if (got == 0) {
                push.checkInterest(now);
                return false;
            }
        }
        return true;
    }

    /** Counts a delivery. */
    private void count(long sequence, long now) {
        long consumerSequence = progress.takeConsumerSequence();
        lastWallNanos = around.wallNanos();
        if (terms.acksNothing()) {
            progress.deliveredForGood(sequence, consumerSequence);
            journal.deliveredForGood(consumerSequence, sequence);
            // as nats-server: who needs no acknowledgements tells only a stream that was such from the beginning
            if (retained && identity.retained()) {
                around.acknowledged(sequence);
            }
        } else {
            progress.delivered(sequence, consumerSequence, now);
            journal.delivered(consumerSequence, sequence, cursor.deliveries(), lastWallNanos);
        }
    }

    /** A message reached nobody: it is sent again at once, and that delivery does not count. */
    private void missed(WaitingPull request, long sequence, long now) {
        Objects.requireNonNull(pulls);
        pulls.undelivered(request, now);
        PendingAcks pending = progress.pending();
        int slot = pending.find(sequence);
        if (slot != PendingAcks.NONE) {
            pending.redeliveries(slot, Math.max(0, pending.redeliveries(slot) - 1));
            pending.queue(slot);
        }
        held = now + MISSED_PAUSE_NANOS;
    }
}
