// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.junit.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

/** One direction of one connection: takes what the sender wrote, spoils it as the lanes say, and hands it on when it is due. Confined to the proxy's thread. */
final class Pump {
    /** Past this many bytes in hand the sender is held back. */
    private static final int IN_HAND_MAX = 1 << 20;
    /** Far enough apart that a receiver sees two reads. */
    private static final long SPLIT_GAP_NANOS = 5_000_000;

    enum After {
        GO_ON,
        CUT
    }

    private record Chunk(ByteBuffer bytes, long dueNanos) {}

    private final SocketChannel from;
    private final SocketChannel to;
    private final Lane everybody;
    private final Lane own;
    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
    private int inHand;
    private long taken;
    private long passed;
    private long notBeforeNanos = Long.MIN_VALUE;
    private boolean senderEnded;
    private boolean ended;

    Pump(SocketChannel from, SocketChannel to, Lane everybody, Lane own) {
        this.from = from;
        this.to = to;
        this.everybody = everybody;
        this.own = own;
    }

    boolean wantsToRead() {
        return !senderEnded && inHand < IN_HAND_MAX;
    }

    boolean wantsToWrite(long now) {
        return !chunks.isEmpty() && waitNanos(now) == 0;
    }

    boolean hasEnded() {
        return ended;
    }

    /** How long until the next byte may pass; {@link Long#MAX_VALUE} when there is none in hand. */
    long waitNanos(long now) {
        Chunk head = chunks.peek();
        if (head == null) {
            return Long.MAX_VALUE;
        }
        long due = notBeforeNanos == Long.MIN_VALUE ? head.dueNanos : Math.max(head.dueNanos, notBeforeNanos);
        return Math.max(0, due - now);
    }

    void read(ByteBuffer scratch, long now) throws IOException {
        scratch.clear();
        int count = from.read(scratch);
        if (count < 0) {
            senderEnded = true;
            return;
        }
        if (count == 0) {
            return;
        }
        scratch.flip();
        if (everybody.faults().blackHole() || own.faults().blackHole()) {
            return;
        }
        byte[] bytes = new byte[count];
        scratch.get(bytes);
        spoil(bytes, everybody.faults());
        spoil(bytes, own.faults());
        taken += count;
        inHand += count;
        long delay = everybody.faults().delayNanos() + own.faults().delayNanos();
        chunks.add(new Chunk(ByteBuffer.wrap(bytes), now + delay));
    }

    private void spoil(byte[] bytes, Faults faults) {
        long index = faults.corruptAt() - taken;
        if (faults.corruptAt() >= 0 && index >= 0 && index < bytes.length) {
            bytes[(int) index] ^= faults.corruptMask();
        }
    }

    /** Hands on what is due; says whether the connection is to be cut. */
    After write(long now) throws IOException {
        while (wantsToWrite(now)) {
            ByteBuffer bytes = chunks.element().bytes();
            int allowed = (int) Math.min(bytes.remaining(), allowedBytes());
            int written = allowed == 0 ? 0 : writeSlice(bytes, allowed, now);
            if (!bytes.hasRemaining()) {
                chunks.remove();
            }
            if (isCutDue()) {
                return After.CUT;
            }
            if (isHalfCloseDue()) {
                endReceiver();
                return After.GO_ON;
            }
            if (written < allowed || allowed == 0 && bytes.hasRemaining()) {
                return After.GO_ON;
            }
        }
        if (senderEnded && chunks.isEmpty()) {
            endReceiver();
        }
        return isCutDue() ? After.CUT : After.GO_ON;
    }

    private int writeSlice(ByteBuffer bytes, int allowed, long now) throws IOException {
        ByteBuffer slice = bytes.slice(bytes.position(), allowed);
        int written = to.write(slice);
        bytes.position(bytes.position() + written);
        passed += written;
        inHand -= written;
        everybody.passed(written);
        own.passed(written);
        paceAfter(written, now);
        return written;
    }

    /** Up to the next position at which something happens, or a hundredth of a second's worth of a throttled lane. */
    private long allowedBytes() {
        return Math.min(allowedBytes(everybody.faults()), allowedBytes(own.faults()));
    }

    private long allowedBytes(Faults faults) {
        long allowed = Long.MAX_VALUE;
        for (long stop : new long[] {faults.cutAt(), faults.halfCloseAt()}) {
            if (stop >= 0) {
                allowed = Math.min(allowed, Math.max(0, stop - passed));
            }
        }
        if (faults.splitAt() > passed) {
            allowed = Math.min(allowed, faults.splitAt() - passed);
        }
        if (faults.bytesPerSecond() > 0) {
            allowed = Math.min(allowed, Math.max(1, faults.bytesPerSecond() / 100));
        }
        return allowed;
    }

    private void paceAfter(int written, long now) {
        long pause = Math.max(pauseNanos(everybody.faults(), written), pauseNanos(own.faults(), written));
        notBeforeNanos = pause == 0 ? Long.MIN_VALUE : now + pause;
    }

    private long pauseNanos(Faults faults, int written) {
        long throttle = faults.bytesPerSecond() == 0 ? 0 : written * 1_000_000_000L / faults.bytesPerSecond();
        return faults.splitAt() == passed ? Math.max(throttle, SPLIT_GAP_NANOS) : throttle;
    }

    private boolean isCutDue() {
        return isDue(everybody.faults().cutAt()) || isDue(own.faults().cutAt());
    }

    private boolean isHalfCloseDue() {
        return isDue(everybody.faults().halfCloseAt()) || isDue(own.faults().halfCloseAt());
    }

    private boolean isDue(long position) {
        return position >= 0 && passed >= position;
    }

    private void endReceiver() throws IOException {
        if (!ended) {
            ended = true;
            senderEnded = true;
            chunks.clear();
            to.shutdownOutput();
        }
    }
}
