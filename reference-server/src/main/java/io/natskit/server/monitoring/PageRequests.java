// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for a page. Whoever asks for the same page before it begins to be made gets the same answer: a crowd costs hardly more than one who asks, and nobody
 * is told of a moment before his request. So many threads make pages at any moment, and no more, so that clients of the server keep the processors; and so many pages are made
 * and not yet sent, so that those who ask and do not read cost no memory without end. Any thread.
 */
final class PageRequests {
    private final Maker maker;
    private final Bounds bounds;
    private final ReentrantLock lock = new ReentrantLock();

    // guarded by lock
    private final Map<Asked, List<Asker>> waiting = new LinkedHashMap<>();
    private int askers;
    private int makers;
    private int unsent;

    PageRequests(Maker maker, Bounds bounds) {
        this.maker = maker;
        this.bounds = bounds;
    }

    /**
     * How much at once.
     *
     * @param makers threads that make pages
     * @param unsent pages from when they begin to be made until the last who asked has his answer
     * @param waiting those who ask for pages that have not begun to be made
     */
    record Bounds(int makers, int unsent, int waiting) {}

    /** Makes a page for as many as have asked for it; throws nothing. */
    @FunctionalInterface
    interface Maker {
        Answer make(Asked asked, int askers);
    }

    /** Somebody who waits for a page. */
    @FunctionalInterface
    interface Asker {
        /** Takes the answer, and must not block; {@code sent} is to be run, by any thread and once, when it is sent or given up. */
        void take(Answer answer, Runnable sent);
    }

    /**
     * What somebody asks for.
     *
     * @param path decoded
     * @param query as it stands in the URL, null for none
     */
    record Asked(String path, @Nullable String query) {}

    private record Batch(Asked asked, List<Asker> askers, AtomicInteger unsent) {
        Batch(Asked asked, List<Asker> askers) {
            this(asked, askers, new AtomicInteger(askers.size()));
        }
    }

    /**
     * Asks; {@code then} gets the answer, on this thread before it returns or on that of somebody else. This thread may make pages for others as well, while there are any to make.
     *
     * @return false if too many wait already: {@code then} gets nothing
     */
    boolean ask(Asked asked, Asker then) {
        lock.lock();
        try {
            if (askers == bounds.waiting) {
                return false;
            }
            askers++;
            waiting.computeIfAbsent(asked, key -> new ArrayList<>()).add(then);
        } finally {
            lock.unlock();
        }
        makeAll();
        return true;
    }

    /** Makes what is waited for, if there is room for one who does. */
    private void makeAll() {
        if (!begins()) {
            return;
        }
        for (Batch batch = next(); batch != null; batch = next()) {
            boolean over = false;
            try {
                Answer answer = maker.make(batch.asked, batch.askers.size());
                Batch made = batch;
                batch.askers.forEach(one -> one.take(answer, () -> sent(made)));
                over = true;
            } finally {
                if (!over) {
                    gaveUp(batch);
                }
            }
        }
    }

    private boolean begins() {
        lock.lock();
        try {
            if (makers == bounds.makers) {
                return false;
            }
            makers++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The last of those who asked for a page makes room for the next. */
    private void sent(Batch batch) {
        if (batch.unsent.decrementAndGet() == 0) {
            lock.lock();
            try {
                unsent--;
            } finally {
                lock.unlock();
            }
            makeAll();
        }
    }

    /** This thread makes no more, though somebody may wait: the next who asks begins with them. Those of its page who have no answer get none. */
    private void gaveUp(Batch batch) {
        lock.lock();
        try {
            makers--;
            if (batch.unsent.getAndSet(0) > 0) {
                unsent--;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Those who have waited longest; null where nobody waits or no more may be made, and this thread makes no more. */
    private @Nullable Batch next() {
        lock.lock();
        try {
            Iterator<Map.Entry<Asked, List<Asker>>> all = waiting.entrySet().iterator();
            if (unsent == bounds.unsent || !all.hasNext()) {
                makers--;
                return null;
            }
            Map.Entry<Asked, List<Asker>> first = all.next();
            all.remove();
            askers -= first.getValue().size();
            unsent++;
            return new Batch(first.getKey(), first.getValue());
        } finally {
            lock.unlock();
        }
    }
}
