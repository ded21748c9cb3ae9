// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.client.NatsException;
import io.natskit.client.internal.routing.Failures;
import io.natskit.kv.DeleteSpec;
import io.natskit.kv.WrongRevisionException;
import io.natskit.kv.lease.Lease;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lease that was taken. Its time is reckoned from before the server was asked, so it ends here before it ends there. Renewals are updates that expect the revision known:
 * one that finds another says that the lease is lost.
 */
final class HeldLease implements Lease {
    private final LeaseKeeper keeper;
    private final String name;
    private final Duration ttl;
    private final byte[] value;
    private final long token;
    private final CompletableFuture<Void> lost = new CompletableFuture<>();
    // one renewal at a time
    private final ReentrantLock renewing = new ReentrantLock();
    private volatile long revision;
    private volatile long until;
    private volatile boolean over;

    HeldLease(LeaseKeeper keeper, String name, Duration ttl, byte[] value, long revision, long askedNanos) {
        this.keeper = keeper;
        this.name = name;
        this.ttl = ttl;
        this.value = value;
        this.token = revision;
        this.revision = revision;
        this.until = askedNanos + ttl.toNanos();
        watchTime();
    }

    byte[] value() {
        return value;
    }

    Duration ttl() {
        return ttl;
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
        renewing.lock();
        try {
            if (!isHeld()) {
                return false;
            }
            long asked = System.nanoTime();
            revision = keeper.store().write(keeper.renewal(this, revision));
            until = asked + ttl.toNanos();
            return true;
        } catch (WrongRevisionException e) {
            return foundOther(e);
        } finally {
            renewing.unlock();
        }
    }

    /** An earlier renewal may have been done without its answer: then the value there is ours still. */
    private boolean foundOther(WrongRevisionException e) {
        long asked = System.nanoTime();
        boolean ours = keeper.store()
                .last(name, true)
                .filter(raw -> raw.isPresent() && java.util.Arrays.equals(raw.bytes(), value))
                .map(raw -> {
                    revision = raw.revision();
                    return true;
                })
                .orElse(false);
        if (!ours || until - asked <= 0) {
            end();
            return false;
        }
        return true;
    }

    /** Renews when a third of its time is over, and again, until it is. */
    void keepRenewing() {
        keeper.store().context().inside().after(ttl.toNanos() / 3, () -> {
            if (!isHeld()) {
                return;
            }
            long asked = System.nanoTime();
            keeper.store().writeAsync(keeper.renewal(this, revision)).whenComplete((renewed, error) -> {
                if (error == null) {
                    revision = renewed;
                    until = asked + ttl.toNanos();
                } else if (Failures.cause(error) instanceof WrongRevisionException) {
                    keeper.store().lastAsync(name, true).thenAccept(found -> {
                        if (found.isPresent()
                                && found.get().isPresent()
                                && java.util.Arrays.equals(found.get().bytes(), value)) {
                            revision = found.get().revision();
                        } else if (!over) {
                            end();
                        }
                    });
                }
                keepRenewing();
            });
        });
    }

    private void watchTime() {
        long wait = Math.max(1_000_000, until - System.nanoTime());
        keeper.store().context().inside().after(wait, () -> {
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
        keeper.store().context().call(() -> lost.complete(null));
    }

    @Override
    public CompletableFuture<Void> lost() {
        return lost.copy();
    }

    @Override
    public void close() {
        if (over) {
            return;
        }
        over = true;
        renewing.lock();
        try {
            release();
        } catch (NatsException e) {
            // its time will tell
        } finally {
            renewing.unlock();
            end();
        }
    }

    private void release() {
        try {
            keeper.store().write(Store.Write.delete(name, new DeleteSpec().revision(revision)));
        } catch (WrongRevisionException e) {
            // a renewal was on its way
            keeper.store()
                    .last(name, true)
                    .filter(raw -> raw.isPresent() && java.util.Arrays.equals(raw.bytes(), value))
                    .ifPresent(raw ->
                            keeper.store().write(Store.Write.delete(name, new DeleteSpec().revision(raw.revision()))));
        }
    }
}
