// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

import org.jspecify.annotations.Nullable;

/**
 * What one consumer must know after a restart (row D4). A log of changes: the consumer keeps its state in structures of its own, tells each
 * change here, and from time to time writes all of it anew ({@link #snapshotDue()}). Confined to the owner's thread; flush, sync and
 * failure work as in {@link MessageStore}.
 */
public interface ConsumerStore extends AutoCloseable {
    /** What was found when the store was opened; empty for a new consumer. Given once and then forgotten by the store. */
    ConsumerState recovered();

    /** A new consumer looks at that sequence first. Told before anything else; it is kept with the consumer, not here. */
    void startsAt(long streamSequence);

    /**
     * A message was delivered: both delivered sequences rise to it if they are lower.
     *
     * @param deliveries how often by now, 1 for the first time
     * @param pending whether an ack is waited for (explicit and all); false with ack none
     */
    void delivered(long consumerSequence, long streamSequence, long deliveries, long timestampNanos, boolean pending);

    /** A message is no longer pending, or no longer remembered as exhausted: acked, terminated or gone from the stream. */
    void settled(long streamSequence);

    /** A message is no longer pending because it had all its deliveries; that is remembered until it is settled or lies below the floor. */
    void exhausted(long streamSequence, int redeliveries);

    /** The ack floor is there now; whatever is pending at or below this stream sequence is settled. */
    void ackFloor(long consumerSequence, long streamSequence);

    /** Whether the log is long enough to be replaced by {@link #replace}. */
    boolean snapshotDue();

    /** Replaces all that was told before: a snapshot now and then, a reset, a restore. The state is copied. */
    void replace(ConsumerState state);

    /** As {@link MessageStore#flush()}; after a failure everything is written anew by {@link #replace}. */
    void flush();

    /** As {@link MessageStore#prepareSync()}. */
    Step prepareSync();

    /** As {@link MessageStore#failure()}. */
    @Nullable
    StoreFailedException failure();

    /** As {@link MessageStore#abandon()}. */
    void abandon();

    /** Lets go of the file without a word: the consumer is gone for good. */
    void discard();

    /** Flushes and lets go of the file. */
    @Override
    void close();
}
