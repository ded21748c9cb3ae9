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
    private final LoopTimer writeTimer = timer(this::writeDeadline);
    private Link link;

    // input
    private final Intake intake;
    private int pauses;

    // output
    private boolean backlogged;
    private long deadlineMark;

    private @Nullable LoopTimer lingering;
    private boolean closeWhenDrained;
    private boolean attached;
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

        /**
         * Something that was done for this connection alone threw: says so and ends it. The connection closes itself afterwards. What this
         * method throws ends the loop, and with it the server.
         */
        void failed(RuntimeException cause);
    }

    /** A connection over a link; {@link #open} puts it to work. */
    public Connection(
            EventLoop loop, EventLoops loops, Link link, Handler handler, long maxPending, long writeDeadlineNanos) {
        this.loop = loop;
        this.link = link;
        this.handler = handler;
        this.writeDeadlineNanos = writeDeadlineNanos;
        this.output = new Outbound(this, link, loops, maxPending);
        this.intake = new Intake(this, handler);
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
        link.attach(loop, this);
        attached = true;
        loop.connectionAdded();
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
                intake.deliverKept();
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
        try {
            if ((ops & SelectionKey.OP_WRITE) != 0) {
                writable();
            }
            if ((ops & SelectionKey.OP_READ) != 0) {
                readable();
            }
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /**
     * Runs something for this connection, on its loop: what it throws ends this connection and no other. Errors and what the end itself
     * throws go on to the loop, since a server with a broken invariant must not live on.
     */
    public void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** As {@link #guarded}, later: on the loop, soon and in order. Safe on any thread. */
    public void execute(Runnable work) {
        loop.execute(() -> guarded(work));
    }

    /** A timer of this connection, guarded as {@link #guarded} says; to be set on its loop. */
    public LoopTimer timer(Runnable action) {
        return new LoopTimer(() -> guarded(action));
    }

    private void failed(RuntimeException cause) {
        handler.failed(cause);
        close();
    }

    /** Reads again soon, since the link holds input that its socket will not tell of. Safe on any thread. */
    public void readAgain() {
        execute(this::readable);
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
        intake.feed(buffer);
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

    /** Sends bytes that wait through the loop's own stage. */
    public Stage ownStage() {
        return output.stage(loop.index());
    }

    /** Something could not be written at once; called by any loop. */
    void backlogBegan() {
        if (loop.isCurrent()) {
            guarded(this::watchBacklog);
        } else {
            execute(this::watchBacklog);
        }
    }

    /** Called by any loop. */
    void overflowed() {
        execute(() -> {
            if (!closed) {
                handler.outputOverflowed();
            }
        });
    }

    /** Called by any loop. */
    void writeFailed(IOException cause) {
        execute(() -> {
            if (!closed) {
                outputFailed(cause);
            }
        });
    }

    /** The link threw what no link should, or half a message went out. Called by any loop. */
    void outputBroken(RuntimeException cause) {
        loop.execute(() -> {
            if (!closed) {
                failed(cause);
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
        lingering = timer(this::close);
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
        intake.drop();
        drainInput();
        link.close();
        if (attached) {
            loop.connectionRemoved();
        }
    }

    /** Gives the link up without closing it, to whoever goes on with it; what still waits is dropped. */
    public void release() {
        if (closed) {
            return;
        }
        closed = true;
        loop.cancel(writeTimer);
        output.close(loop);
        intake.drop();
        if (attached) {
            loop.connectionRemoved();
        }
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
