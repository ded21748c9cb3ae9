// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit.proxy;

/**
 * What is to go wrong in one direction. Positions count the bytes of one connection in that direction, from 0; −1 means never.
 *
 * @param delayNanos each byte arrives this much later
 * @param bytesPerSecond no more than this passes; 0 means unlimited
 * @param cutAt both sides are closed once this many bytes have passed
 * @param halfCloseAt this direction ends once this many bytes have passed; the other goes on
 * @param splitAt the bytes before and after this position arrive in two reads
 * @param corruptAt the byte at this position is changed
 * @param corruptMask the bits that change there
 * @param blackHole bytes are taken and go nowhere
 */
record Faults(
        long delayNanos,
        long bytesPerSecond,
        long cutAt,
        long halfCloseAt,
        long splitAt,
        long corruptAt,
        byte corruptMask,
        boolean blackHole) {

    static final Faults NONE = new Faults(0, 0, -1, -1, -1, -1, (byte) 0, false);

    Faults withDelay(long nanos) {
        return new Faults(nanos, bytesPerSecond, cutAt, halfCloseAt, splitAt, corruptAt, corruptMask, blackHole);
    }

    Faults withBytesPerSecond(long rate) {
        return new Faults(delayNanos, rate, cutAt, halfCloseAt, splitAt, corruptAt, corruptMask, blackHole);
    }

    Faults withCutAt(long position) {
        return new Faults(
                delayNanos, bytesPerSecond, position, halfCloseAt, splitAt, corruptAt, corruptMask, blackHole);
    }

    Faults withHalfCloseAt(long position) {
        return new Faults(delayNanos, bytesPerSecond, cutAt, position, splitAt, corruptAt, corruptMask, blackHole);
    }

    Faults withSplitAt(long position) {
        return new Faults(delayNanos, bytesPerSecond, cutAt, halfCloseAt, position, corruptAt, corruptMask, blackHole);
    }

    Faults withCorruption(long position, byte mask) {
        return new Faults(delayNanos, bytesPerSecond, cutAt, halfCloseAt, splitAt, position, mask, blackHole);
    }

    Faults withBlackHole(boolean on) {
        return new Faults(delayNanos, bytesPerSecond, cutAt, halfCloseAt, splitAt, corruptAt, corruptMask, on);
    }
}
