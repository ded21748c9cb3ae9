// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * A link on its loop: reads it with the loop's buffers, keeps only what its handler could not use yet, and looks after the output that
 * the link did not take at once. Confined to its loop, except where said otherwise.
 */
public final class Connection {
    /** A reason to stop reading: the handler waits for an answer; input that is already here waits too. */
    public static final int AWAITING = 1;
    /** A reason to stop reading: somebody whom this connection writes to has fallen behind. */
    public static final int STALLED = 2;

    private final EventLoop loop;
    private final Outbound output;
    private final Handler handler;
    private final long writeDeadlineNanos;
    private final LoopTimer writeTimer = new LoopTimer(this::writeDeadline);
    private Link link;

    // input
    private byte @Nullable [] kept;
    private int keptLength;
    private int wanted;
    private int pauses;

    // output
    private boolean backlogged;
    private long deadlineMark;

    private @Nullable LoopTimer lingering;
    private boolean closeWhenDrained;
    private boolean closed;

    /** What a connection tells its owner. Called on the loop. */
    public interface Handler {
        /** Input: answers the index of the first byte that it could not use yet. The array is the loop's: nothing of it may be kept. */
        int received(byte[] bytes, int offset, int end);

        /** How long the incomplete part must grow before it is of any use, counted from the index last answered; 0 if unknown. */
        int wanted();

        /** The input ended, in order (null) or by an error. */
        void inputEnded(@Nullable IOException cause);

        /** The output failed. */
        void outputFailed(IOException cause);

        /** More waits than the bound allows. */
        void outputOverflowed();

        /** What waited at some time was not taken within the deadline; {@code bytes} are still waiting in so many chunks. True to go on waiting. */
        boolean outputBlocked(long bytes, int chunks);
    }

    /** A connection over a link; {@link #open} puts it to work. */
    public Connection(
            EventLoop loop, EventLoops loops, Link link, Handler handler, long maxPending, long writeDeadlineNanos) {
        this.loop = loop;
        this.link = link;
        this.handler = handler;
        this.writeDeadlineNanos = writeDeadlineNanos;
        this.output = new Outbound(this, link, loops, maxPending);
    }

    /** The loop that this connection lives on. Safe on any thread. */
    public EventLoop loop() {
        return loop;
    }

    /** Where bytes for the peer go. Safe on any thread, each loop through its own stage. */
    public Outbound output() {
        return output;
    }

    /** Attaches the link to the loop; reading begins unless paused. */
    public void open() throws IOException {
        loop.connectionAdded();
        try {
            link.attach(loop, this);
        } catch (IOException e) {
            loop.connectionRemoved();
            throw e;
        }
        watch();
    }

    /** Stops reading for a reason; input that is already here waits when the reason is {@link #AWAITING}. */
    public void pause(int reason) {
        int before = pauses;
        pauses |= reason;
        if (before == 0 && !closed) {
            watch();
        }
    }

    /** Takes a reason away; with the last one reading goes on, beginning with what was kept. */
    public void resume(int reason) {
        if ((pauses & reason) == 0) {
            return;
        }
        pauses &= ~reason;
        if (reason == AWAITING) {
            if (!closed) {
                deliverKept();
            }
        }
        if (pauses == 0 && !closed) {
            watch();
        }
    }

    /** Whether reading has stopped for that reason. */
    public boolean isPaused(int reason) {
        return (pauses & reason) != 0;
    }

    /** Whether the connection has been closed. */
    public boolean isClosed() {
        return closed;
    }

    /** The link was found ready. */
    void ready(int ops) {
        if ((ops & SelectionKey.OP_WRITE) != 0) {
            writable();
        }
        if ((ops & SelectionKey.OP_READ) != 0) {
            readable();
        }
    }

    /** Reads once; true if there may be more. */
    boolean readable() {
        if (closed || closeWhenDrained || pauses != 0) {
            return false;
        }
        loop.noteRead();
        ByteBuffer buffer = loop.readBuffer();
        int count;
        try {
            count = link.read(buffer);
        } catch (IOException e) {
            handler.inputEnded(e);
            return false;
        }
        if (count < 0) {
            handler.inputEnded(null);
            return false;
        }
        if (count == 0) {
            return false;
        }
        buffer.flip();
        feed(buffer);
        loop.relieve();
        return !closed && !closeWhenDrained && pauses == 0;
    }

    /** The link can take more. */
    void writable() {
        if (closed) {
            return;
        }
        boolean done;
        try {
            done = output.drain(loop);
        } catch (IOException e) {
            outputFailed(e);
            return;
        }
        if (done) {
            backlogged = false;
            loop.cancel(writeTimer);
            if (closeWhenDrained) {
                close();
            } else {
                watch();
            }
        }
    }

    private void feed(ByteBuffer buffer) {
        while (buffer.hasRemaining() && !closed) {
            if (wanted > keptLength && (pauses & AWAITING) == 0) {
                collect(buffer);
            } else {
                feedAll(buffer);
            }
        }
    }

