// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Direct buffers for output in two sizes. Each loop keeps a few at hand without a lock; what flows from one loop to another (a slow
 * target's backlog) comes back through the shared part. Both parts are bounded; what is beyond them is left to the collector.
 */
final class SegmentPool {
    /** Enough for replies and single messages, so that a wide fan-out holds little memory. */
    static final int SMALL = 4 * 1024;
    /** Holds what one full read turn becomes for one target. */
    static final int LARGE = 128 * 1024;

    private static final int OWN_SMALL = 64;
    private static final int OWN_LARGE = 16;

    private final Shared shared;
    private final ByteBuffer[] small = new ByteBuffer[OWN_SMALL];
    private final ByteBuffer[] large = new ByteBuffer[OWN_LARGE];
    private int smallCount;
    private int largeCount;

    SegmentPool(Shared shared) {
        this.shared = shared;
    }

    ByteBuffer takeSmall() {
        return smallCount > 0 ? small[--smallCount] : ByteBuffer.allocateDirect(SMALL);
    }

    ByteBuffer takeLarge() {
        if (largeCount > 0) {
            return large[--largeCount];
        }
        ByteBuffer own = shared.take();
        return own != null ? own : ByteBuffer.allocateDirect(LARGE);
    }

    /** As many large ones as hold that many bytes. */
    ByteBuffer[] takeLarge(int bytes) {
        ByteBuffer[] taken = new ByteBuffer[(bytes + LARGE - 1) / LARGE];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = takeLarge();
        }
        return taken;
    }

    /** Copies bytes into large segments one behind the other, from the byte {@code at} of all of them on; answers where they end. */
    static int fill(ByteBuffer[] segments, int at, byte[] source, int offset, int length) {
        int place = at;
        int end = offset + length;
        for (int from = offset; from < end; ) {
            ByteBuffer segment = segments[place / LARGE];
            int part = Math.min(end - from, segment.remaining());
            segment.put(source, from, part);
            from += part;
            place += part;
        }
        return place;
    }

    void give(ByteBuffer[] taken) {
        for (ByteBuffer segment : taken) {
            give(segment);
        }
    }

    void give(ByteBuffer segment) {
        segment.clear();
        if (segment.capacity() == SMALL) {
            if (smallCount < OWN_SMALL) {
                small[smallCount++] = segment;
            }
        } else if (largeCount < OWN_LARGE) {
            large[largeCount++] = segment;
        } else {
            shared.give(segment);
        }
    }

    /** The part that all loops share: large segments only. */
    static final class Shared {
        private static final int KEPT = 128;

        private final ReentrantLock lock = new ReentrantLock();
        private final ByteBuffer[] kept = new ByteBuffer[KEPT];
        private int count;

        @Nullable
        ByteBuffer take() {
            lock.lock();
            try {
                return count > 0 ? kept[--count] : null;
            } finally {
                lock.unlock();
            }
        }

        void give(ByteBuffer segment) {
            lock.lock();
            try {
                if (count < KEPT) {
                    kept[count++] = segment;
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
