// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

import org.jspecify.annotations.Nullable;

/** Holds messages back: to repeat the pauses in which they were stored, or to keep a rate. Confined to the consumer's loop. */
final class Pace {
    private static final long SMALLEST_PAUSE_NANOS = 1_000_000;

    private final long replayUpTo;
    private boolean replaying;
    private @Nullable ByteRate rate;
    private long lastTimestamp;
    private long heldSequence;
    private long heldUntil;

    /** Repeats pauses up to a sequence, if {@code replaying}. */
    Pace(boolean replaying, long replayUpTo) {
        this.replaying = replaying;
        this.replayUpTo = replayUpTo;
    }

    /** Sets or ends the rate limit. */
    void rate(@Nullable ByteRate newRate) {
        rate = newRate;
    }

    /** Until when a message has to wait; 0 if it may go now. */
    long holdUntil(long sequence, long timestampNanos, int size, long nowNanos) {
        if (replaying && lastTimestamp > 0 && timestampNanos - lastTimestamp > SMALLEST_PAUSE_NANOS) {
            if (heldSequence != sequence) {
                heldSequence = sequence;
                heldUntil = nowNanos + timestampNanos - lastTimestamp;
            }
            if (nowNanos < heldUntil) {
                return heldUntil;
            }
        }
        ByteRate limited = rate;
        long delay = limited == null ? 0 : limited.delayNanos(size, nowNanos);
        return delay > 0 ? nowNanos + delay : 0;
    }

    /** A message went out. */
    void delivered(long timestampNanos, int size) {
        lastTimestamp = timestampNanos;
        if (rate != null) {
            rate.sent(size);
        }
    }

    /** There is nothing more; {@code nextStream} is where it would come. */
    void atEnd(long nextStream) {
        replaying &= nextStream <= replayUpTo;
    }
}
