// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.storage.ByteRange;
import io.natskit.server.jetstream.storage.ConsumerState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A living consumer: takes acknowledgements, pull requests and news from the stream, and sends what is to be sent in turns of bounded length.
 * Confined to its stream's loop.
 */
final class Consumer implements Cursor.GivingUp {
    private static final byte[] NOTHING = {};

    private final Surroundings around;
    private final ConsumerIdentity identity;
    private final Notices notices;
    private final Progress progress;
    private final Journal journal;
    private final Acknowledgements acknowledgements;
    private final Cursor cursor;
    private final Pin pin;
    private final @Nullable Pulls pulls;
    private final @Nullable Push push;
    private final Delivery delivery;
    private final Pause pause;
    private final Inactivity inactivity;
    private final AckSubject ackSubject = new AckSubject();

    private Terms terms;
    private boolean closed;

    Consumer(ConsumerIdentity identity, Terms terms, Surroundings around, ConsumerStart start) {
        this.identity = identity;
        this.terms = terms;
        this.around = around;
        this.notices = identity.notices(around);
        this.progress = new Progress(terms.waitNanos());
        this.journal = new Journal(start.store(), around, this::state);
        this.acknowledgements = new Acknowledgements(around, terms, progress, journal, notices, identity.retained());
        this.cursor = new Cursor(
                around.messages(),
                progress,
                terms.filter(),
                terms.isLastPerSubject(),
                terms.maxAckPending(),
                terms.maxDeliver(),
                this);
        this.pin = new Pin(around, notices);
        this.pause = new Pause(around, notices, terms);
        byte[] target = terms.deliverSubject();
        this.push = target == null ? null : new Push(around, terms, target, identity.flowPrefix());
        this.pulls = target == null ? new Pulls(around, terms.pullLimits(), pin, this::sendHeartbeat) : null;
        start.begin(progress, cursor, journal, terms, around);
        cursor.recount();
        this.delivery = new Delivery(identity, terms, around, progress, journal, cursor, pin, pause, pulls, push);
        this.inactivity = new Inactivity(around, terms, progress, pulls, push);
        if (push != null) {
            push.checkInterest(around.nowNanos());
        }
    }

    ConsumerIdentity identity() {
        return identity;
    }

    Terms terms() {
        return terms;
    }

    Progress progress() {
        return progress;
    }

    Cursor cursor() {
        return cursor;
    }

    Pin pin() {
        return pin;
    }

    Notices notices() {
        return notices;
    }

    @Nullable
    Pulls pulls() {
        return pulls;
    }

    @Nullable
    Push push() {
        return push;
    }

    Journal journal() {
        return journal;
    }

    /** Whether its state is kept nowhere else. */
    boolean isInMemory() {
        return identity.inMemory();
    }

    boolean isClosed() {
        return closed;
    }

    /** When something was delivered last, in nanoseconds since 1970; 0 for never. */
    long lastDeliveryWallNanos() {
        return delivery.lastWallNanos();
    }

    /** When something was acknowledged last, in nanoseconds since 1970; 0 for never. */
    long lastAckWallNanos() {
        return acknowledgements.lastWallNanos();
    }

    // what comes in

    /** An acknowledgement; {@code reply} is empty if nobody wants it confirmed. */
    void acknowledged(ByteRange subject, byte[] reply, ByteRange body) {
        used();
        AckKind kind = AckKind.of(body.array(), body.offset(), body.length());
        boolean understood = ackSubject.read(subject.array(), subject.offset(), subject.length());
        long stream = ackSubject.streamSequence();
        long consumer = ackSubject.consumerSequence();
        long deliveries = ackSubject.deliveries();
        if (understood && kind != AckKind.UNKNOWN) {
            around.answered(kind, stream, deliveries);
        }
        boolean confirms = understood;
        int argument = body.offset() + kind.wordLength();
        int rest = body.length() - kind.wordLength();
        switch (kind) {
            case ACK -> confirms &= acknowledgements.acknowledge(stream, consumer, deliveries, true);
            case NEXT -> {
                acknowledgements.acknowledge(stream, consumer, deliveries, true);
                pulled(reply, body.array(), argument, rest);
                confirms = false;
            }
            case NAK -> acknowledgements.refuse(stream, consumer, deliveries, body.array(), argument, rest);
            case PROGRESS -> acknowledgements.progressed(stream);
            case TERMINATE ->
                confirms &= acknowledgements.terminate(
                        stream, consumer, deliveries, Acknowledgements.reason(body.array(), argument, rest));
            case UNKNOWN -> {}
        }
        if (confirms && reply.length > 0) {
            journal.confirm(reply);
        }
    }

