// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream.internal.catchup;

import io.natskit.jetstream.Metadata;
import io.natskit.jetstream.OrderedSpec;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Knows when all that was there has come. The first message of each consumer says how many follow it; what was removed meanwhile is made good by later ones, or found out by
 * {@link #isAllOf}. Never says so too early: messages come in the order of their sequences, and what is counted was there. Pure; any thread.
 */
public final class Progress {
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by the lock
    private boolean current;
    private long remaining = Long.MAX_VALUE;
    private @Nullable String made;
    private @Nullable String consumer;
    private long consumerSequence;
    private long streamSequence;
    private long nothingAfter = Long.MAX_VALUE;

    /** Nothing has come. */
    public Progress() {}

    /** A consumer was made; true when that completes what was there. */
    public boolean placed(OrderedSpec.Placed placed) {
        lock.lock();
        try {
            made = placed.consumer();
            if (placed.pending() > 0) {
                return false;
            }
            nothingAfter = placed.after();
            return !current && streamSequence >= nothingAfter && reached();
        } finally {
            lock.unlock();
        }
    }

    /** A message was handled; true when it completes what was there. */
    public boolean handled(Metadata message) {
        lock.lock();
        try {
            if (!message.consumer().equals(consumer)) {
                consumer = message.consumer();
                remaining = Long.MAX_VALUE;
            }
            consumerSequence = message.consumerSequence();
            streamSequence = message.streamSequence();
            if (current) {
                return false;
            }
            if (message.consumerSequence() == 1) {
                remaining = message.pending();
            } else if (remaining != Long.MAX_VALUE) {
                remaining--;
            }
            boolean done =
                    remaining <= 0 || message.pending() == 0 || streamSequence >= nothingAfter && nothingAfter > 0;
            return done && reached();
        } finally {
            lock.unlock();
        }
    }

    private boolean reached() {
        current = true;
        return true;
    }

    /** Says that it is so, such as where nothing that was there was asked for; true when it was not known. */
    public boolean declare() {
        lock.lock();
        try {
            return !current && reached();
        } finally {
            lock.unlock();
        }
    }

    /** Whether all that was there has come. */
    public boolean isCurrent() {
        lock.lock();
        try {
            return current;
        } finally {
            lock.unlock();
        }
    }

    /** The stream sequence of the last message handled; 0 for none. */
    public long streamSequence() {
        lock.lock();
        try {
            return streamSequence;
        } finally {
            lock.unlock();
        }
    }

    /** The consumer that was made last. */
    public @Nullable String consumer() {
        lock.lock();
        try {
            return made == null ? consumer : made;
        } finally {
            lock.unlock();
        }
    }

    /** Whether all that {@code of} has delivered was handled. */
    public boolean isAllOf(String of, long delivered) {
        lock.lock();
        try {
            return delivered == 0 || of.equals(consumer) && consumerSequence >= delivered;
        } finally {
            lock.unlock();
        }
    }
}
