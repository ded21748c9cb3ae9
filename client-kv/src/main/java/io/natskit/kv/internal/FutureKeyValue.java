// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.jetstream.Pages;
import io.natskit.kv.AsyncBucket;
import io.natskit.kv.AsyncKeyValue;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.BucketStatus;
import io.natskit.kv.KeyValue;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Buckets for callers who must not wait. No state of its own. */
final class FutureKeyValue implements AsyncKeyValue {
    private final Buckets buckets;

    FutureKeyValue(Buckets buckets) {
        this.buckets = buckets;
    }

    @Override
    public CompletableFuture<AsyncBucket<String, byte[]>> createBucket(BucketConfig config) {
        return buckets.create(config).thenApply(FutureBucket::new);
    }

    @Override
    public CompletableFuture<AsyncBucket<String, byte[]>> updateBucket(BucketConfig config) {
        return buckets.update(config).thenApply(FutureBucket::new);
    }

    @Override
    public CompletableFuture<AsyncBucket<String, byte[]>> ensureBucket(BucketConfig config) {
        return buckets.ensure(config).thenApply(FutureBucket::new);
    }

    @Override
    public AsyncBucket<String, byte[]> bucket(String name) {
        return new FutureBucket<>(buckets.engine(name));
    }

    @Override
    public CompletableFuture<Optional<AsyncBucket<String, byte[]>>> findBucket(String name) {
        return buckets.find(name).thenApply(found -> found.map(FutureBucket::new));
    }

    @Override
    public CompletableFuture<Void> deleteBucket(String name) {
        return buckets.delete(name);
    }

    @Override
    public Pages<String> bucketNames() {
        return buckets.names();
    }

    @Override
    public Pages<BucketStatus> buckets() {
        return buckets.statuses();
    }

    @Override
    public KeyValue blocking() {
        return new BlockingKeyValue(buckets);
    }
}
