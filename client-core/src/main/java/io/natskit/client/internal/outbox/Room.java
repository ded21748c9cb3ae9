// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.outbox;

import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How much may wait, what is refused, and who waits until there is room. Guarded by the outbox's lock where nothing else is said. */
final class Room {
    private final ReentrantLock lock;
    private final Condition freed;
    private final Backlog backlog;
    private final long onlineBytesMax;
    private final long offlineBytesMax;
    private final RoomWaiters waiters = new RoomWaiters();
    private boolean online;
    private boolean closed;
    private boolean refusing;
    private volatile int blockedCallers;

    Room(ReentrantLock lock, Backlog backlog, long onlineBytesMax, long offlineBytesMax) {
        this.lock = lock;
        this.freed = lock.newCondition();
        this.backlog = backlog;
        this.onlineBytesMax = onlineBytesMax;
        this.offlineBytesMax = offlineBytesMax;
    }

    /** There is a link, or none. */
    void online(boolean now) {
        online = now;
    }

    /** Nothing is taken any more. */
    void close() {
        closed = true;
        online = false;
    }

    boolean isClosed() {
        return closed;
    }

    /** No publish is taken any more. */
    void refusePublishes() {
        refusing = true;
    }

    /** Whether a publish of so many bytes is taken now. */
    boolean fits(int bytes) {
        if (closed || refusing) {
            return false;
        }
        long max = online ? onlineBytesMax : offlineBytesMax;
        long waiting = backlog.waiting();
        // a message larger than the whole bound passes when nothing else waits: the server's limit is another
        return waiting + bytes <= max || (waiting == 0 && online);
    }

    /** Why a publish is not taken. */
    Offer refusal() {
        if (closed || refusing) {
            return Offer.CLOSED;
        }
        return !online && offlineBytesMax == 0 ? Offer.OFFLINE : Offer.FULL;
    }

    /** Waits until {@code bytes} fit, or nothing is taken at all; false when {@code nanos} have passed before. Takes the lock itself. */
    boolean await(int bytes, long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            blockedCallers = blockedCallers + 1;
            try {
                while (!takesNothing() && !fits(bytes)) {
                    if (left <= 0) {
                        return false;
                    }
                    left = freed.awaitNanos(left);
                }
                return true;
            } finally {
                blockedCallers = blockedCallers - 1;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Runs {@code action} now, or once half of the room is free and {@code bytes} fit. Takes the lock itself. */
    void when(int bytes, Runnable action) {
        lock.lock();
        try {
            if (!mayTry(bytes)) {
                waiters.add(bytes, action);
                return;
            }
        } finally {
            lock.unlock();
        }
        action.run();
    }

    /** Whether {@link #release} may have something to do. Any thread, without the lock. */
    boolean isAwaited() {
        return blockedCallers > 0 || !waiters.isEmpty();
    }

    /** Lets those who wait go on, once half of the room is free or nothing is taken any more. Takes the lock itself, and runs actions without it. */
    void release() {
        List<Runnable> actions;
        lock.lock();
        try {
            if (blockedCallers > 0 && (takesNothing() || belowLowWater())) {
                freed.signalAll();
            }
            actions = waiters.takeIf(this::mayTry);
        } finally {
            lock.unlock();
        }
        actions.forEach(Runnable::run);
    }

    private boolean takesNothing() {
        return closed || refusing || (!online && offlineBytesMax == 0);
    }

    private boolean mayTry(int bytes) {
        return takesNothing() || (belowLowWater() && fits(bytes));
    }

    private boolean belowLowWater() {
        return backlog.waiting() <= (online ? onlineBytesMax : offlineBytesMax) / 2;
    }
}
