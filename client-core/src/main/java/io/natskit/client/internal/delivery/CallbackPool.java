// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.delivery;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A few platform threads for handlers, and more for as long as handlers dawdle: a task that has waited for long while all threads are busy gets a thread of its own,
 * so that a slow handler holds up nobody else. Threads are made when needed; those beyond the core end as soon as they find nothing to do.
 */
public final class CallbackPool implements Executor, AutoCloseable {
    /** A task that waits so long gets another thread. */
    public static final long PATIENCE_NANOS = 20_000_000;

    private static final System.Logger LOG = System.getLogger("io.natskit.client");
    private static final int EXTRA_MAX = 64;

    private final String name;
    private final int core;
    private final LongSupplier nanoClock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition gone = lock.newCondition();
    // guarded by the lock
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private int threads;
    private int idle;
    private int started;
    private long lastTakenNanos;
    private boolean closed;
    private @Nullable Runnable watchdog;
    private boolean watched;

    /** A pool of {@code core} threads called {@code name-n}. */
    public CallbackPool(String name, int core, LongSupplier nanoClock) {
        this.name = name;
        this.core = core;
        this.nanoClock = nanoClock;
    }

    /** Sets who calls {@link #relieve} after {@link #PATIENCE_NANOS} whenever this is run. */
    public void watchdog(Runnable schedule) {
        lock.lock();
        try {
            watchdog = schedule;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void execute(Runnable task) {
        Runnable call = null;
        lock.lock();
        try {
            if (closed) {
                throw new RejectedExecutionException("the callback pool " + name + " is closed");
            }
            if (tasks.isEmpty()) {
                lastTakenNanos = nanoClock.getAsLong();
            }
            tasks.add(task);
            if (idle > 0) {
                work.signal();
            } else if (threads < core) {
                start();
            }
            if (idle == 0 && !watched && watchdog != null) {
                watched = true;
                call = watchdog;
            }
        } finally {
            lock.unlock();
        }
        if (call != null) {
            call.run();
        }
    }

    /** Starts another thread if tasks have waited for too long. True: look again after {@link #PATIENCE_NANOS}. */
    public boolean relieve() {
        lock.lock();
        try {
            boolean waits = !tasks.isEmpty() && idle == 0;
            if (waits && nanoClock.getAsLong() - lastTakenNanos >= PATIENCE_NANOS && threads < core + EXTRA_MAX) {
                start();
            }
            watched = waits;
            return waits;
        } finally {
            lock.unlock();
        }
    }

    private void start() {
        threads++;
        Thread thread = new Thread(this::run, name + "-" + ++started);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        CURRENT.set(this);
        Runnable task = next();
        while (task != null) {
            try {
                task.run();
            } catch (Throwable e) {
                LOG.log(System.Logger.Level.ERROR, "a callback failed", e);
            }
            task = next();
        }
    }

    private static final ThreadLocal<@Nullable CallbackPool> CURRENT = new ThreadLocal<>();

    private @Nullable Runnable next() {
        Runnable call = null;
        Runnable task;
        lock.lock();
        try {
            while (tasks.isEmpty()) {
                if (closed || threads > core) {
                    threads--;
                    gone.signalAll();
                    return null;
                }
                idle++;
                work.awaitUninterruptibly();
                idle--;
            }
            lastTakenNanos = nanoClock.getAsLong();
            task = tasks.poll();
            // A thread that was woken counts as idle until it is here: what was added meanwhile asked nobody to watch
            // over it.
            if (!tasks.isEmpty() && idle == 0 && !watched && watchdog != null) {
                watched = true;
                call = watchdog;
            }
        } finally {
            lock.unlock();
        }
        if (call != null) {
            call.run();
        }
        return task;
    }

    /**
     * Takes no task any more; its threads end once they have run what waits. Nobody looks after it from now on, so what waits behind a handler that dawdles gets a thread
     * at once. Does not wait.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
            if (!tasks.isEmpty() && idle == 0 && threads < core + EXTRA_MAX) {
                start();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the threads are gone, at most {@code nanos}; at once on one of them. */
    public boolean awaitGone(long nanos) throws InterruptedException {
        if (CURRENT.get() == this) {
            return false;
        }
        long left = nanos;
        lock.lock();
        try {
            while (threads > 0) {
                if (left <= 0) {
                    return false;
                }
                left = gone.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Threads now. */
    public int threads() {
        lock.lock();
        try {
            return threads;
        } finally {
            lock.unlock();
        }
    }
}
