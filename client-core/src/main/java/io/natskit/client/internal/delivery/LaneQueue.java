// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.delivery;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages of several mailboxes, one at a time, in the order of their arrival. The I/O thread notes which mailbox each message went to; the lane takes one message
 * of the noted mailbox at each step.
 */
public final class LaneQueue implements Runnable {
    private final SerialExecutor executor;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Member> order = new ArrayDeque<>();
    private boolean running;
    // of the I/O thread
    private final ArrayDeque<Member> noted = new ArrayDeque<>();

    /** A subscription in the lane. */
    public record Member(Mailbox mailbox, Handling handling) {}

    /** A lane on {@code executor}. */
    public LaneQueue(Executor executor) {
        this.executor = new SerialExecutor(executor);
    }

    /** A message of {@code member} was added to its mailbox, and comes next. I/O thread. */
    public void note(Member member) {
        noted.add(member);
    }

    /** The mailboxes have been handed over. I/O thread. */
    public void ready() {
        lock.lock();
        try {
            order.addAll(noted);
            noted.clear();
            if (running || order.isEmpty()) {
                return;
            }
            running = true;
        } finally {
            lock.unlock();
        }
        executor.execute(this);
    }

    @Override
    public void run() {
        Member member = next();
        while (member != null) {
            ReceivedMessage message = member.mailbox().poll();
            if (message != null) {
                member.handling().handle(message);
            }
            member = next();
        }
    }

    private @Nullable Member next() {
        lock.lock();
        try {
            Member member = order.poll();
            running = member != null;
            return member;
        } finally {
            lock.unlock();
        }
    }
}
