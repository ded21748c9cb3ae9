// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.storage.ConsumerState;
import java.util.HashMap;
import java.util.Map;

/**
 * How far a consumer is: the next sequences, the floors below which everything is acknowledged, the messages in between, and those that were given up
 * after their last allowed delivery. Pure; confined to the consumer's loop.
 */
final class Progress {
    private final PendingAcks pending;
    // messages that had all their deliveries: they stay in the stream, and how often they were sent again stays known
    private final Map<Long, Integer> exhausted = new HashMap<>();

    private long nextStream = 1;
    private long nextConsumer = 1;
    private long deliveredStream;
    private long floorStream;
    private long floorConsumer;

    private final ShownState shown;

    /** Nothing delivered; {@code waitNanos} as in {@link PendingAcks}. */
    Progress(long[] waitNanos) {
        pending = new PendingAcks(waitNanos);
        shown = new ShownState(pending);
    }

    /** Begins at a stream sequence. */
    void startAt(long streamSequence) {
        pending.clear();
        exhausted.clear();
        nextStream = streamSequence;
        nextConsumer = 1;
        deliveredStream = streamSequence - 1;
        floorStream = streamSequence - 1;
        floorConsumer = 0;
        shown.reset(0, deliveredStream, 0, floorStream);
    }

    /** Takes up where an earlier life ended; what is pending is added by {@link #pending()} and {@link #exhaust}. */
    void resumeAt(long lastStream, long lastConsumer, long ackFloorStream, long ackFloorConsumer) {
        nextStream = lastStream + 1;
        nextConsumer = lastConsumer + 1;
        deliveredStream = lastStream;
        floorStream = ackFloorStream;
        floorConsumer = ackFloorConsumer;
        shown.reset(lastConsumer, lastStream, ackFloorConsumer, ackFloorStream);
    }

    /** What is neither acknowledged nor given up. */
    PendingAcks pending() {
        return pending;
    }

    /** The first stream sequence that was not looked at. */
    long nextStream() {
        return nextStream;
    }

    /** Moves on in the stream, past what does not matter or was just read; goes back too, over a message that nobody could take. */
    void nextStream(long sequence) {
        nextStream = sequence;
    }

    /** The consumer sequence of the next delivery. */
    long nextConsumer() {
        return nextConsumer;
    }

    /** Every stream sequence up to here is done. */
    long floorStream() {
        return floorStream;
    }

    /** Every consumer sequence up to here is done. */
    long floorConsumer() {
        return floorConsumer;
    }

    /** The highest stream sequence that was delivered, or passed by a purge. */
    long deliveredStream() {
        return deliveredStream;
    }

    /** What the API tells of it. */
    ShownState shown() {
        return shown;
    }

    /** The stream sequence of the floor that is stored: what is shown, but below everything that is still pending. */
    long storedFloorStream() {
        int first = pending.first();
        long shownFloor = shown.floorStream();
        return first == PendingAcks.NONE ? shownFloor : Math.min(shownFloor, pending.sequence(first) - 1);
    }

    /** The consumer sequence of the floor that is stored. */
    long storedFloorConsumer() {
        int first = pending.first();
        long shownFloor = shown.floorConsumer();
        return first == PendingAcks.NONE
                ? shownFloor
                : Math.min(shownFloor, Math.max(0, pending.deliverySequence(first) - 1));
    }

    /** How many messages are known to have been sent more than once. */
    int redeliveredCount() {
        return pending.redeliveredCount() + exhausted.size();
    }

    /** Gives out the consumer sequence of a delivery. */
    long takeConsumerSequence() {
        return nextConsumer++;
    }

    /** A message went out that needs no acknowledgement. */
    void deliveredForGood(long streamSequence, long consumerSequence) {
        deliveredStream = Math.max(deliveredStream, streamSequence);
        floorStream = streamSequence;
        floorConsumer = consumerSequence;
        shown.deliveredForGood(streamSequence, consumerSequence);
    }

    /** A message went out, for the first time or again; its wait begins. */
    void delivered(long streamSequence, long consumerSequence, long nowNanos) {
        int slot = pending.find(streamSequence);
        shown.delivered(streamSequence, consumerSequence, slot != PendingAcks.NONE);
        if (slot == PendingAcks.NONE) {
            pending.add(streamSequence, consumerSequence, 0, nowNanos);
            deliveredStream = Math.max(deliveredStream, streamSequence);
        } else {
            pending.restart(slot, nowNanos);
        }
    }

    /** One message is done: it leaves the pending ones and the floors move. */
    void settle(int slot) {
        long stream = pending.sequence(slot);
        long consumer = pending.deliverySequence(slot);
        int next = pending.next(slot);
        leave(slot);
        shown.settled(stream, consumer, next);
    }

