// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A thread, or a few, for what must not run on a loop (password hashes, signatures, TLS handshakes). Made when first needed, gone when idle. Any thread. */
final class BlockingWork implements Executor, AutoCloseable {
    private static final int WAITING_MAX = 4096;

    private final String name;
    private final int threads;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ThreadPoolExecutor pool;
    private boolean closed;

    BlockingWork(String name) {
        this(name, 1);
    }

    BlockingWork(String name, int threads) {
        this.name = name;
        this.threads = threads;
    }

    @Override
    public void execute(Runnable work) {
        pool().execute(work);
    }

    private ThreadPoolExecutor pool() {
        lock.lock();
        try {
            if (closed) {
                throw new RejectedExecutionException("the server is closed");
            }
            if (pool == null) {
                pool = new ThreadPoolExecutor(
                        threads, threads, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_MAX), this::thread);
                pool.allowCoreThreadTimeOut(true);
            }
            return pool;
        } finally {
            lock.unlock();
        }
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        ThreadPoolExecutor own;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            own = pool;
        } finally {
            lock.unlock();
        }
        if (own != null) {
            own.shutdownNow();
            try {
                own.awaitTermination(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
