// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.kv.WatchSpec;
import io.natskit.wire.subject.Subjects;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a watch knows of a bucket's keys. Changes come on the thread that reads the socket, own writes on their callers' threads; a key only ever moves to a later revision,
 * whoever tells of it first. Markers are kept as such, so that a late word of an older value does not bring it back.
 */
final class NearCache implements Feed.Sink {
    private static final long QUIET_NANOS = 500_000_000L;
    private static final long MARKERS_KEPT_NANOS = 120_000_000_000L;

    private final Store store;
    private final List<String> filters;
    private final int entriesMax;
    private final ConcurrentHashMap<String, Raw> known = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final Feed feed;
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by the lock
    private final PriorityQueue<Waiter> waiters = new PriorityQueue<>();
    // touched by the thread that reads the socket alone
    private final ArrayDeque<Marker> markers = new ArrayDeque<>();
    private volatile long seen;
    private volatile boolean complete;
    private volatile boolean overflowed;
    private volatile boolean closed;

    /** A deletion that the watch told of. */
    private record Marker(String key, long revision, long sinceNanos) {}

    private record Waiter(long revision, CompletableFuture<Void> done) implements Comparable<Waiter> {
        @Override
        public int compareTo(Waiter other) {
            return Long.compare(revision, other.revision);
        }
    }

    NearCache(Store store, Streams.Shape shape, List<String> filters, int entriesMax) {
        this.store = store;
        this.filters = filters;
        this.entriesMax = entriesMax;
        this.feed = Feed.beginInline(store, shape, new WatchSpec().keys(filters), this);
        feed.ended().thenAccept(end -> close());
    }

    CompletableFuture<Void> filled() {
        return feed.current();
    }

    // what comes

    @Override
    public void changed(Raw raw, long remaining) {
        learn(raw);
        if (!raw.isPresent()) {
            forgetMarkers();
            markers.add(new Marker(raw.key(), raw.revision(), System.nanoTime()));
        }
        seen = raw.revision();
        release();
    }

    @Override
    public void current() {
        complete = true;
    }

    /** After a while no own write can still be on its way that is older than a marker. */
    private void forgetMarkers() {
        long now = System.nanoTime();
        while (!markers.isEmpty() && now - markers.element().sinceNanos() > MARKERS_KEPT_NANOS) {
            Marker old = markers.remove();
            known.computeIfPresent(old.key(), (key, raw) -> {
                if (raw.revision() != old.revision()) {
                    return raw;
                }
                size.decrementAndGet();
                return null;
            });
        }
    }

    /** A revision is known, from the watch or from an own write. */
    void learn(Raw raw) {
        if (!covers(raw.key())) {
            return;
        }
        known.compute(raw.key(), (key, before) -> {
            if (before != null) {
                return before.revision() >= raw.revision() ? before : raw;
            }
            if (size.get() >= entriesMax) {
                overflowed = true;
                return null;
            }
            size.incrementAndGet();
            return raw;
        });
    }

    // reads

    /** What is known of a key; null where the server has to be asked. */
    @Nullable
    Raw find(String key) {
        if (closed || !complete) {
            return null;
        }
        return known.get(key);
    }

    /** Whether a key that {@link #find} does not know is not there. */
    boolean knowsAllOf(String key) {
        return complete && !closed && !overflowed && covers(key);
    }

    boolean covers(String key) {
        if (filters.isEmpty()) {
            return true;
        }
        for (String filter : filters) {
            if (filter.equals(">") || Subjects.matches(filter, key)) {
                return true;
            }
        }
        return false;
    }

    Map<String, Raw> all() {
        return known;
    }

    long seen() {
        return seen;
    }

    boolean isLive() {
        return !closed && store.context().js().connection().state().isConnected();
    }

    // waiting for a revision

    CompletableFuture<Void> caughtUpTo(long revision) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (seen >= revision) {
            done.complete(null);
            return done;
        }
        lock.lock();
        try {
            waiters.add(new Waiter(revision, done));
        } finally {
            lock.unlock();
        }
        release();
        if (closed) {
            done.completeExceptionally(new IllegalStateException("the cache is closed"));
        }
        watchSilence(revision, done);
        return done;
    }

    /** A revision may be one of a key that is not covered, or gone: then the server is asked whether anything up to it is still to come. */
    private void watchSilence(long revision, CompletableFuture<Void> done) {
        store.context().inside().after(QUIET_NANOS, () -> {
            if (done.isDone() || closed) {
                return;
            }
            store.info()
                    .thenCombine(feed.askWhetherAll(), (info, all) -> {
                        if (all && info.state().lastSequence() >= revision) {
                            done.complete(null);
                        }
                        return null;
                    })
                    .whenComplete((nothing, error) -> watchSilence(revision, done));
        });
    }

    private void release() {
        List<CompletableFuture<Void>> due = null;
        if (waiters.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            while (!waiters.isEmpty() && waiters.peek().revision() <= seen) {
                due = due == null ? new ArrayList<>() : due;
                due.add(waiters.poll().done());
            }
        } finally {
            lock.unlock();
        }
        if (due != null) {
            List<CompletableFuture<Void>> told = due;
            store.context().inside().complete(() -> told.forEach(done -> done.complete(null)));
        }
    }

    void close() {
        closed = true;
        feed.stop();
        List<Waiter> left;
        lock.lock();
        try {
            left = new ArrayList<>(waiters);
            waiters.clear();
        } finally {
            lock.unlock();
        }
        left.forEach(w -> w.done().completeExceptionally(new IllegalStateException("the cache is closed")));
    }
}
