// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.delivery;

import io.natskit.client.Message;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one key in order, keys side by side in a fixed number of lanes. A serial worker takes the keys and fills the lanes; a message counts as pending until
 * its lane has handled it, so the mailbox bounds the lanes too.
 */
public final class KeyedWorker implements Worker, Runnable {
    private final Mailbox mailbox;
    private final Executor executor;
    private final Handling handling;
    private final Function<? super Message, ?> key;
    private final Lane[] lanes;

    /** A worker for {@code mailbox}; a key function that throws puts its message into the first lane. */
    public KeyedWorker(
            Mailbox mailbox, Executor executor, Handling handling, int laneCount, Function<? super Message, ?> key) {
        this.mailbox = mailbox;
        this.executor = executor;
        this.handling = handling;
        this.key = key;
        this.lanes = new Lane[laneCount];
        for (int i = 0; i < laneCount; i++) {
            lanes[i] = new Lane();
        }
    }

    @Override
    public void ready() {
        if (mailbox.startWorking()) {
            try {
                executor.execute(this);
            } catch (RejectedExecutionException e) {
                mailbox.stopWorking();
            }
        }
    }

    @Override
    public void run() {
        @Nullable ReceivedMessage[] batch = mailbox.takeAll(null);
        while (batch != null) {
            int count = 0;
            while (count < batch.length && batch[count] != null) {
                count++;
            }
            mailbox.sendOut(count);
            for (int i = 0; i < count; i++) {
                ReceivedMessage message = Objects.requireNonNull(batch[i]);
                batch[i] = null;
                lanes[laneOf(message)].add(message);
            }
            batch = mailbox.takeAll(batch);
        }
    }

    private int laneOf(ReceivedMessage message) {
        try {
            return Math.floorMod(Objects.hashCode(key.apply(message)), lanes.length);
        } catch (RuntimeException e) {
            return 0;
        }
    }

    private final class Lane implements Runnable {
        private final ReentrantLock lock = new ReentrantLock();
        private final ArrayDeque<ReceivedMessage> waiting = new ArrayDeque<>();
        private boolean running;

        void add(ReceivedMessage message) {
            boolean start;
            lock.lock();
            try {
                waiting.add(message);
                start = !running;
                running = true;
            } finally {
                lock.unlock();
            }
            if (start) {
                try {
                    executor.execute(this);
                } catch (RejectedExecutionException e) {
                    run();
                }
            }
        }

        @Override
        public void run() {
            ReceivedMessage message = next();
            while (message != null) {
                if (mailbox.mayHandle()) {
                    handling.handle(message);
                }
                mailbox.leave(message);
                message = next();
            }
        }

        private @Nullable ReceivedMessage next() {
            lock.lock();
            try {
                ReceivedMessage message = waiting.poll();
                running = message != null;
                return message;
            } finally {
                lock.unlock();
            }
        }
    }
}
