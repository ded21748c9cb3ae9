// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import java.nio.charset.StandardCharsets;

/** What acknowledgements do (CO-16, CO-18, CO-20). Confined to the consumer's loop. */
final class Acknowledgements {
    /** The reason that the terminated advisory gives for messages that went out of the stream. */
    static final String DELETED = "Unacknowledged message was deleted";

    private final Surroundings around;
    private final Progress progress;
    private final Journal journal;
    private final Notices notices;
    private boolean retained;
    private Terms terms;
    private long lastWallNanos;

    /** {@code retained}: the stream keeps messages only while somebody needs them, and wants to be told. */
    Acknowledgements(
            Surroundings around, Terms terms, Progress progress, Journal journal, Notices notices, boolean retained) {
        this.around = around;
        this.terms = terms;
        this.progress = progress;
        this.journal = journal;
        this.notices = notices;
        this.retained = retained;
    }

    /** Whether the stream keeps messages only while somebody needs them; an update of the stream may change it. */
    void retained(boolean now) {
        retained = now;
    }

    void terms(Terms newTerms) {
        terms = newTerms;
    }

    /** When the last acknowledgement came, in nanoseconds since 1970; 0 for never. */
    long lastWallNanos() {
        return lastWallNanos;
    }

    /** What was pending went with a purge, which counts as an acknowledgement. */
    void active() {
        lastWallNanos = around.wallNanos();
    }

    void forgetActivity() {
        lastWallNanos = 0;
    }

    /** A message is acknowledged. False if it was not delivered yet, which is no acknowledgement that could be confirmed. */
    boolean acknowledge(long streamSequence, long consumerSequence, long deliveries, boolean measured) {
        if (streamSequence >= progress.nextStream() && !terms.config().flowControl()) {
            return false;
        }
        if (terms.acksNothing()) {
            return false;
        }
        if (terms.acksExplicitly()) {
            explicit(streamSequence, consumerSequence, deliveries, measured);
        } else if (consumerSequence > progress.floorConsumer() && streamSequence > progress.floorStream()) {
            upTo(streamSequence, consumerSequence);
        }
        return true;
    }

    private void explicit(long streamSequence, long consumerSequence, long deliveries, boolean measured) {
        int slot = progress.pending().find(streamSequence);
        if (slot != PendingAcks.NONE) {
            if (measured && isMeasured()) {
                notices.acknowledged(
                        consumerSequence,
                        streamSequence,
                        around.nowNanos() - progress.pending().stamp(slot),
                        deliveries);
            }
            long floor = progress.storedFloorStream();
            progress.settle(slot);
            journal.settled(streamSequence, progress, floor);
        } else {
            progress.settleAgain(streamSequence, consumerSequence);
            if (progress.forgetExhausted(streamSequence)) {
                journal.forgotten(streamSequence);
            }
        }
        lastWallNanos = around.wallNanos();
        if (retained) {
            around.acknowledged(streamSequence);
        }
    }

    private void upTo(long streamSequence, long consumerSequence) {
        progress.settleUpTo(streamSequence, consumerSequence, sequence -> {
            if (retained && sequence != streamSequence) {
                around.acknowledged(sequence);
            }
        });
        journal.floor(progress);
        lastWallNanos = around.wallNanos();
        if (retained) {
            around.acknowledged(streamSequence);
        }
    }

    private boolean isMeasured() {
        int sampling = terms.sampling();
        return sampling >= 100 || sampling > 0 && Math.floorMod(around.random(), 100) <= sampling;
    }

    /** A message is refused: it is sent again, at once or after the delay that follows the word. True if it is queued. */
    boolean refuse(long streamSequence, long consumerSequence, long deliveries, byte[] bytes, int offset, int length) {
        PendingAcks pending = progress.pending();
        int slot = pending.find(streamSequence);
        if (consumerSequence <= progress.floorConsumer()
                || consumerSequence > progress.nextConsumer()
                || slot == PendingAcks.NONE) {
            return false;
        }
        notices.naked(consumerSequence, streamSequence, deliveries);
        long delay = NakDelay.read(bytes, offset, length);
        if (delay == NakDelay.NONE || delay == NakDelay.MALFORMED) {
            pending.queue(slot);
            return true;
        }
        long now = around.nowNanos();
        pending.unqueue(slot);
        pending.delay(slot, now + Math.max(0, delay), now);
        // as if it had been delivered so that its wait ends then
        journal.delivered(
                pending.deliverySequence(slot),
                streamSequence,
                deliveries,
                around.wallNanos() + delay - terms.waitNanos()[0]);
        return false;
    }

    /** Work on a message goes on: its wait begins anew. */
    void progressed(long streamSequence) {
        PendingAcks pending = progress.pending();
        int slot = pending.find(streamSequence);
        if (slot != PendingAcks.NONE) {
            if (pending.isQueued(slot)) {
                return;
            }
            pending.restart(slot, around.nowNanos());
            journal.delivered(
                    pending.deliverySequence(slot), streamSequence, pending.redeliveries(slot) + 1, around.wallNanos());
        }
    }

    /** A message is never to be sent again. As {@link #acknowledge}, with an advisory. */
    boolean terminate(long streamSequence, long consumerSequence, long deliveries, String reason) {
        boolean applied = acknowledge(streamSequence, consumerSequence, deliveries, false);
        notices.terminated(consumerSequence, streamSequence, deliveries, reason);
        return applied;
    }

    /** The reason that follows the word of a termination. */
    static String reason(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.UTF_8).strip();
    }

    /** A message that is pending went out of the stream. */
    void gone(int slot) {
        PendingAcks pending = progress.pending();
        terminate(
                pending.sequence(slot),
                pending.deliverySequence(slot),
                Math.max(1, pending.redeliveries(slot)),
                DELETED);
    }

    /** A message had all its deliveries. */
    void exhausted(int slot, int deliveries) {
        long sequence = progress.pending().sequence(slot);
        int redeliveries = Math.max(progress.pending().redeliveries(slot), 1);
        notices.exhausted(sequence, deliveries);
        progress.exhaust(slot);
        journal.exhausted(sequence, redeliveries);
    }

    /** Waits that are over: messages are queued to be sent again, or have had all their deliveries. True if there is something to send. */
    boolean expire(long nowNanos) {
        PendingAcks pending = progress.pending();
        if (pending.nextDeadline() > nowNanos) {
            return false;
        }
        boolean some = false;
        for (long sequence : pending.expire(nowNanos)) {
            int slot = pending.find(sequence);
            int times = pending.redeliveries(slot);
            if (terms.maxDeliver() > 0 && Math.max(times, 1) >= terms.maxDeliver()) {
                exhausted(slot, times + 1);
            } else {
                pending.queue(slot);
                some = true;
            }
        }
        return some;
    }
}
