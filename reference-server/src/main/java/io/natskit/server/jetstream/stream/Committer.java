// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.stream;

import io.natskit.server.config.JetStreamOptions;
import io.natskit.server.jetstream.storage.Step;
import io.natskit.server.jetstream.storage.StoreFailedException;
import io.natskit.server.transport.EventLoop;
import io.natskit.server.transport.LoopTimer;
import io.natskit.wire.jetstream.PersistMode;
import io.natskit.wire.jetstream.StorageType;
import io.natskit.wire.jetstream.StreamConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes what a stream changed durable, for many changes at once. Whoever changes something takes a number; {@link #commit()} hands everything
 * to the operating system, and, where each acknowledgement has to wait for the disk, syncs it beside the loop. While one sync runs, the
 * next batch is already being gathered. Confined to the stream's loop.
 */
public final class Committer {
    /** Something with a file: the store of messages, and that of each consumer. */
    public interface Durable {
        /** Hands what was changed to the operating system. Throws {@link StoreFailedException}. */
        void flush();

        /** Prepares a sync of it. */
        Step prepareSync();
    }

    /** How soon changes must be on the disk. */
    enum Policy {
        /** Nothing outlives the process. */
        MEMORY,
        /** Acknowledged once synced. */
        ALWAYS,
        /** Acknowledged once handed over; synced from time to time. */
        INTERVAL,
        /** Acknowledged at once; handed over soon, synced from time to time. */
        ASYNC;

        /** What a stream asks for, on a server with these options. */
        static Policy of(StreamConfig config, JetStreamOptions options) {
            if (config.storage() == StorageType.MEMORY || options.memoryOnly()) {
                return MEMORY;
            }
            if (config.persistMode() == PersistMode.ASYNC) {
                return ASYNC;
            }
            return options.syncAlways() ? ALWAYS : INTERVAL;
        }
    }

    /** Told of the outcome, on the loop. */
    interface Listener {
        void committed(long index);

        void failed(long first, long last, StoreFailedException cause);
    }

    private static final long ASYNC_FLUSH_NANOS = 10_000_000;

    private final EventLoop loop;
    private final Executor pool;
    private final Policy policy;
    private final long intervalNanos;
    private final Listener listener;
    private final Set<Durable> unflushed = new LinkedHashSet<>();
    private final Set<Durable> unsynced = new LinkedHashSet<>();
    private final Fence fence;
    private final LoopTimer syncTimer;
    private final LoopTimer flushTimer;

    private long last;
    private long flushed;
    private long committed;
    private boolean syncing;
    private boolean closed;
    private Runnable whenIdle = () -> {};

    Committer(EventLoop loop, Executor pool, Policy policy, long intervalNanos, Listener listener, Fence fence) {
        this.loop = loop;
        this.pool = pool;
        this.policy = policy;
        this.intervalNanos = intervalNanos;
        this.listener = listener;
        this.fence = fence;
        this.syncTimer = new LoopTimer(fence.around(this::intervalPassed));
        this.flushTimer = new LoopTimer(fence.around(this::flushNow));
    }

    /** Something is no more: it is not flushed again. */
    public void remove(Durable part) {
        unflushed.remove(part);
        unsynced.remove(part);
    }

    /** The number of a change to a part that is being made now. */
    public long nextIndex(Durable part) {
        unflushed.add(part);
        if (policy != Policy.MEMORY) {
            unsynced.add(part);
        }
        return ++last;
    }

    /** The number of the last change. */
    public long lastIndex() {
        return last;
    }

    /** The number of the last change that is as durable as it has to be. */
    public long committed() {
        return committed;
    }

    /** The end of a batch of changes. */
    public void commit() {
        if (closed || last == committed) {
            return;
        }
        switch (policy) {
            case MEMORY -> {
                flush();
                done(last);
            }
            case ASYNC -> {
                if (!flushTimer.isScheduled()) {
                    loop.schedule(flushTimer, ASYNC_FLUSH_NANOS);
                }
                armSync();
                done(last);
            }
            case INTERVAL -> {
                if (flush()) {
                    armSync();
                    done(last);
                }
            }
            case ALWAYS -> {
                if (flush() && !syncing) {
                    sync();
                }
            }
        }
    }

    private void done(long index) {
        if (index > committed) {
            committed = index;
            listener.committed(index);
        }
    }

    private void flushNow() {
        if (!closed) {
            flush();
        }
    }

    /** Hands everything over; false if that failed, and the waiting were told. */
    private boolean flush() {
        long upTo = last;
        StoreFailedException failure = null;
        for (Durable part : unflushed) {
            try {
                part.flush();
            } catch (StoreFailedException e) {
                failure = e;
            }
        }
        unflushed.clear();
        long first = flushed + 1;
        flushed = upTo;
        if (failure != null) {
            failed(first, upTo, failure);
        }
        return failure == null;
    }

    private void failed(long first, long upTo, StoreFailedException cause) {
        listener.failed(Math.max(first, committed + 1), upTo, cause);
        if (!syncing && upTo > committed) {
            committed = upTo;
            listener.committed(upTo);
        }
    }

    // A part that fails does not keep the others from their sync: what they prepared has to come to its end.
    private void sync() {
        long upTo = last;
        List<Step> steps = new ArrayList<>(unsynced.size());
        StoreFailedException failure = null;
        for (Durable part : unsynced) {
            try {
                steps.add(part.prepareSync());
            } catch (StoreFailedException e) {
                failure = e;
            }
        }
        unsynced.clear();
        if (steps.isEmpty() && failure != null) {
            failed(committed + 1, upTo, failure);
            return;
        }
        StoreFailedException unprepared = failure;
        syncing = true;
        fence.elsewhere(pool, loop, () -> steps.forEach(Step::run), fault -> synced(steps, upTo, unprepared, fault));
    }

    private void synced(
            List<Step> steps, long upTo, @Nullable StoreFailedException unprepared, @Nullable RuntimeException fault) {
        syncing = false;
        try {
            StoreFailedException failure = finish(steps, fault);
            if (closed) {
                return;
            }
            failure = failure == null ? unprepared : failure;
            if (failure != null) {
                failed(committed + 1, upTo, failure);
            } else {
                done(upTo);
            }
        } finally {
            if (closed) {
                whenIdle.run();
            }
        }
        // who was told may have begun the next one
        if (!closed && !syncing && last > upTo && policy == Policy.ALWAYS && flushed > upTo) {
            sync();
        }
    }

    /** Ends all steps, whatever becomes of one; throws the first fault that is none of the disk's. */
    private static @Nullable StoreFailedException finish(List<Step> steps, @Nullable RuntimeException fault) {
        StoreFailedException failure = null;
        RuntimeException first = fault;
        for (Step step : steps) {
            try {
                step.finish();
            } catch (StoreFailedException e) {
                failure = e;
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
        return failure;
    }

    private void armSync() {
        if (!syncTimer.isScheduled()) {
            loop.schedule(syncTimer, intervalNanos);
        }
    }

    private void intervalPassed() {
        if (!closed && !syncing && flush()) {
            sync();
        }
    }

    /** Tells nobody anything any more; {@code idle} runs once no sync is under way, which may be at once. */
    void close(Runnable idle) {
        closed = true;
        loop.cancel(syncTimer);
        loop.cancel(flushTimer);
        if (syncing) {
            whenIdle = idle;
        } else {
            idle.run();
        }
    }
}
