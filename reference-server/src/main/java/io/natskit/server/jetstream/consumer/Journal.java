// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import io.natskit.server.jetstream.storage.ConsumerState;
import io.natskit.server.jetstream.storage.ConsumerStore;
import io.natskit.server.jetstream.storage.Step;
import io.natskit.server.jetstream.storage.StoreFailedException;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer tells its store, and the confirmations that wait until it is safe there (row D4): an acknowledgement is confirmed when its record
 * survives whatever the server's durability setting says it must. Confined to the consumer's loop.
 */
final class Journal {
    private static final byte[] NOTHING = {};
    private static final long FLUSH_NANOS = 100_000_000L;
    private static final long RETRY_NANOS = 1_000_000_000L;

    private final @Nullable ConsumerStore store;
    private final Surroundings around;
    private final Supplier<ConsumerState> everything;

    private boolean confirms;
    private boolean closed;
    private boolean dirty;
    private long flushAtNanos = Long.MAX_VALUE;
    private boolean failed;

    // deliveries that need no acknowledgement are told once for all
    private long doneConsumer;
    private long doneStream;

    /** Tells {@code store}, or nobody if that is null; {@code everything} is the whole state, for a snapshot. */
    Journal(@Nullable ConsumerStore store, Surroundings around, Supplier<ConsumerState> everything) {
        this.store = store;
        this.around = around;
        this.everything = everything;
    }

    /** A new consumer looks at that sequence first. */
    void startsAt(long streamSequence) {
        if (store != null) {
            store.startsAt(streamSequence);
        }
    }

    /** A message went out and waits for its acknowledgement. */
    void delivered(long consumerSequence, long streamSequence, long deliveries, long wallNanos) {
        if (store != null && !failed) {
            store.delivered(consumerSequence, streamSequence, deliveries, wallNanos, true);
            touched();
        }
    }

    /** A message went out for good. */
    void deliveredForGood(long consumerSequence, long streamSequence) {
        if (store != null) {
            doneConsumer = consumerSequence;
            doneStream = streamSequence;
            touched();
        }
    }

    /** A message is done; the floors may have moved. */
    void settled(long streamSequence, Progress progress, long floorBefore) {
        if (store == null || failed) {
            return;
        }
        long floor = progress.storedFloorStream();
        if (streamSequence > floor) {
            store.settled(streamSequence);
        }
        if (floor != floorBefore) {
            store.ackFloor(progress.storedFloorConsumer(), floor);
        }
        touched();
    }

    /** Everything up to the floor is done. */
    void floor(Progress progress) {
        if (store != null && !failed) {
            store.ackFloor(progress.storedFloorConsumer(), progress.storedFloorStream());
            touched();
        }
    }

    /** A message had all its deliveries. */
    void exhausted(long streamSequence, int redeliveries) {
        if (store != null && !failed) {
            store.exhausted(streamSequence, redeliveries);
            touched();
        }
    }

    /** A message that had all its deliveries is done after all. */
    void forgotten(long streamSequence) {
        if (store != null && !failed) {
            store.settled(streamSequence);
            touched();
        }
    }

    /** Writes everything anew: a reset, a purge, what a log of changes cannot say. */
    void replace() {
        if (store != null && !failed) {
            doneConsumer = 0;
            store.replace(everything.get());
            touched();
        }
    }

    private void touched() {
        if (!dirty) {
            dirty = true;
            flushAtNanos = around.nowNanos() + FLUSH_NANOS;
        }
    }

    /** Sends an empty message there once everything told so far is safe. */
    void confirm(byte[] reply) {
        if (store == null) {
            around.send(reply, NOTHING, NOTHING, NOTHING);
        } else if (!failed) {
            confirms = true;
            around.whenSafe(problem -> {
                if (problem == null && !closed) {
                    around.send(reply, NOTHING, NOTHING, NOTHING);
                }
            });
        }
    }

    /** When {@link #turnEnded} has something to do. */
    long nextDeadline() {
        return flushAtNanos;
    }

    /** The turn is over: hands over what is due. */
    void turnEnded(long nowNanos) {
        if (store == null || closed) {
            return;
        }
        if (failed) {
            if (nowNanos >= flushAtNanos) {
                recover(nowNanos);
            }
        } else if (confirms) {
            confirms = false;
            around.commit();
        } else if (nowNanos >= flushAtNanos) {
            around.whenSafe(problem -> {});
            around.commit();
        }
    }

    /** Hands everything to the operating system. Throws {@link StoreFailedException}. */
    void flush() {
        if (store == null || closed) {
            return;
        }
        dirty = false;
        flushAtNanos = Long.MAX_VALUE;
        gather();
        if (store.snapshotDue()) {
            store.replace(everything.get());
        }
        try {
            store.flush();
        } catch (StoreFailedException e) {
            fail();
            throw e;
        }
    }

    /** Prepares a sync of everything. */
    Step prepareSync() {
        if (store == null) {
            throw new IllegalStateException("a consumer without a store has nothing to sync");
        }
        return store.prepareSync();
    }

    private void gather() {
        if (doneConsumer > 0 && store != null) {
            store.delivered(doneConsumer, doneStream, 1, around.wallNanos(), false);
            doneConsumer = 0;
        }
    }

    /** Nobody is told that his acknowledgement is safe; the state is written anew as soon as that works. */
    private void fail() {
        failed = true;
        flushAtNanos = around.nowNanos() + RETRY_NANOS;
    }

    private void recover(long nowNanos) {
        Objects.requireNonNull(store);
        flushAtNanos = nowNanos + RETRY_NANOS;
        try {
            store.replace(everything.get());
            store.flush();
            failed = store.failure() != null;
        } catch (StoreFailedException e) {
            failed = true;
        }
        if (!failed) {
            dirty = false;
            flushAtNanos = Long.MAX_VALUE;
        }
    }

    /** Lets go of the store and writes nothing more. */
    void abandon() {
        if (store != null && !closed) {
            closed = true;
            store.abandon();
        }
    }

    /** Lets go of the store: the consumer is gone for good. */
    void discard() {
        if (store != null && !closed) {
            closed = true;
            store.discard();
        }
    }

    /** Writes what is left and lets go of the store. */
    void close() {
        if (store == null || closed) {
            return;
        }
        closed = true;
        try {
            gather();
            store.close();
        } catch (StoreFailedException e) {
            // what was confirmed is safe; the rest is delivered again
        }
    }
}
