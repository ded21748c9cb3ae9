// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv.internal;

import io.natskit.jetstream.JetStream;
import io.natskit.jetstream.Pages;
import io.natskit.kv.AsyncKeyValue;
import io.natskit.kv.Bucket;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.BucketStatus;
import io.natskit.kv.KeyValue;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
        return iterable(buckets::names);
    }

    @Override
    public Iterable<BucketStatus> buckets() {
        return iterable(buckets::statuses);
    }

    private <T> Iterable<T> iterable(Supplier<Pages<T>> pages) {
        return () -> {
            Pages<T> from = pages.get();
            return new Iterator<>() {
                private @Nullable T ahead;

                @Override
                public boolean hasNext() {
                    if (ahead == null) {
                        ahead = buckets.context().await(from.next(), "buckets").orElse(null);
                    }
                    return ahead != null;
                }

                @Override
                public T next() {
                    T element = hasNext() ? ahead : null;
                    if (element == null) {
                        throw new NoSuchElementException("no more buckets");
                    }
                    ahead = null;
                    return element;
                }
            };
        };
    }

    @Override
    public AsyncKeyValue async() {
        return new FutureKeyValue(buckets);
    }

    @Override
    public JetStream jetStream() {
        return buckets.context().js();
    }
}