    /** Adds to an operation whose length is known, and hands it over once that is reached. */
    private void collect(ByteBuffer buffer) {
        int part = Math.min(buffer.remaining(), wanted - keptLength);
        byte[] array = room(keptLength + part);
        buffer.get(array, keptLength, part);
        keptLength += part;
        if (keptLength == wanted) {
            deliverKept();
        }
    }

    private void feedAll(ByteBuffer buffer) {
        int count = buffer.remaining();
        byte[] array = loop.input(keptLength + count);
        int start = keptLength;
        byte[] before = kept;
        if (before != null) {
            System.arraycopy(before, 0, array, 0, start);
            dropKept();
        }
        buffer.get(array, start, count);
        int end = start + count;
        int used = (pauses & AWAITING) != 0 ? 0 : handler.received(array, 0, end);
        if (used < end && !closed) {
            keep(array, used, end - used);
        }
    }

    /** Hands over what was kept; an array that is still of no use stays where it is. */
    private void deliverKept() {
        byte[] own = kept;
        if (own == null) {
            return;
        }
        int length = keptLength;
        kept = null;
        keptLength = 0;
        wanted = 0;
        int used = handler.received(own, 0, length);
        if (used == 0 && !closed) {
            kept = own;
            keptLength = length;
            wanted = expected();
            return;
        }
        if (used < length && !closed) {
            keep(own, used, length - used);
        }
        loop.arrays().give(own);
    }

    private void keep(byte[] array, int from, int length) {
        byte[] own = loop.arrays().take(length);
        System.arraycopy(array, from, own, 0, length);
        kept = own;
        keptLength = length;
        wanted = expected();
    }

    private int expected() {
        return (pauses & AWAITING) != 0 ? 0 : handler.wanted();
    }

    /** The kept array with room for that many bytes: grown by doubling, so that a peer must send what it wants remembered. */
    private byte[] room(int length) {
        byte[] own = kept;
        if (own != null && own.length >= length) {
            return own;
        }
        byte[] bigger = loop.arrays().take(Math.min(Math.max(wanted, length), Math.max(length, 2 * keptLength)));
        if (own != null) {
            System.arraycopy(own, 0, bigger, 0, keptLength);
            loop.arrays().give(own);
        }
        kept = bigger;
        return bigger;
    }

    private void dropKept() {
        if (kept != null) {
            loop.arrays().give(kept);
            kept = null;
        }
        keptLength = 0;
        wanted = 0;
    }

    /** Sends bytes that wait through the loop's own stage. */
    public Stage ownStage() {
        return output.stage(loop.index());
    }

    /** Something could not be written at once; called by any loop. */
    void backlogBegan() {
        if (loop.isCurrent()) {
            watchBacklog();
        } else {
            loop.execute(this::watchBacklog);
        }
    }

    /** Called by any loop. */
    void overflowed() {
        loop.execute(() -> {
            if (!closed) {
                handler.outputOverflowed();
            }
        });
    }

    /** Called by any loop. */
    void writeFailed(IOException cause) {
        loop.execute(() -> {
            if (!closed) {
                outputFailed(cause);
            }
        });
    }

    /** The handler of a connection that only lingers has ended already, so nobody else would close it. */
    private void outputFailed(IOException cause) {
        handler.outputFailed(cause);
        if (closeWhenDrained) {
            close();
        }
    }

    private void watchBacklog() {
        if (closed || backlogged) {
            return;
        }
        backlogged = true;
        watch();
        armWriteDeadline();
    }

    private void armWriteDeadline() {
        if (writeDeadlineNanos > 0) {
            deadlineMark = output.writtenBytes() + output.pendingBytes();
            loop.schedule(writeTimer, writeDeadlineNanos);
        }
    }

    private void writeDeadline() {
        if (closed || !backlogged) {
            return;
        }
        if (output.writtenBytes() < deadlineMark
                && !handler.outputBlocked(output.pendingBytes(), output.pendingSegments())) {
            return;
        }
        armWriteDeadline();
    }

    private void watch() {
        link.watch(pauses == 0 && !closeWhenDrained, backlogged);
    }

    /** Closes once what was sent so far has left, or after the given time at the latest. No more input is read. */
    public void closeAfterFlush(long patienceNanos) {
        if (closed || closeWhenDrained) {
            return;
        }
        output.stage(loop.index()).flush();
        if (closed) {
            return;
        }
        if (output.pendingBytes() == 0 && !backlogged) {
            close();
            return;
        }
        closeWhenDrained = true;
        backlogged = true;
        watch();
        loop.cancel(writeTimer);
        lingering = new LoopTimer(this::close);
        loop.schedule(lingering, patienceNanos);
    }

    /** Closes now; what still waits is dropped. */
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        loop.cancel(writeTimer);
        if (lingering != null) {
            loop.cancel(lingering);
        }
        output.close(loop);
        dropKept();
        drainInput();
        link.close();
        loop.connectionRemoved();
    }

    /** Reads away what the peer has sent meanwhile: closing a socket with unread input would cut off the last words sent to it. */
    private void drainInput() {
        try {
            for (int i = 0; i < 16 && link.read(loop.readBuffer()) > 0; i++) {
                continue;
            }
        } catch (IOException e) {
            // It is being closed anyway.
        }
    }
}
