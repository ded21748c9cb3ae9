// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one loop has produced for one target in this turn: a pooled direct buffer, taken with the first byte and given back when it is
 * written. Confined to the producing loop, so that a message costs no lock; only the flush takes one, once a turn.
 *
 * <p>What is handed to the target at once is always whole messages: other loops write to it in between, so that half a message would be
 * torn. A message that several targets get and that is large enough is not copied here: the stage holds its place in the loop's
 * {@link SharedTails}, and the flush gathers.
 */
public final class Stage {
    private static final int SMALL_FLUSH = 2 * 1024;
    private static final int GATHERED_MAX = 256 * 1024;
    private static final ByteBuffer[] NONE = new ByteBuffer[0];

    private final Outbound target;
    private final EventLoop loop;
    private @Nullable ByteBuffer buffer;
    private boolean dirty;
    private int lastFlush;

    // what goes out before the rest of the buffer: ranges of it, and shared tails between them
    private ByteBuffer[] parts = NONE;
    private int partCount;
    private int sealed;
    private int gathered;

    // taken over by the target at each flush
    int messages;
    long payloadBytes;

    Stage(Outbound target, EventLoop loop) {
        this.target = target;
        this.loop = loop;
    }

    /**
     * Appends the two parts of one message, whose payload counts for the statistics. All or nothing: if this throws, no byte of the message
     * goes out.
     */
    public void message(byte[] head, int headOff, int headLen, byte[] tail, int tailOff, int tailLen, int payload) {
        ByteBuffer own = buffer;
        if (own != null && own.remaining() >= headLen + tailLen) {
            int mark = own.position();
            try {
                own.put(head, headOff, headLen).put(tail, tailOff, tailLen);
            } catch (RuntimeException e) {
                own.position(mark);
                throw e;
            }
            messages++;
            payloadBytes += payload;
        } else {
            appendWhole(head, headOff, headLen, tail, tailOff, tailLen, payload);
        }
    }

    /**
     * As {@link #message}, for one that other targets get too: its tail is copied once for all of them. The message is told from others by
     * {@code of} and {@code number}. Only worth it for large ones.
     */
    public void sharedMessage(
            byte[] head,
            int headOff,
            int headLen,
            Object of,
            long number,
            byte[] tail,
            int tailOff,
            int tailLen,
            int payload) {
        Objects.checkFromIndexSize(headOff, headLen, head.length);
        SharedTails shared = loop.sharedTails();
        shared.hold(of, number, tail, tailOff, tailLen);
        ByteBuffer own = room(headLen);
        own.put(head, headOff, headLen);
        seal(own);
        for (int i = 0; i < shared.count(); i++) {
            add(shared.piece(i));
        }
        messages++;
        payloadBytes += payload;
        gathered += tailLen;
        if (gathered > GATHERED_MAX) {
            flush();
        }
    }

    /** Appends all of these bytes, which go out in one piece. */
    public void append(byte[] source) {
        ByteBuffer own = buffer;
        if (own != null && own.remaining() >= source.length) {
            own.put(source);
        } else {
            appendWhole(source, 0, source.length, source, 0, 0, -1);
        }
    }

    /** What may be wrong is found before the first byte. A payload below 0 is no message. */
    private void appendWhole(
            byte[] head, int headOff, int headLen, byte[] tail, int tailOff, int tailLen, int payload) {
        Objects.checkFromIndexSize(headOff, headLen, head.length);
        Objects.checkFromIndexSize(tailOff, tailLen, tail.length);
        int length = headLen + tailLen;
        ByteBuffer[] split = null;
        if (length <= SegmentPool.LARGE) {
            room(length).put(head, headOff, headLen).put(tail, tailOff, tailLen);
        } else {
            flush();
            split = loop.segments().takeLarge(length);
            int at = SegmentPool.fill(split, 0, head, headOff, headLen);
            SegmentPool.fill(split, at, tail, tailOff, tailLen);
            for (ByteBuffer segment : split) {
                segment.flip();
            }
        }
        if (payload >= 0) {
            messages++;
            payloadBytes += payload;
        }
        if (split != null) {
            target.flush(split, split.length, this, loop);
            loop.segments().give(split);
        } else if (length > SegmentPool.SMALL && loop.isCrowded()) {
            flush();
        }
    }

    /** Hands what is staged to the target now, before the end of the turn. Between two messages only. */
    public void flush() {
        flush(false);
    }

    private void flush(boolean more) {
        ByteBuffer own = buffer;
        if (own == null) {
            return;
        }
        buffer = null;
        lastFlush = own.position();
        if (partCount == 0) {
            target.flush(own, more, this, loop);
        } else {
            seal(own);
            int count = partCount;
            partCount = 0;
            sealed = 0;
            gathered = 0;
            target.flush(parts, count, this, loop);
            Arrays.fill(parts, 0, count, null);
            loop.segments().give(own);
        }
    }

    void flushAtTurnEnd() {
        dirty = false;
        flush();
    }

    /** What the buffer holds behind the last part becomes one, so that a shared tail can follow. */
    private void seal(ByteBuffer own) {
        if (own.position() > sealed) {
            add(own.duplicate().flip().position(sealed));
            sealed = own.position();
        }
    }

    private void add(ByteBuffer part) {
        if (partCount == parts.length) {
            parts = Arrays.copyOf(parts, Math.max(8, 2 * partCount));
        }
        parts[partCount++] = part;
    }

    /** A buffer with room for all of {@code wanted}; what is there goes out first if it has to. */
    private ByteBuffer room(int wanted) {
        ByteBuffer own = buffer;
        if (own != null) {
            if (own.remaining() >= wanted) {
                return own;
            }
            boolean grows = own.capacity() == SegmentPool.SMALL
                    && partCount == 0
                    && own.position() + wanted <= SegmentPool.LARGE
                    && !loop.isCrowded();
            if (grows) {
                return grow(own);
            }
            flush(true);
        }
        if (!dirty) {
            dirty = true;
            loop.addDirty(this);
        }
        boolean large =
                wanted > SegmentPool.SMALL || ((wanted > SMALL_FLUSH || lastFlush > SMALL_FLUSH) && !loop.isCrowded());
        ByteBuffer fresh = large ? loop.segments().takeLarge() : loop.segments().takeSmall();
        loop.staged(fresh.capacity());
        buffer = fresh;
        return fresh;
    }

    private ByteBuffer grow(ByteBuffer own) {
        ByteBuffer bigger = loop.segments().takeLarge();
        loop.staged(bigger.capacity());
        bigger.put(own.flip());
        loop.segments().give(own);
        buffer = bigger;
        return bigger;
    }
}
