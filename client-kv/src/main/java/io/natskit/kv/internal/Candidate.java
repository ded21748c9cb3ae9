// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.kv.Watch;
import io.natskit.kv.WatchEvent;
import io.natskit.kv.lease.Candidacy;
import io.natskit.kv.lease.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stands for election: tries when the key goes, when its lease is lost, and now and then, since not every end of a key is told. */
final class Candidate implements Candidacy {
    private final LeaseTaker taker;
    private final String name;
    private final Duration ttl;
    private final String candidate;
    private final Consumer<? super Lease> leader;
    private final AtomicBoolean trying = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by the lock
    private @Nullable HeldLease lease;
    private @Nullable Watch watch;
    private volatile boolean closed;

    Candidate(LeaseTaker taker, String name, Duration ttl, String candidate, Consumer<? super Lease> leader) {
        this.taker = taker;
        this.name = name;
        this.ttl = ttl;
        this.candidate = candidate;
        this.leader = leader;
    }

    /** Completes when it stands. */
    CompletableFuture<Candidacy> begin() {
        return taker.bucket()
                .watch(w -> w.keys(name).metaOnly(), event -> {
                    boolean gone = event instanceof WatchEvent.Current<String, String>
                            || event instanceof WatchEvent.Changed<String, String> c
                                    && !c.entry().isPresent();
                    if (gone) {
                        attempt();
                    }
                })
                .thenApply(began -> {
                    lock.lock();
                    try {
                        watch = began;
                    } finally {
                        lock.unlock();
                    }
                    again();
                    return this;
                });
    }

    private void again() {
        taker.store().context().inside().after(ttl.toNanos(), () -> {
            if (!closed) {
                taker.store().context().call(this::attempt);
                again();
            }
        });
    }

    private void attempt() {
        if (closed || isLeader() || !trying.compareAndSet(false, true)) {
            return;
        }
        taker.take(name, ttl, candidate, true).whenComplete((taken, error) -> {
            try {
                // a failure of the connection is none of the candidate's: it tries again later
                if (error == null && taken.isPresent()) {
                    won(taken.get());
                }
            } finally {
                trying.set(false);
            }
        });
    }

    private void won(HeldLease taken) {
        boolean late;
        lock.lock();
        try {
            late = closed;
            if (!late) {
                lease = taken;
            }
        } finally {
            lock.unlock();
        }
        if (late) {
            taken.release();
            return;
        }
        taken.lost().thenRun(this::attempt);
        taker.store().context().call(() -> {
            try {
                leader.accept(taken);
            } catch (RuntimeException e) {
                taker.store().context().inside().failed(e);
            }
        });
    }

    @Override
    public boolean isLeader() {
        return lease().isPresent();
    }

    @Override
    public Optional<Lease> lease() {
        lock.lock();
        try {
            HeldLease held = lease;
            return held != null && held.isHeld() ? Optional.of(held) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        taker.store().context().await(release(), "close");
    }

    @Override
    public CompletableFuture<Void> release() {
        HeldLease held;
        Watch open;
        lock.lock();
        try {
            closed = true;
            held = lease;
            open = watch;
        } finally {
            lock.unlock();
        }
        if (open != null) {
            open.close();
        }
        return held == null ? CompletableFuture.completedFuture(null) : held.release();
    }
}
