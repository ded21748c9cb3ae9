// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.client.internal.routing.Failures;
import io.natskit.jetstream.internal.store.Context;
import io.natskit.kv.AsyncBucket;
import io.natskit.kv.Codecs;
import io.natskit.kv.Entry;
import io.natskit.kv.KeyExistsException;
import io.natskit.kv.KeyValue;
import io.natskit.kv.WrongRevisionException;
import io.natskit.wire.Nuid;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Takes leases of one bucket. Knows nothing but the bucket: who holds what is in there. */
final class LeaseTaker {
    private final Store store;
    private final AsyncBucket<String, String> bucket;

    LeaseTaker(KeyValue kv, String bucket) {
        this.store = new Store(Context.of(kv.jetStream()), bucket);
        this.bucket = kv.bucket(bucket).async().with(Codecs.text()).throughLeader();
    }

    Store store() {
        return store;
    }

    AsyncBucket<String, String> bucket() {
        return bucket;
    }

    static Duration checked(Duration ttl) {
        if (ttl.compareTo(Duration.ofSeconds(1)) < 0 || ttl.getNano() != 0) {
            throw new IllegalArgumentException("ttl: " + ttl + " (expected: whole seconds, at least 1)");
        }
        return ttl;
    }

    /** A lease, unless somebody holds it. */
    CompletableFuture<Optional<HeldLease>> take(String name, Duration ttl, String holder, boolean renewed) {
        checked(ttl);
        // unlike any other: after a create whose answer was lost, it tells whether the lease is ours
        byte[] value = (holder + "\n" + Nuid.next()).getBytes(StandardCharsets.UTF_8);
        long before = System.nanoTime();
        return store.createAsync(Names.key(name), value, Engine.create(c -> c.timeToLive(ttl)))
                .handle((revision, error) -> {
                    if (error == null) {
                        HeldLease lease = new HeldLease(store, name, ttl, value, revision, before);
                        if (renewed) {
                            lease.keepRenewing();
                        }
                        return Optional.of(lease);
                    }
                    Throwable cause = Failures.cause(error);
                    if (cause instanceof KeyExistsException || cause instanceof WrongRevisionException) {
                        return Optional.empty();
                    }
                    throw Failures.unchecked(cause);
                });
    }

    CompletableFuture<Optional<String>> holder(String name) {
        return bucket.get(name)
                .thenApply(found ->
                        found.map(Entry::value).map(value -> value.substring(0, Math.max(0, value.indexOf('\n')))));
    }
}
