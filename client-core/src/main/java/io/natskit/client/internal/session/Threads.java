// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client.internal.session;

import io.natskit.client.ClientResources;
import io.natskit.client.ResourcesOptions;
import io.natskit.client.internal.delivery.CallbackPool;
import io.natskit.client.internal.delivery.VirtualThreads;
import io.natskit.client.internal.transport.IoLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The threads of one or more connections: I/O loops, and where callbacks run. Any thread. */
public final class Threads implements ClientResources {
    private static final long GOODBYE_NANOS = 1_000_000_000L;

    private final List<IoLoop> loops = new ArrayList<>();
    private final Executor callbacks;
    private final Executor helpers;
    private final @Nullable CallbackPool pool;
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by the lock
    private final Map<Session, IoLoop> sessions = new HashMap<>();
    private boolean closed;

    private Threads(ResourcesOptions options, int loopCount, int callbackThreads) {
        String prefix = options.threadNamePrefix();
        for (int i = 1; i <= loopCount; i++) {
            loops.add(new IoLoop(prefix + "-io-" + i, options.threadFactory().orElse(null)));
        }
        Executor users = options.callbackExecutor().orElse(null);
        Executor virtual = users == null ? VirtualThreads.executor(prefix + "-callback-") : null;
        if (virtual != null) {
            pool = null;
            callbacks = virtual;
            helpers = virtual;
        } else {
            CallbackPool own = new CallbackPool(prefix + "-callback", callbackThreads, System::nanoTime);
            own.watchdog(() -> loops.get(0).execute(() -> watch(own)));
            pool = own;
            callbacks = users == null ? own : users;
            helpers = own;
        }
    }

    private void watch(CallbackPool own) {
        loops.get(0).schedule(CallbackPool.PATIENCE_NANOS, () -> {
            if (own.relieve()) {
                watch(own);
            }
        });
    }

    /** Threads to share. */
    public static Threads shared(ResourcesOptions options) {
        return new Threads(options, options.readerLoops(), options.callbackThreads());
    }

    /** The threads of a single connection: one that reads, one for callbacks. */
    public static Threads own() {
        return new Threads(ResourcesOptions.of(o -> {}), 1, 1);
    }

    /** The least used loop, for {@code session} from now on. */
    IoLoop join(Session session) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the client resources are closed");
            }
            IoLoop least = loops.get(0);
            long fewest = Long.MAX_VALUE;
            for (IoLoop loop : loops) {
                long load = sessions.values().stream().filter(l -> l == loop).count();
                if (load < fewest) {
                    fewest = load;
                    least = loop;
                }
            }
            sessions.put(session, least);
            return least;
        } finally {
            lock.unlock();
        }
    }

    void leave(Session session) {
        lock.lock();
        try {
            sessions.remove(session);
        } finally {
            lock.unlock();
        }
    }

    /** Where look-ups and authenticators run: may wait. */
    Executor helpers() {
        return helpers;
    }

    @Override
    public int connections() {
        lock.lock();
        try {
            return sessions.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Executor callbackExecutor() {
        return callbacks;
    }

    @Override
    public void close() {
        List<Session> open;
        lock.lock();
        try {
            closed = true;
            open = List.copyOf(sessions.keySet());
        } finally {
            lock.unlock();
        }
        for (Session session : open) {
            session.close(null).join();
        }
        end();
    }

    /** Has the threads end by themselves when they have done what waits. Does not wait. I/O thread of the only loop. */
    void stop() {
        if (pool != null) {
            pool.close();
        }
        loops.forEach(IoLoop::close);
    }

    /** Ends the threads; waits for them, but not for handlers that go on for longer than a second. */
    void end() {
        if (pool != null) {
            pool.close();
        }
        loops.forEach(IoLoop::close);
        if (pool != null) {
            try {
                pool.awaitGone(GOODBYE_NANOS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