    /** A pull request. */
    void pulled(byte[] reply, byte[] bytes, int offset, int length) {
        if (pulls == null) {
            around.send(reply, NOTHING, Statuses.of(409, "Consumer is push based"), NOTHING);
            return;
        }
        boolean waits = pulls.admit(
                reply,
                PullParser.read(bytes, offset, length),
                () -> cursor.pendingCount(around.lastSequence())
                        + progress.pending().queuedCount());
        if (waits) {
            around.wake();
        }
    }

    /** An answer to flow control; the sequences are those of its headers, 0 where there is none. */
    void flowed(ByteRange subject, long consumerSequence, long streamSequence) {
        if (push != null
                && push.answered(subject.array(), subject.offset(), subject.length())
                && terms.acksByFlowControl()
                && streamSequence > 0) {
            acknowledgements.acknowledge(streamSequence, Math.max(0, consumerSequence), 1, false);
        }
    }

    /** Messages up to {@link Surroundings#lastSequence} may be delivered. */
    void committed() {
        if (delivery.isPossible()) {
            around.wake();
        }
    }

    /** A matching message went out of the stream. */
    void removed(long sequence, boolean matches) {
        if (matches) {
            cursor.removed(sequence);
        }
        int slot = progress.pending().find(sequence);
        if (slot != PendingAcks.NONE) {
            acknowledgements.gone(slot);
        } else if (progress.forgetExhausted(sequence)) {
            journal.forgotten(sequence);
        }
    }

    /** Messages were purged; {@code first} is the first that may still be there, and {@code partly} says that later ones went too. */
    void purged(long first, boolean partly) {
        if (progress.purge(first, partly ? sequence -> !delivery.exists(sequence) : sequence -> false) > 0) {
            acknowledgements.active();
        }
        journal.replace();
        cursor.recount();
    }

    /** Whether the consumer still needs a message that matches its filter. */
    boolean needs(long sequence) {
        if (progress.isExhausted(sequence)) {
            return true;
        }
        if (sequence <= progress.floorStream()) {
            return false;
        }
        return !terms.acksExplicitly()
                || sequence >= progress.nextStream()
                || progress.pending().find(sequence) != PendingAcks.NONE;
    }

    /** The interest in the deliver subject may have changed. */
    void interestChanged() {
        if (push != null && push.checkInterest(around.nowNanos())) {
            around.wake();
        } else {
            schedule();
        }
    }

    private void used() {
        long now = around.nowNanos();
        if (pulls != null) {
            pulls.active(now);
        } else if (push != null && !push.isActive()) {
            push.used(now);
        }
    }

    // the turn

    /** Does what is due and sends what may be sent, for a while. */
    void turn() {
        if (closed) {
            return;
        }
        long now = around.nowNanos();
        acknowledgements.expire(now);
        pin.expire(now);
        pause.endIfOver();
        int end = delivery.turn(now);
        if (closed) {
            return;
        }
        if (pulls != null && (pulls.nextDeadline() <= now || pulls.hasNoWaits()) && end >= 0) {
            pulls.settle(end != Cursor.AT_LIMIT, now);
        }
        if (push != null) {
            push.tick(progress, terms.acksByFlowControl() && progress.pending().size() > 0, now);
        }
        if (inactivity.isOver(now)) {
            around.vanish();
            return;
        }
        journal.turnEnded(now);
        schedule();
    }

