// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the API shows of a consumer: the copy that nats-server's store has of its state. That copy is told of deliveries, acknowledgements and purges, and
 * refuses what does not fit to what it holds, so that it may go its own way: a message that was given up does not raise its floors, and an
 * acknowledgement below them leaves the message pending there. What is pending in it are the consumer's own pending messages, but for two sets that
 * are nearly always empty. Confined to the consumer's loop.
 */
final class ShownState {
    /** Who acknowledges what was never sent must not make this grow without end. */
    private static final int LEFT_MAX = 65_536;

    private final PendingAcks pending;
    // pending here alone: consumer sequences by stream sequences
    private final TreeMap<Long, Long> left = new TreeMap<>();
    // pending, but not here
    private final Set<Long> unknown = new HashSet<>();

    private long deliveredConsumer;
    private long deliveredStream;
    private long floorConsumer;
    private long floorStream;

    ShownState(PendingAcks pending) {
        this.pending = pending;
    }

    /** The last consumer sequence that was delivered. */
    long deliveredConsumer() {
        return deliveredConsumer;
    }

    /** The highest stream sequence that was delivered, or passed by a purge. */
    long deliveredStream() {
        return deliveredStream;
    }

    /** The consumer sequence up to which everything is acknowledged. */
    long floorConsumer() {
        return floorConsumer;
    }

    /** The stream sequence up to which everything is acknowledged. */
    long floorStream() {
        return floorStream;
    }

    /** Takes over a whole state, whatever was before. */
    void reset(long toConsumer, long toStream, long ackFloorConsumer, long ackFloorStream) {
        left.clear();
        unknown.clear();
        deliveredConsumer = toConsumer;
        deliveredStream = toStream;
        floorConsumer = ackFloorConsumer;
        floorStream = ackFloorStream;
    }

    /** Takes over the consumer's own state, with what is pending, unless it makes no sense or is older than what is here. */
    void replace(long toConsumer, long toStream, long ackFloorConsumer, long ackFloorStream) {
        boolean fits = ackFloorConsumer <= toConsumer
                && ackFloorStream <= toStream
                && (pending.size() == 0
                        || pending.sequence(pending.first()) > ackFloorStream
                                && pending.sequence(pending.last()) <= toStream);
        if (fits && toConsumer >= deliveredConsumer && ackFloorStream >= floorStream) {
            reset(toConsumer, toStream, ackFloorConsumer, ackFloorStream);
        }
    }

    /** A message went out that needs no acknowledgement. */
    void deliveredForGood(long stream, long consumer) {
        deliveredConsumer = Math.max(deliveredConsumer, consumer);
        floorConsumer = Math.max(floorConsumer, consumer);
        deliveredStream = Math.max(deliveredStream, stream);
        floorStream = Math.max(floorStream, stream);
    }

    /** A message went out; {@code again}: it is pending already. */
    void delivered(long stream, long consumer, boolean again) {
        boolean refused = consumer <= floorConsumer;
        if (!again && (refused || stream <= deliveredStream)) {
            unknown.add(stream);
        }
        if (!refused) {
            deliveredConsumer = Math.max(deliveredConsumer, consumer);
            deliveredStream = Math.max(deliveredStream, stream);
        }
    }

    /** A message had all its deliveries: it has left the pending ones, but the floors do not move. */
    void exhausted(long stream, long consumer) {
        boolean known = leaves(stream);
        if (consumer > floorConsumer) {
            left.remove(stream);
        } else if (known) {
            keep(stream, consumer);
        }
    }

    /** A message that was not pending is acknowledged. */
    void acknowledgedAgain(long stream, long consumer) {
        Long first = left.isEmpty() || consumer <= floorConsumer ? null : left.remove(stream);
        if (first != null) {
            raise(stream, Math.min(first, consumer), firstAfter(stream));
        }
    }

    /** A message is done: it has left the pending ones, where {@code next} was the slot behind it. */
    void settled(long stream, long consumer, int next) {
        boolean known = leaves(stream);
        if (consumer <= floorConsumer) {
            if (known) {
                keep(stream, consumer);
            }
        } else if (known || left.containsKey(stream)) {
            left.remove(stream);
            raise(stream, consumer, next);
        }
    }

    private int firstAfter(long stream) {
        int slot = pending.first();
        while (slot != PendingAcks.NONE && pending.sequence(slot) <= stream) {
            slot = pending.next(slot);
        }
        return slot;
    }

    private void keep(long stream, long consumer) {
        left.putIfAbsent(stream, consumer);
        if (left.size() > LEFT_MAX) {
            left.pollFirstEntry();
        }
    }

    private boolean leaves(long stream) {
        return unknown.isEmpty() || !unknown.remove(stream);
    }

    private void raise(long stream, long consumer, int next) {
        if (pending.size() - unknown.size() + left.size() == 0) {
            floorConsumer = deliveredConsumer;
            floorStream = deliveredStream;
        } else if (consumer == floorConsumer + 1) {
            floorConsumer = consumer;
            floorStream = stream;
            raiseToNext(stream, next);
        }
    }

    /** The floors go up to the message before the next one that is pending. */
    private void raiseToNext(long stream, int next) {
        int slot = next;
        while (slot != PendingAcks.NONE && !unknown.isEmpty() && unknown.contains(pending.sequence(slot))) {
            slot = pending.next(slot);
        }
        long nextStream = slot == PendingAcks.NONE ? Long.MAX_VALUE : pending.sequence(slot);
        long nextConsumer = slot == PendingAcks.NONE ? 0 : pending.deliverySequence(slot);
        Long alone = left.isEmpty() ? null : left.higherKey(stream);
        if (alone != null && alone < nextStream) {
            nextStream = alone;
            nextConsumer = left.getOrDefault(alone, 0L);
        }
        if (nextConsumer > 0 && nextStream <= deliveredStream && deliveredConsumer > floorConsumer) {
            floorConsumer = nextConsumer - 1;
            floorStream = nextStream - 1;
        }
    }

    /** Everything up to that message is about to leave the pending ones: one acknowledgement stands for all. */
    void settlingUpTo(long stream, long consumer) {
        boolean known =
                left.containsKey(stream) || pending.find(stream) != PendingAcks.NONE && !unknown.contains(stream);
        if (known && consumer > floorConsumer) {
            floorConsumer = consumer;
            floorStream = stream;
            left.headMap(stream, true).clear();
        } else {
            for (int slot = pending.first();
                    slot != PendingAcks.NONE && pending.sequence(slot) <= stream;
                    slot = pending.next(slot)) {
                if (!unknown.contains(pending.sequence(slot))) {
                    keep(pending.sequence(slot), pending.deliverySequence(slot));
                }
            }
        }
        unknown.removeIf(sequence -> sequence <= stream);
    }
}
