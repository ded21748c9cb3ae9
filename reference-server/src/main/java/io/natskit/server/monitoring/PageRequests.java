// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.monitoring;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for a page. Whoever asks for the same page before it begins to be made gets the same answer: a crowd costs hardly more than one who asks, and nobody
 * is told of a moment before his request. So many threads make pages at any moment, and no more, so that clients of the server keep the processors. Any thread.
 */
final class PageRequests {
    private final Maker maker;
    private final int makersMax;
    private final ReentrantLock lock = new ReentrantLock();

    // guarded by lock
    private final Map<Asked, List<Consumer<Answer>>> waiting = new LinkedHashMap<>();
    private int makers;

    PageRequests(Maker maker, int makersMax) {
        this.maker = maker;
        this.makersMax = makersMax;
    }

    /** Makes a page for as many as have asked for it; throws nothing. */
    @FunctionalInterface
    interface Maker {
        Answer make(Asked asked, int askers);
    }

    /**
     * What somebody asks for.
     *
     * @param path decoded
     * @param query as it stands in the URL, null for none
     */
    record Asked(String path, @Nullable String query) {}

    private record Batch(Asked asked, List<Consumer<Answer>> askers) {}

    /**
     * Asks; {@code then} gets the answer, on this thread before it returns or on that of somebody else who asks, and must not block. This thread may make pages for others as well, while there are any to make.
     */
    void ask(Asked asked, Consumer<Answer> then) {
        lock.lock();
        try {
            waiting.computeIfAbsent(asked, key -> new ArrayList<>()).add(then);
            if (makers == makersMax) {
                return;
            }
            makers++;
        } finally {
            lock.unlock();
        }
        boolean over = false;
        try {
            for (Batch batch = next(); batch != null; batch = next()) {
                Answer answer = maker.make(batch.asked, batch.askers.size());
                batch.askers.forEach(one -> one.accept(answer));
            }
            over = true;
        } finally {
            if (!over) {
                gaveUp();
            }
        }
    }

    /** This thread makes no more, though somebody may wait: the next who asks begins with them. */
    private void gaveUp() {
        lock.lock();
        try {
            makers--;
        } finally {
            lock.unlock();
        }
    }

    /** Those who have waited longest; null where nobody waits, and this thread makes no more. */
    private @Nullable Batch next() {
        lock.lock();
        try {
            Iterator<Map.Entry<Asked, List<Consumer<Answer>>>> all =
                    waiting.entrySet().iterator();
            if (!all.hasNext()) {
                makers--;
                return null;
            }
            Map.Entry<Asked, List<Consumer<Answer>>> first = all.next();
            all.remove();
            return new Batch(first.getKey(), first.getValue());
        } finally {
            lock.unlock();
        }
    }
}
