// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one loop has produced for one target in this turn: a pooled direct buffer, taken with the first byte and given back when it is
 * written. Confined to the producing loop, so that a message costs no lock; only the flush takes one, once a turn.
 */
public final class Stage {
    private static final int SMALL_FLUSH = 2 * 1024;

    private final Outbound target;
    private final EventLoop loop;
    private @Nullable ByteBuffer buffer;
    private boolean dirty;
    private int lastFlush;

    // taken over by the target at each flush
    int messages;
    long payloadBytes;

    Stage(Outbound target, EventLoop loop) {
        this.target = target;
        this.loop = loop;
    }

    /**
     * Appends the two parts of one message, whose payload counts for the statistics. All or nothing: if this throws, no byte of the message
     * goes out, or the target is closed.
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
        } else {
            appendMessage(head, headOff, headLen, tail, tailOff, tailLen);
        }
        messages++;
        payloadBytes += payload;
    }

    /** As much as fits, written out, and so on: what may be wrong is found before the first byte. */
    private void appendMessage(byte[] head, int headOff, int headLen, byte[] tail, int tailOff, int tailLen) {
        Objects.checkFromIndexSize(headOff, headLen, head.length);
        Objects.checkFromIndexSize(tailOff, tailLen, tail.length);
        try {
            append(head, headOff, headLen);
            append(tail, tailOff, tailLen);
        } catch (RuntimeException e) {
            target.broken(e);
            throw e;
        }
    }

    /** Appends bytes, writing out what is there already when they do not fit. */
    public void append(byte[] source, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            ByteBuffer own = room(left);
            int part = Math.min(left, own.remaining());
            own.put(source, from, part);
            from += part;
            left -= part;
        }
    }

    /** Appends all of these bytes. */
    public void append(byte[] source) {
        append(source, 0, source.length);
    }

    /** Hands what is staged to the target now, before the end of the turn. */
    public void flush() {
        ByteBuffer own = buffer;
        if (own != null) {
            buffer = null;
            lastFlush = own.position();
            target.flush(own, this, loop);
        }
    }

    void flushAtTurnEnd() {
        dirty = false;
        flush();
    }

    /** A buffer with room for something: for all of {@code wanted} where that is possible without writing first. */
    private ByteBuffer room(int wanted) {
        ByteBuffer own = buffer;
        if (own != null) {
            if (own.remaining() >= Math.min(wanted, SegmentPool.SMALL) || own.position() == 0) {
                return own;
            }
            if (own.capacity() == SegmentPool.SMALL && !loop.isCrowded()) {
                return grow(own);
            }
            flush();
        }
        if (!dirty) {
            dirty = true;
            loop.addDirty(this);
        }
        boolean large = (wanted > SMALL_FLUSH || lastFlush > SMALL_FLUSH) && !loop.isCrowded();
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
