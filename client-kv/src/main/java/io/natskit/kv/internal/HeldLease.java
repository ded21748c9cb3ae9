// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.client.internal.routing.Failures;
import io.natskit.kv.DeleteSpec;
import io.natskit.kv.WrongRevisionException;
import io.natskit.kv.lease.Lease;
import io.natskit.wire.headers.Headers;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lease that was taken. Its time is reckoned from before the server was asked, so it ends here before it ends there. Renewals are updates that expect the revision known:
 * one that finds another says that the lease is lost.
 */
final class HeldLease implements Lease {
    private final Store store;
    private final String name;
    private final Duration ttl;
    private final byte[] value;
    private final long token;
    private final CompletableFuture<Void> lost = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by the lock: writes to the key follow one another
    private CompletableFuture<?> writing = CompletableFuture.completedFuture(null);
    private @Nullable CompletableFuture<Void> released;
    private volatile long revision;
    private volatile long until;
    private volatile boolean over;

    HeldLease(Store store, String name, Duration ttl, byte[] value, long revision, long askedNanos) {
        this.store = store;
        this.name = name;
        this.ttl = ttl;
        this.value = value;
        this.token = revision;
        this.revision = revision;
        this.until = askedNanos + ttl.toNanos();
        watchTime();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long token() {
        return token;
    }

    @Override
    public boolean isHeld() {
        return !over && until - System.nanoTime() > 0;
    }

    @Override
    public Duration left() {
        return isHeld() ? Duration.ofNanos(Math.max(0, until - System.nanoTime())) : Duration.ZERO;
    }

    @Override
    public boolean renew() {
        return store.context().await(renewAsync(), "renew");
    }

    @Override
    public CompletableFuture<Boolean> renewAsync() {
        return inTurn(() -> renewed(true));
    }

    private <T> CompletableFuture<T> inTurn(Supplier<CompletableFuture<T>> write) {
        lock.lock();
        try {
            CompletableFuture<T> next = writing.handle((done, error) -> null).thenCompose(nothing -> write.get());
            writing = next;
            return next.copy();
        } finally {
            lock.unlock();
        }
    }

    private CompletableFuture<Boolean> renewed(boolean first) {
        if (!isHeld()) {
            return CompletableFuture.completedFuture(false);
        }
        long asked = System.nanoTime();
        return store.writeAsync(new Store.Write(name, value, Headers.empty(), revision, ttl))
                .thenApply(stored -> {
                    revision = stored;
                    until = asked + ttl.toNanos();
                    return true;
                })
                .exceptionallyCompose(error -> {
                    Throwable cause = Failures.cause(error);
                    if (!(cause instanceof WrongRevisionException)) {
                        return CompletableFuture.failedFuture(cause);
                    }
                    if (first) {
                        return afterDoubt();
                    }
                    end();
                    return CompletableFuture.completedFuture(false);
                });
    }

    /** An earlier renewal may have been done without its answer: then the value there is ours still, and is renewed. */
    private CompletableFuture<Boolean> afterDoubt() {
        return ours().thenCompose(ours -> {
            if (ours) {
                return renewed(false);
            }
            end();
            return CompletableFuture.completedFuture(false);
        });
    }

    /** Whether the key still has our value; its revision is known then. */
    private CompletableFuture<Boolean> ours() {
        return store.lastAsync(name, true)
                .thenApply(found -> found.filter(raw -> raw.isPresent() && Arrays.equals(raw.bytes(), value))
                        .map(raw -> {
                            revision = raw.revision();
                            return true;
                        })
                        .orElse(false));
    }

    /** Renews when a third of its time is over, and again, until it is. */
    void keepRenewing() {
        store.context().inside().after(ttl.toNanos() / 3, () -> {
            if (isHeld()) {
                renewAsync().whenComplete((still, error) -> keepRenewing());
            }
        });
    }

    private void watchTime() {
        long wait = Math.max(1_000_000, until - System.nanoTime());
        store.context().inside().after(wait, () -> {
            if (over) {
                return;
            }
            if (isHeld()) {
                watchTime();
            } else {
                end();
            }
        });
    }

    private void end() {
        over = true;
        store.context().call(() -> lost.complete(null));
    }

    @Override
    public CompletableFuture<Void> lost() {
        return lost.copy();
    }

    @Override
    public void close() {
        store.context().await(release(), "close");
    }

    @Override
    public CompletableFuture<Void> release() {
        lock.lock();
        try {
            CompletableFuture<Void> known = released;
            if (known != null) {
                return known.copy();
            }
            boolean held = !over;
            over = true;
            CompletableFuture<Void> done = held
                    ? inTurn(this::deleted).handle((gone, failure) -> {
                        // what could not be told, its time will tell
                        end();
                        return null;
                    })
                    : CompletableFuture.completedFuture(null);
            released = done;
            return done.copy();
        } finally {
            lock.unlock();
        }
    }

    private CompletableFuture<Long> deleted() {
        return delete().exceptionallyCompose(error -> {
            Throwable cause = Failures.cause(error);
            if (!(cause instanceof WrongRevisionException)) {
                return CompletableFuture.failedFuture(cause);
            }
            // a renewal was on its way
            return ours().thenCompose(ours -> ours ? delete() : CompletableFuture.completedFuture(0L));
        });
    }

    private CompletableFuture<Long> delete() {
        return store.writeAsync(Store.Write.delete(name, new DeleteSpec().revision(revision)));
    }
}
