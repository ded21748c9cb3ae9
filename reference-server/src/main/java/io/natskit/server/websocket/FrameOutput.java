// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.websocket;

import io.natskit.server.deflate.MessageDeflater;
import io.natskit.server.transport.Link;
import io.natskit.wire.websocket.FrameWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Puts frames around what goes out. What is handed over at once becomes one message: the head is written with it, and the rest of a frame that the
 * socket did not take is expected to come again, as the link's contract has it. Compressed messages, which are small, gather here so that one write
 * takes several: until somebody flushes, or until they are 16 KiB. Control frames go between two others. Any loop, under a lock of its own.
 */
final class FrameOutput {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    /** What nats-server found browsers to be comfortable with. */
    private static final int BROWSER_FRAME = 4096;
    /** The least room that is left behind what is held, for what follows. */
    private static final int SPARE_MIN = 512;
    /** Not worth compressing up to here. */
    private static final int PLAIN_MAX = 64;
    /** Compressed messages gather up to here. */
    private static final int GATHERED = 16 * 1024;

    private static final byte[] NONE = {};

    private final Link raw;
    private final boolean compression;
    private final int frameMax;
    private final int packedFrameMax;
    private final ReentrantLock lock = new ReentrantLock();

    // guarded by lock
    private final ByteBuffer head = ByteBuffer.allocate(FrameWriter.HEAD_MAX).limit(0);
    private final ByteBuffer[] pair = new ByteBuffer[2];
    private ByteBuffer held = NOTHING;
    /** What is still to come of the frame whose head has been made. */
    private long frameLeft;

    private byte[] control = NONE;
    private byte[] farewell = NONE;

    private volatile boolean holds;

    FrameOutput(Link raw, UpgradeRules.Agreement agreed) {
        this.raw = raw;
        this.compression = agreed.compression();
        this.frameMax = agreed.browser() ? BROWSER_FRAME : Integer.MAX_VALUE;
        this.packedFrameMax = agreed.browser() && !agreed.wholeCompressed() ? BROWSER_FRAME : Integer.MAX_VALUE;
    }

    /** Takes what fits now; what has been compressed may wait for {@link #flush}. */
    int write(ByteBuffer source) throws IOException {
        lock.lock();
        try {
            int start = source.position();
            while (source.hasRemaining()) {
                boolean packs = compression && frameLeft == 0 && source.remaining() > PLAIN_MAX;
                if (packs ? !makeRoom() : !push()) {
                    break;
                }
                if (packs) {
                    pack(source);
                } else if (!plain(source)) {
                    break;
                }
            }
            makeRoom();
            return source.position() - start;
        } finally {
            lock.unlock();
        }
    }

