// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.kv.Bucket;
import io.natskit.kv.Watch;
import io.natskit.kv.WatchEvent;
import io.natskit.kv.lease.Candidacy;
import io.natskit.kv.lease.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stands for election: tries when the key goes, when its lease is lost, and now and then, since not every end of a key is told. */
final class Candidate implements Candidacy {
    private final LeaseKeeper keeper;
    private final String name;
    private final Duration ttl;
    private final String candidate;
    private final Consumer<? super Lease> leader;
    private final Watch watch;
    private final AtomicBoolean trying = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by the lock
    private @Nullable HeldLease lease;
    private volatile boolean closed;

    Candidate(
            LeaseKeeper keeper,
            Bucket<String, String> bucket,
            String name,
            Duration ttl,
            String candidate,
            Consumer<? super Lease> leader) {
        this.keeper = keeper;
        this.name = name;
        this.ttl = ttl;
        this.candidate = candidate;
        this.leader = leader;
        this.watch = bucket.watch(w -> w.keys(name).metaOnly(), event -> {
            boolean gone = event instanceof WatchEvent.Current<String, String>
                    || event instanceof WatchEvent.Changed<String, String> c
                            && !c.entry().isPresent();
            if (gone) {
                attempt();
            }
        });
        again();
    }

    private void again() {
        keeper.store().context().inside().after(ttl.toNanos(), () -> {
            if (!closed) {
                keeper.store().context().call(this::attempt);
                again();
            }
        });
    }

    /** On the callback executor, which may wait. */
    private void attempt() {
        if (closed || isLeader() || !trying.compareAndSet(false, true)) {
            return;
        }
        try {
            Optional<HeldLease> taken = keeper.takeFor(name, ttl, candidate);
            if (taken.isPresent()) {
                won(taken.get());
            }
        } finally {
            trying.set(false);
        }
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
            taken.close();
            return;
        }
        taken.lost().thenRun(this::attempt);
        try {
            leader.accept(taken);
        } catch (RuntimeException e) {
            keeper.store().context().inside().failed(e);
        }
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
        HeldLease held;
        lock.lock();
        try {
            closed = true;
            held = lease;
        } finally {
            lock.unlock();
        }
        watch.close();
        if (held != null) {
            held.close();
        }
    }
}