    /** A message that is not pending, or no more, is acknowledged. */
    void settleAgain(long streamSequence, long consumerSequence) {
        shown.acknowledgedAgain(streamSequence, consumerSequence);
    }

    private void leave(int slot) {
        long stream = pending.sequence(slot);
        long consumer = pending.deliverySequence(slot);
        int next = pending.next(slot);
        pending.remove(slot);
        if (pending.size() == 0) {
            floorConsumer = nextConsumer - 1;
            floorStream = nextStream - 1;
        } else if (consumer == floorConsumer + 1) {
            boolean nextIsKnown = next != PendingAcks.NONE && pending.deliverySequence(next) > 0;
            floorConsumer = nextIsKnown ? pending.deliverySequence(next) - 1 : consumer;
            floorStream = nextIsKnown ? pending.sequence(next) - 1 : stream;
        }
    }

    /** Everything up to that message is done; the caller has seen to it that both sequences lie above the floors. */
    void settleUpTo(long streamSequence, long consumerSequence, SequenceAction settled) {
        floorConsumer = consumerSequence;
        floorStream = streamSequence;
        shown.settlingUpTo(streamSequence, consumerSequence);
        int slot = pending.first();
        while (slot != PendingAcks.NONE && pending.sequence(slot) <= streamSequence) {
            int next = pending.next(slot);
            long sequence = pending.sequence(slot);
            pending.remove(slot);
            settled.accept(sequence);
            slot = next;
        }
        exhausted.keySet().removeIf(sequence -> sequence <= streamSequence);
    }

    /** Gives a message up: it had all its deliveries. */
    void exhaust(int slot) {
        long sequence = pending.sequence(slot);
        long consumer = pending.deliverySequence(slot);
        int times = Math.max(pending.redeliveries(slot), 1);
        leave(slot);
        shown.exhausted(sequence, consumer);
        exhausted.put(sequence, times);
    }

    /** Remembers from an earlier life that a message was given up. */
    void exhausted(long sequence, int redeliveries) {
        exhausted.put(sequence, redeliveries);
    }

    /** Whether a message was given up. */
    boolean isExhausted(long sequence) {
        return !exhausted.isEmpty() && exhausted.containsKey(sequence);
    }

    /** Forgets that a message was given up; false if it was not. */
    boolean forgetExhausted(long sequence) {
        return !exhausted.isEmpty() && exhausted.remove(sequence) != null;
    }

    /** Forgets what was given up below a sequence. */
    void forgetExhaustedBelow(long sequence) {
        exhausted.keySet().removeIf(known -> known < sequence);
    }

    /** The messages that were given up and how often they were sent again. */
    Map<Long, Integer> exhausted() {
        return exhausted;
    }

    /**
     * Messages below {@code first} are gone from the stream, and those for which {@code gone} says so. Returns how many pending ones went with them.
     */
    int purge(long first, SequencePredicate gone) {
        nextStream = Math.max(nextStream, first);
        int dropped = 0;
        if (floorStream < first) {
            floorStream = first - 1;
            int slot = pending.first();
            while (slot != PendingAcks.NONE) {
                int next = pending.next(slot);
                long sequence = pending.sequence(slot);
                if (sequence < first || gone.test(sequence)) {
                    long consumer = pending.deliverySequence(slot);
                    floorConsumer = Math.max(floorConsumer, consumer);
                    pending.remove(slot);
                    shown.settled(sequence, consumer, next);
                    dropped++;
                }
                slot = next;
            }
        }
        if (pending.size() == 0) {
            exhausted.clear();
            floorConsumer = nextConsumer - 1;
            floorStream = nextStream - 1;
        }
        deliveredStream = nextStream - 1;
        shown.replace(nextConsumer - 1, nextStream - 1, floorConsumer, floorStream);
        return dropped;
    }

    /** Something to do with a sequence. */
    interface SequenceAction {
        /** Called once for each. */
        void accept(long sequence);
    }

    /** A question about a sequence. */
    interface SequencePredicate {
        /** Its answer. */
        boolean test(long sequence);
    }

    /** All of it as it is kept; {@code wallOffsetNanos} makes the time of day of the loop's time. */
    ConsumerState state(long wallOffsetNanos) {
        ConsumerState state = new ConsumerState()
                .delivered(nextConsumer() - 1, deliveredStream())
                .floor(storedFloorConsumer(), storedFloorStream());
        for (int slot = pending.first(); slot != PendingAcks.NONE; slot = pending.next(slot)) {
            state.pending()
                    .put(
                            pending.sequence(slot),
                            new ConsumerState.Pending(
                                    pending.deliverySequence(slot),
                                    pending.stamp(slot) + wallOffsetNanos,
                                    pending.redeliveries(slot) + 1L));
        }
        state.exhausted().putAll(exhausted());
        return state;
    }
}
