// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.client.InterruptedWaitException;
import io.natskit.client.NatsException;
import io.natskit.client.OperationTimeoutException;
import io.natskit.kv.Bucket;
import io.natskit.kv.Codecs;
import io.natskit.kv.Entry;
import io.natskit.kv.KeyExistsException;
import io.natskit.kv.KeyValue;
import io.natskit.kv.Watch;
import io.natskit.kv.WatchEvent;
import io.natskit.kv.WrongRevisionException;
import io.natskit.kv.lease.Candidacy;
import io.natskit.kv.lease.Lease;
import io.natskit.kv.lease.Leases;
import io.natskit.wire.Nuid;
import io.natskit.wire.headers.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Leases of one bucket. Knows nothing but the bucket: who holds what is in there. */
public final class LeaseKeeper implements Leases {
    private final Store store;
    private final Bucket<String, String> bucket;

    /** Leases in a bucket that is there. */
    public LeaseKeeper(KeyValue kv, String bucket) {
        this.store = new Store(Context.of(kv.jetStream()), bucket);
        this.bucket = kv.bucket(bucket).with(Codecs.text()).throughLeader();
    }

    private static Duration checked(Duration ttl) {
        if (ttl.compareTo(Duration.ofSeconds(1)) < 0 || ttl.getNano() != 0) {
            throw new IllegalArgumentException("ttl: " + ttl + " (expected: whole seconds, at least 1)");
        }
        return ttl;
    }

    @Override
    public Optional<Lease> tryAcquire(String name, Duration ttl) {
        return tryAcquire(name, ttl, "", true);
    }

    @Override
    public Optional<Lease> tryAcquire(String name, Duration ttl, String holder, boolean renewed) {
        return take(name, ttl, holder, renewed).map(lease -> lease);
    }

    private Optional<HeldLease> take(String name, Duration ttl, String holder, boolean renewed) {
        checked(ttl);
        // unlike any other: after a create whose answer was lost, it tells whether the lease is ours
        byte[] value = (holder + "\n" + Nuid.next()).getBytes(StandardCharsets.UTF_8);
        long before = System.nanoTime();
        long revision;
        try {
            revision = store.create(Names.key(name), value, Engine.create(c -> c.timeToLive(ttl)));
        } catch (KeyExistsException | WrongRevisionException taken) {
            return Optional.empty();
        }
        HeldLease lease = new HeldLease(this, name, ttl, value, revision, before);
        if (renewed) {
            lease.keepRenewing();
        }
        return Optional.of(lease);
    }

    Store store() {
        return store;
    }

    Store.Write renewal(HeldLease lease, long revision) {
        return new Store.Write(lease.name(), lease.value(), Headers.empty(), revision, lease.ttl());
    }

    @Override
    public Lease acquire(String name, Duration ttl, Duration wait) {
        long until = System.nanoTime() + wait.toNanos();
        Optional<Lease> lease = tryAcquire(name, ttl);
        if (lease.isPresent()) {
            return lease.get();
        }
        // told when the key goes; a look now and then makes good what nobody tells of
        Semaphore changed = new Semaphore(0);
        Watch watch = bucket.watch(w -> w.keys(name).metaOnly(), event -> {
            if (event instanceof WatchEvent.Changed<String, String> c
                    && !c.entry().isPresent()) {
                changed.release();
            }
        });
        try {
            while (true) {
                lease = tryAcquire(name, ttl);
                if (lease.isPresent()) {
                    return lease.get();
                }
                long left = until - System.nanoTime();
                if (left <= 0) {
                    throw new OperationTimeoutException("acquire lease \"" + name + "\"", wait);
                }
                if (changed.tryAcquire(Math.min(left, ttl.toNanos()), TimeUnit.NANOSECONDS)) {
                    changed.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedWaitException("acquire", e);
        } finally {
            watch.close();
        }
    }

    @Override
    public Optional<String> holder(String name) {
        return bucket.get(name).map(Entry::value).map(value -> value.substring(0, Math.max(0, value.indexOf('\n'))));
    }

    @Override
    public Candidacy stand(String name, Duration ttl, String candidate, Consumer<? super Lease> leader) {
        return new Candidate(this, bucket, Names.key(name), checked(ttl), candidate, leader);
    }

    /** Takes a lease for a candidate; a failure of the connection is none of its own: it tries again later. */
    Optional<HeldLease> takeFor(String name, Duration ttl, String candidate) {
        try {
            return take(name, ttl, candidate, true);
        } catch (NatsException e) {
            return Optional.empty();
        }
    }
}
