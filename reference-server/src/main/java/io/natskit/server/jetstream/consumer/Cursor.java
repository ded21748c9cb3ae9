// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.storage.MessageStore;
import io.natskit.server.jetstream.storage.StoredMessage;
import io.natskit.server.jetstream.storage.SubjectFilter;

/**
 * Finds the message that goes out next: what has to be sent again first, then the last messages of each subject where the consumer begins with those,
 * then what matches the filter. Keeps the number of matching messages that were not delivered. Looking changes nothing; {@link #taken} moves on.
 * Confined to the consumer's loop.
 */
final class Cursor {
    /** There is a message. */
    static final int MESSAGE = 0;
    /** Everything there is was delivered. */
    static final int END = 1;
    /** As many messages wait for acknowledgements as may. */
    static final int AT_LIMIT = 2;

    private static final long[] NOTHING = {};
    // more than that is counted by the store's index
    private static final long WALK_MAX = 10_000;

    private final MessageStore store;
    private final Progress progress;
    private final GivingUp givingUp;
    private final StoredMessage message = new StoredMessage();
    private final boolean lastPerSubject;
    private SubjectFilter filter;
    private int maxAckPending;
    private int maxDeliver;

    private long[] lasts = NOTHING;
    private int nextLast;
    private long resumeAfterLasts;

    private long pendingCount;
    private long countedUpTo;

    // what was found
    private int slot;
    private int deliveries;
    private boolean fromLasts;

    /** Told of messages that will not be sent again. */
    interface GivingUp {
        /** The message in the slot had {@code deliveries} deliveries, the last that it may have. */
        void exhausted(int slot, int deliveries);

        /** The message in the slot is gone from the stream. */
        void gone(int slot);
    }

    Cursor(
            MessageStore store,
            Progress progress,
            SubjectFilter filter,
            boolean lastPerSubject,
            int maxAckPending,
            int maxDeliver,
            GivingUp givingUp) {
        this.store = store;
        this.progress = progress;
        this.filter = filter;
        this.lastPerSubject = lastPerSubject;
        this.maxAckPending = maxAckPending;
        this.maxDeliver = maxDeliver;
        this.givingUp = givingUp;
    }

    /** Changes what an update may change; {@link #recount} if the filter is another. */
    void change(SubjectFilter newFilter, int newMaxAckPending, int newMaxDeliver) {
        filter = newFilter;
        maxAckPending = newMaxAckPending;
        maxDeliver = newMaxDeliver;
    }

    /** Which subjects matter. */
    SubjectFilter filter() {
        return filter;
    }

    /** The message that {@link #look} found; valid until the next use of the store. */
    StoredMessage message() {
        return message;
    }

    /** The how many-th delivery of that message this would be. */
    int deliveries() {
        return deliveries;
    }

    /** How many matching messages up to {@code lastSequence} were not delivered. */
    long pendingCount(long lastSequence) {
        countUpTo(lastSequence);
        return Math.max(0, pendingCount);
    }

    /** How many will be, once the message that was found is taken. */
    long pendingCountAfterTaking(long lastSequence) {
        countUpTo(lastSequence);
        return Math.max(0, pendingCount - (deliveries == 1 ? 1 : 0));
    }

    /** Counts what was stored since the last time: only those count who ask. */
    private void countUpTo(long lastSequence) {
        if (lastSequence <= countedUpTo) {
            return;
        }
        if (lastSequence - countedUpTo > WALK_MAX) {
            recount();
            return;
        }
        long sequence = Math.max(countedUpTo + 1, progress.nextStream());
        while ((sequence = store.next(filter, sequence)) != 0 && sequence <= lastSequence) {
            pendingCount++;
            sequence++;
        }
        countedUpTo = lastSequence;
    }

    /** Begins with these messages, rising, and goes on after {@code resume}. */
    void beginWithLasts(long[] sequences, long resume) {
        lasts = sequences;
        nextLast = 0;
        resumeAfterLasts = resume;
    }

    /** Forgets the last messages of each subject that were not delivered. */
    void forgetLasts() {
        lasts = NOTHING;
        nextLast = 0;
    }

    /** Counts the matching messages anew. */
    void recount() {
        long from = progress.nextStream();
        pendingCount = lastPerSubject ? store.countSubjects(filter, from) : store.count(filter, from);
        countedUpTo = store.lastSequence();
    }

    /** A matching message was removed from the stream. */
    void removed(long sequence) {
        if (sequence >= progress.nextStream() && sequence <= countedUpTo) {
            pendingCount--;
        }
    }

    /** Adds to the count what goes back from delivered to not delivered. */
    void restore(long messages) {
        pendingCount += messages;
    }

    /** The count as it is shown: corrected where it cannot be right. */
    long shownCount(long lastSequence) {
        countUpTo(lastSequence);
        if (progress.nextStream() > lastSequence) {
            pendingCount = 0;
        } else if (pendingCount > 0) {
            pendingCount = Math.min(pendingCount, Math.min(store.messages(), lastSequence - progress.nextStream() + 1));
        }
        return Math.max(0, pendingCount);
    }

    /** Looks for the next message, up to {@code lastSequence}. */
    int look(long lastSequence) {
        PendingAcks pending = progress.pending();
        while ((slot = pending.firstQueued()) != PendingAcks.NONE) {
            deliveries = pending.redeliveries(slot) + 2;
            if (maxDeliver > 0 && deliveries > maxDeliver) {
                pending.redeliveries(slot, deliveries - 1);
                givingUp.exhausted(slot, deliveries - 1);
            } else if (store.read(pending.sequence(slot), message)) {
                return MESSAGE;
            } else {
                givingUp.gone(slot);
            }
        }
        deliveries = 1;
        if (maxAckPending > 0 && pending.size() >= maxAckPending) {
            return AT_LIMIT;
        }
        fromLasts = false;
        while (nextLast < lasts.length) {
            if (store.read(lasts[nextLast], message)) {
                fromLasts = true;
                return MESSAGE;
            }
            passLast();
        }
        long sequence = progress.nextStream();
        while (true) {
            sequence = store.next(filter, sequence);
            if (sequence == 0 || sequence > lastSequence) {
                progress.nextStream(Math.max(progress.nextStream(), lastSequence + 1));
                pendingCount = 0;
                countedUpTo = lastSequence;
                return END;
            }
            if (store.read(sequence, message)) {
                return MESSAGE;
            }
            sequence++; // damaged: passed over
        }
    }

    /** The message that was found goes out: moves on. */
    void taken() {
        PendingAcks pending = progress.pending();
        if (slot != PendingAcks.NONE) {
            pending.unqueue(slot);
            pending.redeliveries(slot, deliveries - 1);
            return;
        }
        pendingCount--;
        if (fromLasts) {
            passLast();
        } else {
            progress.nextStream(message.sequence() + 1);
        }
    }

    private void passLast() {
        long sequence = lasts[nextLast++];
        if (nextLast == lasts.length) {
            forgetLasts();
            progress.nextStream(Math.max(resumeAfterLasts, sequence) + 1);
        } else {
            progress.nextStream(sequence + 1);
        }
    }
}
