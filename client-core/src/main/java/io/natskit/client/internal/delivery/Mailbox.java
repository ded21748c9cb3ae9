// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.delivery;

import io.natskit.client.OverflowPolicy;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between the I/O thread and whoever takes messages. The I/O thread gathers a read's messages in an array of its own ({@link #add}) and hands
 * them over under one short lock ({@link #handOver}); takers take one, or all at once.
 */
public final class Mailbox {
    /** Told of what happens to a mailbox. */
    public interface Watcher {
        /** Messages came to a mailbox that nobody is working on, or it ended. Called without a lock, on the I/O thread or on the one that ended it. */
        void ready();

        /** A message was dropped; {@code first}: of an episode. I/O thread. */
        void dropped(ReceivedMessage message, boolean first);

        /** The mailbox is full, and {@link OverflowPolicy#END} asks for an end. I/O thread. */
        void overflowed();

        /** It has ended, and nothing is left and nobody works on it. */
        void emptied();
    }

    private final Watcher watcher;
    private final OverflowPolicy overflow;
    private final int workersMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private volatile long messagesMax;
    private volatile long bytesMax;

    private final Tally tally = new Tally();

    // of the I/O thread; what is volatile is read by all
    private @Nullable ReceivedMessage[] staged = new ReceivedMessage[16];
    private int stagedCount;
    private volatile long dropped;
    private boolean episode;
    private long roomSeenMessages;
    private long roomSeenBytes;

    // guarded by the lock
    private final ReadyMessages ready = new ReadyMessages();
    private int working;
    private int outside;
    private boolean ended;
    private boolean emptiedTold;
    private long discarded;

    // of the one worker that takes all
    private volatile long handledInVain;
    private volatile boolean discarding;

    /**
     * An empty mailbox with its bounds, each at least 1.
     *
     * @param workersMax how many may work on it at a time
     */
    public Mailbox(long messagesMax, long bytesMax, OverflowPolicy overflow, int workersMax, Watcher watcher) {
        this.messagesMax = messagesMax;
        this.bytesMax = bytesMax;
        this.overflow = overflow;
        this.workersMax = workersMax;
        this.watcher = watcher;
    }

    // I/O thread

    /** Puts a message in, or drops one when there is no room. True when this is the first since {@link #handOver}. */
    public boolean add(ReceivedMessage message) {
        int weight = message.weight();
        long messages = tally.addedMessages();
        if (messages - roomSeenMessages >= messagesMax || tally.addedBytes() + weight - roomSeenBytes > bytesMax) {
            lookForRoom();
            if (!makeRoom(message, weight)) {
                return false;
            }
        } else if (episode && pendingMessages() <= messagesMax / 2) {
            episode = false;
        }
        tally.added(weight);
        if (stagedCount == staged.length) {
            staged = Arrays.copyOf(staged, 2 * stagedCount);
        }
        staged[stagedCount++] = message;
        return stagedCount == 1;
    }

    private void lookForRoom() {
        roomSeenMessages = tally.removedMessages();
        roomSeenBytes = tally.removedBytes();
    }

    private boolean makeRoom(ReceivedMessage message, int weight) {
        if (fits(weight)) {
            return true;
        }
        if (overflow == OverflowPolicy.END) {
            dropped = dropped + 1;
            watcher.overflowed();
            return false;
        }
        if (overflow == OverflowPolicy.DROP_OLDEST) {
            handOver();
            ReceivedMessage oldest = poll(false);
            while (oldest != null) {
                drop(oldest);
                lookForRoom();
                if (fits(weight)) {
                    return true;
                }
                oldest = poll(false);
            }
        }
        drop(message);
        return false;
    }

    private boolean fits(int weight) {
        long waiting = tally.addedMessages() - roomSeenMessages;
        // a message heavier than the whole bound passes an empty mailbox, or it could never be received
        return waiting < messagesMax && (tally.addedBytes() + weight - roomSeenBytes <= bytesMax || waiting == 0);
    }

    private void drop(ReceivedMessage message) {
        boolean first = !episode;
        episode = true;
        dropped = dropped + 1;
        watcher.dropped(message, first);
    }

    /** Makes the added messages visible to takers, with at most one wake-up. */
    public void handOver() {
        boolean tell;
        lock.lock();
        try {
            if (stagedCount == 0) {
                return;
            }
            if (discarding) {
                discardStaged();
                return;
            }
            staged = ready.add(staged, stagedCount);
            stagedCount = 0;
            tell = working < workersMax;
            if (lock.hasWaiters(arrival)) {
                arrival.signal();
            }
        } finally {
            lock.unlock();
        }
        if (tell) {
            watcher.ready();
        }
    }

    private void discardStaged() {
        for (int i = 0; i < stagedCount; i++) {
            ReceivedMessage message = staged[i];
            staged[i] = null;
            if (message != null) {
                tally.taken(message.weight());
                discarded++;
            }
        }
        stagedCount = 0;
    }

    // takers

    /** Takes one message if there is one. */
    public @Nullable ReceivedMessage poll() {
        return poll(true);
    }

    private @Nullable ReceivedMessage poll(boolean deliver) {
        ReceivedMessage message;
        boolean tell;
        lock.lock();
        try {
            message = takeOne();
            if (message == null) {
                return null;
            }
            if (!deliver) {
                discarded++;
            }
            tell = emptiedNow();
            if (!ready.isEmpty() && lock.hasWaiters(arrival)) {
                arrival.signal();
            }
        } finally {
            lock.unlock();
        }
        if (tell) {
            watcher.emptied();
        }
        return message;
    }

    private @Nullable ReceivedMessage takeOne() {
        ReceivedMessage message = ready.poll();
        if (message != null) {
            tally.taken(message.weight());
        }
        return message;
    }

    /** Returns a message that was polled and could not be handed on: it is the next one again. */
    public void putBack(ReceivedMessage message) {
        boolean tell;
        lock.lock();
        try {
            if (discarding) {
                return;
            }
            ready.addFirst(message);
            tally.putBack(message.weight());
            arrival.signal();
            tell = working < workersMax;
        } finally {
            lock.unlock();
        }
        if (tell) {
            watcher.ready();
        }
    }

    /** Takes one message, waiting for it; null when {@code nanos} have passed or it has ended with nothing left. */
    public @Nullable ReceivedMessage take(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (ready.isEmpty() && !ended) {
                if (left <= 0) {
                    return null;
                }
                left = arrival.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
        ReceivedMessage message = poll();
        return message == null && left > 0 && !hasEnded() ? take(left) : message;
    }

    /**
     * Takes everything as an array whose first null ends it; the caller works on it until {@link #done}. Null when there is nothing, and the caller's work is over.
     *
     * @param emptied an array to give back, all null, or null
     */
    public @Nullable ReceivedMessage @Nullable [] takeAll(@Nullable ReceivedMessage @Nullable [] emptied) {
        boolean tell;
        lock.lock();
        try {
            if (!ready.isEmpty()) {
                return ready.takeAll(emptied);
            }
            ready.trim();
            ready.giveBack(emptied);
            working--;
            tell = emptiedNow();
        } finally {
            lock.unlock();
        }
        if (tell) {
            watcher.emptied();
        }
        return null;
    }

    /** Gives back an array of {@link #takeAll}, all null, without asking for more. */
    public void giveBack(@Nullable ReceivedMessage[] emptied) {
        lock.lock();
        try {
            ready.giveBack(emptied);
        } finally {
            lock.unlock();
        }
    }

    /** Becomes a worker, if there are few enough and there is something to do. {@link #takeAll}, {@link #pollOrStop} or {@link #stopWorking} end it. */
    public boolean startWorking() {
        lock.lock();
        try {
            if (working >= Math.min(workersMax, ready.size())) {
                return false;
            }
            working++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes one message as a worker; null: there is none, and the caller's work is over. */
    public @Nullable ReceivedMessage pollOrStop() {
        boolean tell;
        lock.lock();
        try {
            ReceivedMessage message = takeOne();
            if (message != null) {
                return message;
            }
            working--;
            tell = emptiedNow();
        } finally {
            lock.unlock();
        }
        if (tell) {
            watcher.emptied();
        }
        return null;
    }

    /** Ends the caller's work. */
    public void stopWorking() {
        boolean tell;
        lock.lock();
        try {
            working--;
            tell = emptiedNow();
        } finally {
            lock.unlock();
        }
        if (tell) {
            watcher.emptied();
        }
    }

    /** Messages out of {@link #takeAll} go to other threads, which say {@link #leave} for each of them. */
    public void sendOut(int messages) {
        lock.lock();
        try {
            outside += messages;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a message that was sent out may still be handled. */
    public boolean mayHandle() {
        return !discarding;
    }

    /** A message that was sent out has been handled. */
    public void leave(ReceivedMessage message) {
        boolean tell;
        lock.lock();
        try {
            outside--;
            tally.taken(message.weight());
            if (discarding) {
                discarded++;
            }
            tell = emptiedNow();
        } finally {
            lock.unlock();
        }
        if (tell) {
            watcher.emptied();
        }
    }

    /** A message that never lay here was handled on the I/O thread. */
    public void passed(ReceivedMessage message) {
        tally.passed();
    }

    /** A message out of {@link #takeAll} is about to be handled; false: it was discarded meanwhile. One worker. */
    public boolean handling(ReceivedMessage message) {
        tally.handled(message.weight());
        if (discarding) {
            handledInVain = handledInVain + 1;
            return false;
        }
        return true;
    }

    // ending

    /** No message comes any more; those inside can still be taken, unless {@code discard}. */
    public void end(boolean discard) {
        boolean tell;
        lock.lock();
        try {
            ended = true;
            if (discard) {
                discarding = true;
                while (!ready.isEmpty()) {
                    takeOne();
                    discarded++;
                }
            }
            tell = emptiedNow();
            arrival.signalAll();
        } finally {
            lock.unlock();
        }
        if (tell) {
            watcher.emptied();
        }
        watcher.ready();
    }

    private boolean emptiedNow() {
        if (ended && ready.isEmpty() && working == 0 && outside == 0 && !emptiedTold) {
            emptiedTold = true;
            return true;
        }
        return false;
    }

    /** Whether no message comes any more. */
    public boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    // numbers, any thread

    /** Sets the bounds. */
    public void limits(long messages, long bytes) {
        messagesMax = messages;
        bytesMax = bytes;
    }

    /** Messages inside. */
    public long pendingMessages() {
        return tally.pendingMessages();
    }

    /** Their weight. */
    public long pendingBytes() {
        return tally.pendingBytes();
    }

    /** Messages taken. */
    public long delivered() {
        lock.lock();
        try {
            return tally.removedMessages() - discarded - handledInVain;
        } finally {
            lock.unlock();
        }
    }

    /** Messages dropped. */
    public long dropped() {
        return dropped;
    }
}
