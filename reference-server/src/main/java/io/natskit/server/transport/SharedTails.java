// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The large messages of one turn that several targets get: each copied once into direct segments that all of them are written from. The
 * segments live until every stage of the loop has been flushed; what a target does not take at once is copied for it, so that no slow
 * consumer keeps a segment. Confined to one loop.
 */
final class SharedTails {
    private final SegmentPool segments;
    private final EventLoop loop;
    private ByteBuffer[] held = new ByteBuffer[8];
    private int heldCount;

    // the message at hand
    private @Nullable Object of;
    private long number;
    private ByteBuffer[] pieces = new ByteBuffer[2];
    private int count;

    SharedTails(EventLoop loop, SegmentPool segments) {
        this.loop = loop;
        this.segments = segments;
    }

    /** Makes the pieces of a message those that {@link #piece} gives; the copy is made the first time. */
    void hold(Object message, long itsNumber, byte[] tail, int offset, int length) {
        if (message == of && itsNumber == number) {
            return;
        }
        Objects.checkFromIndexSize(offset, length, tail.length);
        of = null;
        count = 0;
        int from = offset;
        int left = length;
        while (left > 0) {
            ByteBuffer open = open();
            int part = Math.min(left, open.remaining());
            int start = open.position();
            open.put(tail, from, part);
            add(open.duplicate().limit(open.position()).position(start).slice());
            from += part;
            left -= part;
        }
        of = message;
        number = itsNumber;
    }

    /** How many pieces the message has. */
    int count() {
        return count;
    }

    /** A view of one of them, for one target. */
    ByteBuffer piece(int index) {
        return pieces[index].duplicate();
    }

    /** Gives the segments back; nothing may be staged from them any more. */
    void release() {
        if (heldCount == 0) {
            return;
        }
        of = null;
        count = 0;
        Arrays.fill(pieces, null);
        for (int i = 0; i < heldCount; i++) {
            segments.give(held[i]);
        }
        Arrays.fill(held, 0, heldCount, null);
        heldCount = 0;
    }

    /** The last segment, or a new one when that is full. */
    private ByteBuffer open() {
        if (heldCount > 0 && held[heldCount - 1].hasRemaining()) {
            return held[heldCount - 1];
        }
        if (heldCount == held.length) {
            held = Arrays.copyOf(held, 2 * heldCount);
        }
        ByteBuffer fresh = segments.takeLarge();
        loop.staged(fresh.capacity());
        held[heldCount++] = fresh;
        return fresh;
    }

    private void add(ByteBuffer piece) {
        if (count == pieces.length) {
            pieces = Arrays.copyOf(pieces, 2 * count);
        }
        pieces[count++] = piece;
    }
}
