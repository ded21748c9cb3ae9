// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The output of one connection. Every loop fills its own {@link Stage}; a flush writes straight to the link from whatever loop it runs
 * on, under a short lock, and what the link does not take waits in order for the connection's own loop. Bounded by {@code maxPending}:
 * beyond it the connection is a slow consumer and takes no more; above three quarters of it producers are asked to hold back.
 */
public final class Outbound {
    private static final int WASTE_MAX = 8 * 1024;

    // what became of a flush
    private static final int KEPT = 1;
    private static final int BACKLOG = 2;
    private static final int OVERFLOW = 4;

    private final Connection owner;
    private final Link link;
    private final EventLoops loops;
    private final Stage[] stages;
    private final long maxPending;
    private final ReentrantLock lock = new ReentrantLock();

    // guarded by lock
    private @Nullable ArrayDeque<ByteBuffer> pending;
    private long pendingBytes;
    private long writtenBytes;
    private boolean closed;
    private boolean spoilt;
    private long messages;
    private long payloadBytes;
    private long lastMessageNanos;
    private @Nullable Set<Runnable> held;

    private volatile boolean stalled;

    Outbound(Connection owner, Link link, EventLoops loops, long maxPending) {
        this.owner = owner;
        this.link = link;
        this.loops = loops;
        this.stages = new Stage[loops.count()];
        this.maxPending = maxPending;
    }

    /** The stage of the loop with that index; called on that loop only. */
    public Stage stage(int loopIndex) {
        Stage own = stages[loopIndex];
        if (own == null) {
            own = new Stage(this, loops.get(loopIndex));
            stages[loopIndex] = own;
        }
        return own;
    }

    /** Whether more than three quarters of the bound are waiting, so that producers should hold back. */
    public boolean isStalled() {
        return stalled;
    }

    /** Whether the bound itself is reached. Safe on any thread. */
    public boolean isFull() {
        return pendingBytes() >= maxPending;
    }

    /** The bytes that wait for the link. Safe on any thread. */
    public long pendingBytes() {
        lock.lock();
        try {
            return pendingBytes;
        } finally {
            lock.unlock();
        }
    }

    /** The number of segments that wait. Safe on any thread. */
    public int pendingSegments() {
        lock.lock();
        try {
            return pending == null ? 0 : pending.size();
        } finally {
            lock.unlock();
        }
    }

    /** All bytes that the link ever took. Safe on any thread. */
    public long writtenBytes() {
        lock.lock();
        try {
            return writtenBytes;
        } finally {
            lock.unlock();
        }
    }

    /** The messages handed over so far. Safe on any thread. */
    public long messages() {
        lock.lock();
        try {
            return messages;
        } finally {
            lock.unlock();
        }
    }

    /** The payload bytes of those messages. Safe on any thread. */
    public long payloadBytes() {
        lock.lock();
        try {
            return payloadBytes;
        } finally {
            lock.unlock();
        }
    }

    /** When the last message was handed over, by the clock of the loops; 0 for never. Safe on any thread. */
    public long lastMessageNanos() {
        lock.lock();
        try {
            return lastMessageNanos;
        } finally {
            lock.unlock();
        }
    }

    /** Runs something once the stall is over, or at once when it is; what waits already is not added again. Safe on any thread. */
    public void whenReleased(Runnable action) {
        lock.lock();
        try {
            if (stalled && !closed) {
                if (held == null) {
                    held = new LinkedHashSet<>(4);
                }
                held.add(action);
                return;
            }
        } finally {
            lock.unlock();
        }
        action.run();
    }

