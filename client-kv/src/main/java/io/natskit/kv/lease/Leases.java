// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.lease;

import io.natskit.kv.BucketConfig;
import io.natskit.kv.KeyValue;
import io.natskit.kv.internal.LeaseKeeper;
import io.natskit.wire.jetstream.StorageType;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Leases in a bucket of their own: whoever creates a key holds it until its time is up, unless renewed. Time is the server's; a holder reckons from before it asked, so that it
 * knows of its end before the server lets another in.
 *
 * <p><b>Fencing.</b> No lease can keep a holder from acting after it paused for too long. {@link Lease#token()} grows with every holder: a resource that remembers the greatest
 * token it has seen, and refuses smaller ones, is never changed by a holder of yesterday.
 *
 * <pre>{@code
 * Leases leases = Leases.in(kv, "leases");
 * try (Lease lease = leases.acquire("nightly-report", Duration.ofSeconds(10), Duration.ofMinutes(1))) {
 *     store.write(report, lease.token());
 * }
 * }</pre>
 */
public interface Leases {

    /** Leases in the bucket {@code bucket}, which is made in memory on one server if it is not there; whoever wants replicas makes it beforehand with {@link #bucket}. */
    static Leases in(KeyValue kv, String bucket) {
        if (kv.findBucket(bucket).isEmpty()) {
            kv.ensureBucket(bucket(bucket, b -> b.storage(StorageType.MEMORY)));
        }
        return new LeaseKeeper(kv, bucket);
    }

    /** How a bucket for leases is made: one revision a key, keys that go by their time, and markers that tell of it. */
    static BucketConfig bucket(String name, Consumer<BucketConfig.Builder> more) {
        return BucketConfig.of(name, b -> {
            more.accept(b);
            b.history(1).limitMarkers(Duration.ofSeconds(1));
        });
    }

    /** Takes a lease if nobody holds it. {@code ttl} is whole seconds, at least 1. It is renewed by itself until closed. */
    Optional<Lease> tryAcquire(String name, Duration ttl);

    /**
     * Takes a lease, waiting while others hold it.
     *
     * @throws io.natskit.client.OperationTimeoutException when that took longer than {@code wait}
     */
    Lease acquire(String name, Duration ttl, Duration wait);

    /** Takes a lease if nobody holds it, with a word for others about who holds it; {@code renewed} false: it ends when its time is up, or {@link Lease#renew()} is called. */
    Optional<Lease> tryAcquire(String name, Duration ttl, String holder, boolean renewed);

    /** Who holds a lease, in the holder's words. */
    Optional<String> holder(String name);

    /**
     * Stands for election: whenever nobody leads, one of those who stand does, and {@code leader} is told with the lease; when its lease is lost or the candidacy closed, it leads no
     * more ({@link Lease#lost()}). {@code ttl} as of {@link #tryAcquire(String, Duration)}.
     */
    Candidacy stand(String name, Duration ttl, String candidate, Consumer<? super Lease> leader);

    /** The same for callers that must not wait. */
    AsyncLeases async();

    /** The same for streams with demand. */
    FlowLeases flow();
}
