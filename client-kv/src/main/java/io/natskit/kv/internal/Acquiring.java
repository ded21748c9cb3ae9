// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.client.OperationTimeoutException;
import io.natskit.client.internal.routing.Failures;
import io.natskit.kv.Watch;
import io.natskit.kv.WatchEvent;
import io.natskit.kv.lease.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Waits for a lease: tries at once, when its key goes, and now and then, since not every end of a key is told. */
final class Acquiring {
    private final LeaseTaker taker;
    private final String name;
    private final Duration ttl;
    private final Duration wait;
    private final long until;
    private final CompletableFuture<Lease> result = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by the lock
    private boolean trying;
    private boolean again;
    private @Nullable Runnable timer;

    Acquiring(LeaseTaker taker, String name, Duration ttl, Duration wait) {
        this.taker = taker;
        this.name = name;
        this.ttl = ttl;
        this.wait = wait;
        this.until = System.nanoTime() + wait.toNanos();
    }

    /** Completes with the lease; who cancels it gives up. */
    CompletableFuture<Lease> begin() {
        taker.take(name, ttl, "", true).whenComplete((taken, error) -> {
            if (!ended(taken, error)) {
                watch();
            }
        });
        return result;
    }

    private void watch() {
        CompletableFuture<Watch> watching = taker.bucket()
                .watch(w -> w.keys(name).metaOnly(), event -> {
                    if (event instanceof WatchEvent.Changed<String, String> c
                            && !c.entry().isPresent()) {
                        attempt();
                    }
                });
        result.whenComplete((lease, error) -> {
            watching.thenAccept(Watch::close);
            stopTimer();
        });
        watching.whenComplete((watch, error) -> {
            if (error == null) {
                attempt();
            } else {
                result.completeExceptionally(Failures.cause(error));
            }
        });
    }

    private void attempt() {
        lock.lock();
        try {
            if (trying) {
                again = true;
                return;
            }
            trying = true;
            again = false;
        } finally {
            lock.unlock();
        }
        if (!result.isDone()) {
            taker.take(name, ttl, "", true).whenComplete((taken, error) -> {
                if (!ended(taken, error)) {
                    rest();
                }
            });
        }
    }

    /** Whether there is an end: a lease, or a failure. */
    private boolean ended(@Nullable Optional<HeldLease> taken, @Nullable Throwable error) {
        if (error != null) {
            result.completeExceptionally(Failures.cause(error));
            return true;
        }
        if (taken == null || taken.isEmpty()) {
            return result.isDone();
        }
        if (!result.complete(taken.get())) {
            // nobody waits for it any more
            taken.get().release();
        }
        return true;
    }

    private void rest() {
        long left = until - System.nanoTime();
        if (left <= 0) {
            result.completeExceptionally(new OperationTimeoutException("acquire lease \"" + name + "\"", wait));
            return;
        }
        boolean now;
        lock.lock();
        try {
            trying = false;
            now = again;
        } finally {
            lock.unlock();
        }
        if (now) {
            attempt();
            return;
        }
        Runnable next = taker.store()
                .context()
                .inside()
                .after(
                        Math.min(left, ttl.toNanos()),
                        () -> taker.store().context().call(this::attempt));
        Runnable before;
        lock.lock();
        try {
            before = timer;
            timer = next;
        } finally {
            lock.unlock();
        }
        if (before != null) {
            before.run();
        }
        if (result.isDone()) {
            stopTimer();
        }
    }

    private void stopTimer() {
        Runnable running;
        lock.lock();
        try {
            running = timer;
            timer = null;
        } finally {
            lock.unlock();
        }
        if (running != null) {
            running.run();
        }
    }
}
