// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.outbox;

import java.util.function.LongSupplier;

/**
 * Whose turn it is to write: one at a time. Pure but for the clock it is given; guarded by the outbox's lock.
 *
 * <p>While the connection is idle a caller writes its own message, which costs no thread switch. While it is busy messages gather; the I/O thread is asked once to
 * write them, and a caller that fills a block before that writes it himself, out of his core's cache. Once callers do so, the I/O thread is not woken a block, but
 * <em>rests</em>: it looks for what they left after {@link #REST_NANOS}, until a rest goes by without a full block.
 */
final class Turn {
    /** How long the I/O thread leaves writing to callers who fill blocks; so long the end of their burst may wait. */
    static final long REST_NANOS = 1_000_000;

    private static final long WRITE_NANOS_FLOOR = 5_000;

    enum Holder {
        NOBODY,
        CALLER,
        IO
    }

    /** What somebody who has added something is to do. */
    enum Task {
        NOTHING,
        WRITE,
        WAKE
    }

    private final LongSupplier nanoClock;
    private Holder holder = Holder.NOBODY;
    private boolean flushAsked;
    private boolean resting;
    private boolean blockWritten;
    // of the holder
    private long lastWriteEnd;
    private long lastWriteNanos = WRITE_NANOS_FLOOR;

    Turn(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    Holder holder() {
        return holder;
    }

    /** Whether callers who fill blocks do the writing just now. */
    boolean isResting() {
        return resting;
    }

    /**
     * Something was added.
     *
     * @param blockFull whether it is enough for a write of its own
     * @param wasEmpty whether nothing had been waiting before
     * @param haste how soon it has to be written
     */
    Task added(boolean blockFull, boolean wasEmpty, Haste haste) {
        if (holder != Holder.NOBODY) {
            return Task.NOTHING;
        }
        if (blockFull) {
            blockWritten = true;
            holder = Holder.CALLER;
            return Task.WRITE;
        }
        if (haste == Haste.GATHERS) {
            return Task.NOTHING;
        }
        if (resting && haste == Haste.AT_ONCE) {
            holder = Holder.CALLER;
            return Task.WRITE;
        }
        if (flushAsked) {
            return Task.NOTHING;
        }
        if (wasEmpty && nanoClock.getAsLong() - lastWriteEnd > lastWriteNanos) {
            holder = Holder.CALLER;
            return Task.WRITE;
        }
        flushAsked = true;
        return Task.WAKE;
    }

    /** Takes the turn for a caller; false: somebody has it. */
    boolean callerTakes() {
        if (holder != Holder.NOBODY) {
            return false;
        }
        holder = Holder.CALLER;
        return true;
    }

    /**
     * The I/O thread looks: takes the turn unless a caller has it; false: a caller has it. Whether it {@linkplain #isResting rests} from now on, and so is to be called
     * after {@link #REST_NANOS}, is up to whether a caller has written a block since it looked last.
     */
    boolean ioTakes() {
        resting = blockWritten;
        flushAsked = resting;
        blockWritten = false;
        if (holder == Holder.CALLER) {
            return false;
        }
        holder = Holder.IO;
        return true;
    }

    /** The I/O thread has the turn until it has written what is there now. */
    void ioGoesOn() {
        holder = Holder.IO;
        flushAsked = true;
    }

    /** Nobody has the turn. */
    void over() {
        holder = Holder.NOBODY;
    }

    /** Another link begins, and the I/O thread with it, or none. */
    void reset(Holder now) {
        holder = now;
        flushAsked = false;
        resting = false;
        blockWritten = false;
    }

    // as the holder

    /** A write is about to begin. */
    long now() {
        return nanoClock.getAsLong();
    }

    /** A write that began at {@code start} is done. Returns the time. */
    long wrote(long start) {
        lastWriteEnd = nanoClock.getAsLong();
        lastWriteNanos = Math.max(WRITE_NANOS_FLOOR, lastWriteEnd - start);
        return lastWriteEnd;
    }
}