    private void sendHeartbeat(byte[] to) {
        around.send(
                to, NOTHING, Statuses.heartbeat(progress.nextConsumer() - 1, progress.nextStream() - 1, null), NOTHING);
    }

    @Override
    public void exhausted(int slot, int deliveries) {
        acknowledgements.exhausted(slot, deliveries);
    }

    @Override
    public void gone(int slot) {
        acknowledgements.gone(slot);
    }

    // time

    private void schedule() {
        long now = around.nowNanos();
        long next = Math.min(progress.pending().nextDeadline(), Math.min(pin.untilNanos(), journal.nextDeadline()));
        next = Math.min(next, Math.min(delivery.heldUntil(), pause.nextDeadline(now)));
        if (pulls != null) {
            next = Math.min(next, pulls.nextDeadline());
        }
        if (push != null) {
            next = Math.min(next, push.nextDeadline());
        }
        next = Math.min(next, inactivity.nextDeadline(now));
        if (next != Long.MAX_VALUE) {
            around.wakeAt(next);
        }
    }

    // changes

    /** Whether the stream keeps messages only while somebody needs them, and wants to be told; an update of the stream may change it. */
    void retained(boolean now) {
        delivery.retained(now);
        acknowledgements.retained(now);
    }

    /** Takes over an updated configuration that has been checked. */
    void update(Terms updated) {
        Terms before = terms;
        terms = updated;
        acknowledgements.terms(updated);
        if (!Arrays.equals(before.waitNanos(), updated.waitNanos())) {
            progress.pending().waitNanos(updated.waitNanos());
        }
        cursor.change(updated.filter(), updated.maxAckPending(), updated.maxDeliver());
        delivery.terms(updated);
        if (pulls != null) {
            pulls.limits(updated.pullLimits());
        }
        byte[] target = updated.deliverSubject();
        if (push != null && target != null && !Arrays.equals(target, push.target())) {
            retarget(push, target, updated.deliverGroup());
        }
        inactivity.terms(updated);
        pause.terms(updated);
        if (!Terms.filters(before.config()).equals(Terms.filters(updated.config()))) {
            cursor.recount();
        }
        around.wake();
    }

    /** Delivers elsewhere, first of all what is pending. */
    private void retarget(Push to, byte[] target, byte @Nullable [] group) {
        PendingAcks pending = progress.pending();
        for (int slot = pending.first(); slot != PendingAcks.NONE; slot = pending.next(slot)) {
            pending.queue(slot);
        }
        to.target(target, group);
        to.checkInterest(around.nowNanos());
    }

    /** Begins again at a sequence; what was delivered is forgotten. */
    void reset(long sequence) {
        progress.startAt(Math.max(1, sequence));
        cursor.forgetLasts();
        cursor.recount();
        delivery.forget();
        acknowledgements.forgetActivity();
        journal.replace();
        around.wake();
    }

    /** Unpins the client of a group. */
    void unpin(String group) {
        pin.release();
        notices.unpinned(group, "admin");
        around.wake();
    }

    /** The server is about to end: who waits is told, and asks again elsewhere or later. */
    void serverEnds() {
        if (pulls != null && !closed) {
            pulls.endAll(409, ConsumerInbox.ENDS, true);
        }
    }

    /** Ends; {@code deleted}: for good. Who waits is told. The store is the caller's to close. */
    void close(boolean deleted) {
        if (closed) {
            return;
        }
        closed = true;
        if (pulls != null) {
            if (deleted) {
                pulls.endAll(409, ConsumerInbox.DELETED, false);
            } else {
                pulls.endAll(409, ConsumerInbox.ENDS, true);
            }
        }
    }

    /** Ends for a fault of the server itself. Who waits is told. The store is the caller's to abandon. */
    void goOffline() {
        closed = true;
        if (pulls != null) {
            pulls.endAll(409, ConsumerInbox.OFFLINE, true);
        }
    }

    /** Everything that has to be known after a restart. */
    ConsumerState state() {
        return progress.state(around.wallNanos() - around.nowNanos());
    }
}
