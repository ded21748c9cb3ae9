// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the backlog to the link that there is, on the thread whose {@link Turn} it is, and ends what a link leaves behind. Its state is guarded by the outbox's lock, which is
 * never held across a write or a callback.
 */
final class Writing {
    private static final int HOLDER_BYTES_MAX = 512 * 1024;
    private static final long CALLER_NANOS_MAX = 100_000;

    private final ReentrantLock lock;
    private final Backlog backlog;
    private final Turn turn;
    private final Pings pings;
    private final Room room;
    private final long fullBytes;

    // guarded by the lock, for the life of a link
    private @Nullable Sink sink;
    private @Nullable Consumer<Leftover> onDetached;
    private boolean finishing;

    /** Nothing to write to yet; {@code fullBytes} that wait are worth a caller's write. */
    Writing(ReentrantLock lock, Backlog backlog, Turn turn, Pings pings, Room room, long fullBytes) {
        this.lock = lock;
        this.backlog = backlog;
        this.turn = turn;
        this.pings = pings;
        this.room = room;
        this.fullBytes = fullBytes;
    }

    // under the lock

    boolean hasLink() {
        return sink != null;
    }

    /** Somebody has added at most {@code most} bytes: what he is to do once he has let go of the lock, by {@link #act}. */
    Turn.Task added(int most, boolean wasEmpty, Haste haste) {
        if (sink == null) {
            return Turn.Task.NOTHING;
        }
        boolean full = backlog.isBlockFull(most) || backlog.waiting() >= fullBytes;
        return turn.added(full, wasEmpty, haste);
    }

    /** Begins with a link. */
    void attach(Sink link, byte[] first) {
        sink = link;
        room.online(true);
        backlog.addFirst(first);
        turn.reset(Turn.Holder.IO);
    }

    /** Lets go of the link, for ever. */
    void close() {
        sink = null;
        room.close();
        if (turn.holder() != Turn.Holder.CALLER) {
            backlog.clear();
        }
    }

    /** Keeps the whole publishes that were not written, drops other ops, and counts what is in doubt. */
    private Leftover compact() {
        Leftover leftover = pings.end(backlog.accepted(), backlog.compact(finishing));
        if (room.isClosed()) {
            backlog.clear();
        }
        turn.reset(Turn.Holder.NOBODY);
        return leftover;
    }

    // without the lock

    /** Lets go of the link; see {@link Outbox#detach} and {@link Outbox#leave}. */
    void detach(Consumer<Leftover> then, boolean finish) {
        Leftover leftover;
        lock.lock();
        try {
            sink = null;
            room.online(false);
            finishing = finish;
            if (turn.holder() == Turn.Holder.CALLER) {
                onDetached = then;
                return;
            }
            leftover = compact();
        } finally {
            lock.unlock();
        }
        room.release();
        then.accept(leftover);
    }

    /** See {@link Outbox#flush}. I/O thread. */
    void flush() {
        Sink link;
        boolean mine;
        boolean rests;
        lock.lock();
        try {
            link = sink;
            if (link == null) {
                return;
            }
            mine = turn.ioTakes();
            rests = turn.isResting();
        } finally {
            lock.unlock();
        }
        if (rests) {
            link.wakeLater(Turn.REST_NANOS);
        }
        if (mine) {
            drain(false);
        }
    }

    /** See {@link Outbox#flushNow}. */
    void flushNow() {
        lock.lock();
        try {
            if (sink == null || !turn.callerTakes()) {
                return;
            }
        } finally {
            lock.unlock();
        }
        drain(true);
    }

    /** Does what {@link #added} said. */
    void act(Turn.Task task) {
        switch (task) {
            case NOTHING -> {}
            case WRITE -> drain(true);
            case WAKE -> {
                Sink link = sinkNow();
                if (link != null) {
                    link.wake();
                }
            }
        }
    }

    private @Nullable Sink sinkNow() {
        lock.lock();
        try {
            return sink;
        } finally {
            lock.unlock();
        }
    }

    private void drain(boolean caller) {
        long start = turn.now();
        int total = 0;
        while (true) {
            Block block = nextBlock(total);
            if (block == null) {
                return;
            }
            Sink link = block.target();
            ByteBuffer bytes = block.unwritten(Blocks.BLOCK_BYTES);
            long before = turn.now();
            int n;
            try {
                n = link.write(bytes);
            } catch (IOException e) {
                giveUp(link, e);
                return;
            }
            long now = turn.wrote(before);
            backlog.wrote(n);
            total += n;
            if (room.isAwaited()) {
                room.release();
            }
            if (bytes.hasRemaining()) {
                handOver(link, true);
                return;
            }
            boolean turnOver = total >= HOLDER_BYTES_MAX || (caller && now - start >= CALLER_NANOS_MAX);
            if (turnOver && hasMore()) {
                // a caller goes back to its work, the I/O thread has a look at what came in
                handOver(link, false);
                return;
            }
        }
    }

    /**
     * The block to write, with its link; null when nothing is left for this writer or the link is gone, and the writer's part is over: whatever is read of this object
     * after that may be another writer's.
     */
    private @Nullable Block nextBlock(int written) {
        Leftover leftover = null;
        Consumer<Leftover> then = null;
        Block block = null;
        lock.lock();
        try {
            Sink link = sink;
            if (link == null) {
                then = onDetached;
                onDetached = null;
                leftover = then == null ? null : compact();
            } else if (written == 0 || !turn.isResting() || backlog.waiting() >= fullBytes) {
                block = backlog.next();
            } // else the beginning of a block: it is for the caller who fills it, or for the end of the rest
            if (block == null) {
                turn.over();
            } else {
                block.target(Objects.requireNonNull(link));
            }
        } finally {
            lock.unlock();
        }
        if (then != null && leftover != null) {
            room.release();
            then.accept(leftover);
        }
        return block;
    }

    private boolean hasMore() {
        lock.lock();
        try {
            return backlog.waiting() > 0;
        } finally {
            lock.unlock();
        }
    }

    private void handOver(Sink link, boolean socketFull) {
        if (!giveTurn(link)) {
            return;
        }
        if (socketFull) {
            link.awaitWritable();
        } else {
            link.wake();
        }
    }

    private void giveUp(Sink link, IOException cause) {
        // the bytes stay; the I/O thread has the turn, so that detach() finds them
        if (giveTurn(link)) {
            link.broken(cause);
        }
    }

    /**
     * Gives the turn to the I/O thread, and is the writer no more; false: the link has gone meanwhile, and has been ended here. Looked at and given under one lock: a
     * moment later the I/O thread may have ended this link and begun another.
     */
    private boolean giveTurn(Sink link) {
        lock.lock();
        try {
            if (sink == link) {
                turn.ioGoesOn();
                return true;
            }
        } finally {
            lock.unlock();
        }
        nextBlock(0);
        return false;
    }
}