    /** Takes what fits of several buffers, as one message where that can be. */
    long write(ByteBuffer[] sources, int count) throws IOException {
        lock.lock();
        try {
            boolean oneFrame = !compression && frameMax == Integer.MAX_VALUE && frameLeft == 0 && push();
            if (!oneFrame) {
                return each(sources, count);
            }
            long total = 0;
            for (int i = 0; i < count; i++) {
                total += sources[i].remaining();
            }
            if (total == 0) {
                return 0;
            }
            begin(total);
            ByteBuffer[] all = new ByteBuffer[count + 1];
            all[0] = head;
            System.arraycopy(sources, 0, all, 1, count);
            int before = head.remaining();
            long taken = raw.write(all, count + 1) - (before - head.remaining());
            frameLeft -= taken;
            push();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private long each(ByteBuffer[] sources, int count) throws IOException {
        long taken = 0;
        for (int i = 0; i < count; i++) {
            taken += write(sources[i]);
            if (sources[i].hasRemaining()) {
                break;
            }
        }
        return taken;
    }

    /** Goes on with a frame, or begins one for all that is there; false when the socket takes no more. */
    private boolean plain(ByteBuffer source) throws IOException {
        if (frameLeft == 0) {
            begin(Math.min(frameMax, source.remaining()));
        }
        int limit = source.limit();
        int before = source.position();
        int end = (int) Math.min(limit, before + frameLeft);
        source.limit(end);
        try {
            if (head.hasRemaining()) {
                pair[0] = head;
                pair[1] = source;
                raw.write(pair, 2);
            } else {
                raw.write(source);
            }
        } finally {
            source.limit(limit);
            frameLeft -= source.position() - before;
        }
        return source.position() == end;
    }

    private void begin(long length) {
        head.clear();
        FrameWriter.head(head, true, true, false, length);
        head.flip();
        frameLeft = length;
    }

    /** Whether another compressed message may gather; full buffers are written first. */
    private boolean makeRoom() throws IOException {
        boolean gathers = compression && !head.hasRemaining() && frameLeft == 0 && held.remaining() < GATHERED;
        return gathers || push();
    }

    /** Makes a compressed message of all that is there, up to 64 KiB; what would not become less goes as it is. */
    private void pack(ByteBuffer source) {
        int length = Math.min(source.remaining(), MessageDeflater.LENGTH_MAX);
        ByteBuffer packed = Scratch.own().deflater.deflate(source, length);
        ByteBuffer whole = source.slice(source.position(), length);
        source.position(source.position() + length);
        if (packed.hasRemaining()) {
            holdPacked(packed);
        } else {
            holdPlain(whole);
        }
    }

    /** One message, in several frames where they must not be long. */
    private void holdPacked(ByteBuffer message) {
        boolean first = true;
        while (message.hasRemaining()) {
            int length = Math.min(packedFrameMax, message.remaining());
            holdFrame(message, length, first, length == message.remaining(), first);
            first = false;
        }
    }

    /** A message for each frame. */
    private void holdPlain(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            holdFrame(bytes, Math.min(frameMax, bytes.remaining()), true, true, false);
        }
    }

    private void holdFrame(ByteBuffer from, int length, boolean first, boolean last, boolean packed) {
        ByteBuffer frame = from.slice(from.position(), length);
        from.position(from.position() + length);
        head.clear();
        FrameWriter.head(head, first, last, packed, length);
        head.flip();
        hold(head);
        hold(frame);
    }

    /** Keeps what the socket did not take, or is to take with what follows. */
    private void hold(ByteBuffer rest) {
        int length = rest.remaining();
        if (length == 0) {
            return;
        }
        int end = held.limit();
        if (held.capacity() - end < length) {
            int spare = Math.max(SPARE_MIN, held.remaining());
            held = ByteBuffer.allocate(held.remaining() + length + spare)
                    .put(held)
                    .flip();
            end = held.limit();
        }
        held.limit(end + length).put(end, rest, rest.position(), length);
        rest.position(rest.limit());
        holds = true;
    }

    /** Writes what is held back; true when nothing is left of it. */
    private boolean push() throws IOException {
        if (held.hasRemaining()) {
            raw.write(held);
            if (held.hasRemaining()) {
                return false;
            }
            held = NOTHING;
        }
        if (frameLeft == 0 && !head.hasRemaining() && control.length > 0) {
            ByteBuffer frame = ByteBuffer.wrap(control);
            control = NONE;
            raw.write(frame);
            hold(frame);
        }
        holds = held.hasRemaining();
        return !holds;
    }

    /** Whether nothing is held back. */
    boolean flush() throws IOException {
        lock.lock();
        try {
            return push() && raw.flush();
        } finally {
            lock.unlock();
        }
    }

    /** Whether something waits here for the socket. */
    boolean holds() {
        return holds;
    }

    /** Sends a control frame as soon as it may go; one that still waits is replaced, since only the newest ping wants an answer. */
    void control(byte[] frame) throws IOException {
        lock.lock();
        try {
            control = frame;
            push();
        } finally {
            lock.unlock();
        }
    }

    /** What is said last, unless something has been chosen before. */
    void farewell(byte[] frame) {
        lock.lock();
        try {
            if (farewell.length == 0) {
                farewell = frame;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Says the last word, where no frame was cut off before it. */
    void end() {
        lock.lock();
        try {
            boolean whole = push() && frameLeft == 0 && !head.hasRemaining();
            if (whole && farewell.length > 0) {
                raw.write(ByteBuffer.wrap(farewell));
                raw.flush();
            }
        } catch (IOException e) {
            // A farewell that cannot be said.
        } finally {
            lock.unlock();
        }
    }
}