    /** Takes back what {@link #whenReleased} was given, if it still waits. Safe on any thread. */
    public void forget(Runnable action) {
        lock.lock();
        try {
            if (held != null) {
                held.remove(action);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many wait for the end of the stall. For tests; safe on any thread. */
    int waiting() {
        lock.lock();
        try {
            return held == null ? 0 : held.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes one loop's turn, whole messages: written in place when nothing waits, else queued behind what does. The buffer becomes ours. With
     * {@code more} the rest of the turn follows, so that the link may hold these back until then.
     */
    void flush(ByteBuffer bytes, boolean more, Stage from, EventLoop loop) {
        bytes.flip();
        int outcome = 0;
        Exception failure = null;
        lock.lock();
        try {
            count(from, loop);
            if (!closed && !spoilt) {
                outcome = write(bytes, more, loop);
            }
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = e;
            spoilt = true; // nobody knows what the link has taken: it gets no more
        } finally {
            lock.unlock();
        }
        if ((outcome & KEPT) == 0) {
            loop.segments().give(bytes);
        }
        tell(outcome, failure);
    }

    /** As the other, for whole messages in several buffers, which stay the caller's. */
    void flush(ByteBuffer[] parts, int count, Stage from, EventLoop loop) {
        int outcome = 0;
        Exception failure = null;
        lock.lock();
        try {
            count(from, loop);
            if (!closed && !spoilt) {
                outcome = gather(parts, count, loop);
            }
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = e;
            spoilt = true;
        } finally {
            lock.unlock();
        }
        tell(outcome, failure);
    }

    private void count(Stage from, EventLoop loop) {
        if (from.messages > 0) {
            lastMessageNanos = loop.now();
        }
        messages += from.messages;
        payloadBytes += from.payloadBytes;
        from.messages = 0;
        from.payloadBytes = 0;
    }

    private int write(ByteBuffer bytes, boolean more, EventLoop loop) throws IOException {
        boolean idle = pendingBytes == 0;
        if (idle) {
            writtenBytes += link.write(bytes);
        }
        if (!bytes.hasRemaining()) {
            return idle && !more && !link.flush() ? BACKLOG : 0;
        }
        return (enqueue(bytes, loop, true) ? KEPT : 0) | queued(idle);
    }

    private int gather(ByteBuffer[] parts, int count, EventLoop loop) throws IOException {
        boolean idle = pendingBytes == 0;
        if (idle) {
            writtenBytes += link.write(parts, count);
        }
        boolean whole = true;
        for (int i = 0; i < count; i++) {
            if (parts[i].hasRemaining()) {
                enqueue(parts[i], loop, false);
                whole = false;
            }
        }
        if (whole) {
            return idle && !link.flush() ? BACKLOG : 0;
        }
        return queued(idle);
    }

    private int queued(boolean wasIdle) {
        boolean overflow = pendingBytes > maxPending;
        spoilt |= overflow;
        stalled = pendingBytes > maxPending / 4 * 3;
        return overflow ? OVERFLOW : wasIdle ? BACKLOG : 0;
    }

    private void tell(int outcome, @Nullable Exception failure) {
        if (failure instanceof IOException cause) {
            owner.writeFailed(cause);
        } else if (failure instanceof RuntimeException fault) {
            owner.outputBroken(fault);
        } else if ((outcome & OVERFLOW) != 0) {
            owner.overflowed();
        } else if ((outcome & BACKLOG) != 0) {
            owner.backlogBegan();
        }
    }

    /** Queues the rest of a buffer; true if the buffer itself was kept. Small rests are copied so that the bound holds for memory too. */
    private boolean enqueue(ByteBuffer bytes, EventLoop loop, boolean mayKeep) {
        ArrayDeque<ByteBuffer> queue = pending;
        if (queue == null) {
            queue = new ArrayDeque<>();
            pending = queue;
        }
        pendingBytes += bytes.remaining();
        ByteBuffer last = queue.peekLast();
        if (last != null && last.limit() < last.capacity()) {
            fill(last, bytes);
            if (!bytes.hasRemaining()) {
                return false;
            }
        }
        boolean compact = mayKeep && bytes.capacity() == SegmentPool.LARGE && bytes.position() <= WASTE_MAX;
        if (compact) {
            queue.addLast(bytes);
            return true;
        }
        ByteBuffer fresh = loop.segments().takeLarge();
        fresh.put(bytes).flip();
        queue.addLast(fresh);
        return false;
    }

    private static void fill(ByteBuffer last, ByteBuffer bytes) {
        int start = last.limit();
        int part = Math.min(bytes.remaining(), last.capacity() - start);
        last.limit(start + part);
        last.put(start, bytes, bytes.position(), part);
        bytes.position(bytes.position() + part);
    }

    /** Writes what waits, on the connection's own loop; true when nothing is left. */
    boolean drain(EventLoop loop) throws IOException {
        Set<Runnable> released = null;
        boolean done;
        lock.lock();
        try {
            ArrayDeque<ByteBuffer> queue = pending;
            while (queue != null && !queue.isEmpty()) {
                ByteBuffer first = queue.peekFirst();
                int written = link.write(first);
                writtenBytes += written;
                pendingBytes -= written;
                if (first.hasRemaining()) {
                    break;
                }
                queue.pollFirst();
                loop.segments().give(first);
            }
            done = pendingBytes == 0 && link.flush();
            if (stalled && pendingBytes <= maxPending / 4 * 3) {
                stalled = false;
                released = held;
                held = null;
            }
            if (done) {
                pending = null;
            }
        } finally {
            lock.unlock();
        }
        runAll(released);
        return done;
    }

    /** Drops everything that waits and takes no more. On the connection's own loop. */
    void close(EventLoop loop) {
        Set<Runnable> released;
        lock.lock();
        try {
            closed = true;
            stalled = false;
            if (pending != null) {
                for (ByteBuffer segment : pending) {
                    loop.segments().give(segment);
                }
                pending = null;
            }
            pendingBytes = 0;
            released = held;
            held = null;
        } finally {
            lock.unlock();
        }
        runAll(released);
    }

    /** A fault in the accounting of the queue, or null when it is consistent. For tests; safe on any thread. */
    public @Nullable String inconsistency() {
        lock.lock();
        try {
            long sum = 0;
            if (pending != null) {
                for (ByteBuffer segment : pending) {
                    sum += segment.remaining();
                }
            }
            return sum == pendingBytes ? null : "pending bytes: " + pendingBytes + " counted, " + sum + " queued";
        } finally {
            lock.unlock();
        }
    }

    private static void runAll(@Nullable Set<Runnable> actions) {
        if (actions != null) {
            for (Runnable action : actions) {
                action.run();
            }
        }
    }
}
