// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One I/O thread with its selector, its task queue and its timers; many links share it. The thread starts with the first use and ends with {@link #close}. It runs
 * no user code and never waits for anything but the selector.
 */
public final class IoLoop implements Executor, AutoCloseable {
    static final int READ_BYTES = 256 * 1024;

    private static final int PAGE_BYTES = 4096;

    private static final System.Logger LOG = System.getLogger("io.natskit.client");

    /** What the loop calls for a ready channel. */
    interface Ready {
        void ready(int ops);
    }

    private final String name;
    private final @Nullable ThreadFactory factory;
    private final Selector selector;
    private final TimerWheel timers = new TimerWheel(System.nanoTime());
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by the lock
    private ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private ArrayDeque<Runnable> spareTasks = new ArrayDeque<>();
    private boolean sleeping;
    private boolean closing;
    private @Nullable Thread thread;
    // of the thread
    // at the beginning of a page: where malloc puts so much, 16 bytes behind one, the kernel copies at a third of its
    // speed
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BYTES + PAGE_BYTES)
            .alignedSlice(PAGE_BYTES)
            .slice(0, READ_BYTES);
    private final byte[] readArray = new byte[READ_BYTES];

    /** A loop whose thread will be called {@code name}, and be made by {@code factory} if there is one. */
    public IoLoop(String name, @Nullable ThreadFactory factory) {
        this.name = name;
        this.factory = factory;
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a selector", e);
        }
    }

    /** Runs {@code task} on the I/O thread, soon; dropped once the loop is closed. Any thread. */
    @Override
    public void execute(Runnable task) {
        offer(task);
    }

    /** As {@link #execute}; false: the loop is closed and the task will not run. */
    public boolean offer(Runnable task) {
        boolean wake;
        lock.lock();
        try {
            if (closing) {
                return false;
            }
            if (thread == null) {
                start();
            }
            tasks.add(task);
            wake = sleeping;
            sleeping = false;
        } finally {
            lock.unlock();
        }
        if (wake) {
            selector.wakeup();
        }
        return true;
    }

    private void start() {
        Thread t;
        if (factory == null) {
            t = new Thread(this::run, name);
            t.setDaemon(true);
        } else {
            t = factory.newThread(this::run);
        }
        thread = t;
        t.start();
    }

    /** Whether the current thread is this loop's. */
    public boolean inLoop() {
        return Thread.currentThread() == thread;
    }

    /** Whether the current thread belongs to any loop. */
    public static boolean onIoThread() {
        return CURRENT.get() != null;
    }

    private static final ThreadLocal<@Nullable IoLoop> CURRENT = new ThreadLocal<>();

    /** Runs {@code action} on the I/O thread after a delay. I/O thread. */
    public Timer schedule(long delayNanos, Runnable action) {
        return timers.schedule(System.nanoTime(), delayNanos, () -> guarded("a timer", action));
    }

    /** Ends the thread and waits for it, unless called on it. Links still open are closed. Idempotent. */
    @Override
    public void close() {
        Thread t;
        lock.lock();
        try {
            closing = true;
            t = thread;
        } finally {
            lock.unlock();
        }
        if (t == null) {
            closeSelector();
            return;
        }
        selector.wakeup();
        if (t != Thread.currentThread()) {
            joinQuietly(t);
        }
    }

    private static void joinQuietly(Thread t) {
        boolean interrupted = false;
        while (t.isAlive()) {
            try {
                t.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    SelectionKey register(SelectableChannel channel, int ops, Ready ready) throws IOException {
        return channel.register(selector, ops, ready);
    }

    /** Makes a change of interest take effect at once. Any thread. */
    void wakeup() {
        if (!inLoop()) {
            selector.wakeup();
        }
    }

    ByteBuffer readBuffer() {
        return readBuffer;
    }

    byte[] readArray() {
        return readArray;
    }

    private void run() {
        CURRENT.set(this);
        try {
            while (!finished()) {
                turn();
            }
        } finally {
            refuseTasks();
            closeSelector();
        }
    }

    /** However the thread ends: nobody may hand it a task, or wait for one, any more. */
    private void refuseTasks() {
        lock.lock();
        try {
            closing = true;
        } finally {
            lock.unlock();
        }
    }

    private boolean finished() {
        lock.lock();
        try {
            return closing && tasks.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void turn() {
        try {
            select();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "the selector of " + name + " failed", e);
        }
        runTasks();
        timers.advance(System.nanoTime());
    }

    private void select() throws IOException {
        long nanos = timers.nanosToNext(System.nanoTime());
        lock.lock();
        try {
            sleeping = tasks.isEmpty() && !closing;
        } finally {
            lock.unlock();
        }
        if (!sleepingNow()) {
            selector.selectNow(this::ready);
            return;
        }
        if (nanos == Long.MAX_VALUE) {
            selector.select(this::ready);
        } else {
            selector.select(this::ready, Math.max(1, (nanos + 999_999) / 1_000_000));
        }
        lock.lock();
        try {
            sleeping = false;
        } finally {
            lock.unlock();
        }
    }

    private boolean sleepingNow() {
        lock.lock();
        try {
            return sleeping;
        } finally {
            lock.unlock();
        }
    }

    private void ready(SelectionKey key) {
        Ready handler = (Ready) key.attachment();
        try {
            handler.ready(key.readyOps());
        } catch (CancelledKeyException e) {
            // closed by an earlier event of the same turn
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, "an event on " + name + " failed", e);
        }
    }

    private void runTasks() {
        ArrayDeque<Runnable> batch;
        lock.lock();
        try {
            if (tasks.isEmpty()) {
                return;
            }
            batch = tasks;
            tasks = spareTasks;
            spareTasks = batch;
        } finally {
            lock.unlock();
        }
        runAll(batch);
    }

    private void runAll(ArrayDeque<Runnable> batch) {
        Runnable task = batch.poll();
        while (task != null) {
            guarded("a task", task);
            task = batch.poll();
        }
    }

    /** One failure, an Error included, must not end the thread that all links of the loop share. */
    private void guarded(String what, Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, what + " on " + name + " failed", e);
        }
    }

    private void closeSelector() {
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing the selector of " + name, e);
        }
    }
}
