// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.internal.store.MappedPages;
import io.natskit.kv.AsyncKeyValue;
import io.natskit.kv.Bucket;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.BucketStatus;
import io.natskit.kv.FlowKeyValue;
import io.natskit.kv.KeyValue;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Buckets for callers who wait. No state of its own. */
final class BlockingKeyValue implements KeyValue {
    private final Buckets buckets;

    BlockingKeyValue(Buckets buckets) {
        this.buckets = buckets;
    }

    private Bucket<String, byte[]> await(CompletableFuture<Engine<String, byte[]>> engine, String operation) {
        return new BlockingBucket<>(buckets.context().await(engine, operation));
    }

    @Override
    public Bucket<String, byte[]> createBucket(BucketConfig config) {
        return await(buckets.create(config), "createBucket");
    }

    @Override
    public Bucket<String, byte[]> updateBucket(BucketConfig config) {
        return await(buckets.update(config), "updateBucket");
    }

    @Override
    public Bucket<String, byte[]> ensureBucket(BucketConfig config) {
        return await(buckets.ensure(config), "ensureBucket");
    }

    @Override
    public Bucket<String, byte[]> bucket(String name) {
        return new BlockingBucket<>(buckets.engine(name));
    }

    @Override
    public Optional<Bucket<String, byte[]>> findBucket(String name) {
        return buckets.context().await(buckets.find(name), "findBucket").map(BlockingBucket::new);
    }

    @Override
    public void deleteBucket(String name) {
        buckets.context().await(buckets.delete(name), "deleteBucket");
    }

    @Override
    public Iterable<String> bucketNames() {
        return MappedPages.blocking(buckets.context(), "buckets", buckets::names);
    }

    @Override
    public Iterable<BucketStatus> buckets() {
        return MappedPages.blocking(buckets.context(), "buckets", buckets::statuses);
    }

    @Override
    public AsyncKeyValue async() {
        return new FutureKeyValue(buckets);
    }

    @Override
    public FlowKeyValue flow() {
        return new FlowBuckets(buckets);
    }

    @Override
    public JetStream jetStream() {
        return buckets.context().js();
    }
}
