// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.rxjava3;

import io.natskit.kv.AsyncKeyValue;
import io.natskit.kv.BucketConfig;
import io.natskit.kv.BucketStatus;
import io.natskit.kv.KeyValue;
import io.natskit.reactive.ReactiveKeyValue;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;

/** Key-value buckets in the shapes of RxJava; each method means what its namesake in {@link AsyncKeyValue} says. All are cold; disposing gives up. No state of its own. */
public final class RxKeyValue {
    private final AsyncKeyValue async;

    private RxKeyValue(AsyncKeyValue async) {
        this.async = async;
    }

    /** A view of {@code kv}. */
    public static RxKeyValue of(KeyValue kv) {
        return new RxKeyValue(kv.async());
    }

    /** See {@link AsyncKeyValue#createBucket(BucketConfig)}. */
    public Single<RxBucket<String, byte[]>> createBucket(BucketConfig config) {
        return Futures.single(() -> async.createBucket(config)).map(RxBucket::new);
    }

    /** See {@link AsyncKeyValue#updateBucket(BucketConfig)}. */
    public Single<RxBucket<String, byte[]>> updateBucket(BucketConfig config) {
        return Futures.single(() -> async.updateBucket(config)).map(RxBucket::new);
    }

    /** See {@link AsyncKeyValue#ensureBucket(BucketConfig)}. */
    public Single<RxBucket<String, byte[]>> ensureBucket(BucketConfig config) {
        return Futures.single(() -> async.ensureBucket(config)).map(RxBucket::new);
    }

    /** See {@link AsyncKeyValue#bucket(String)}. */
    public RxBucket<String, byte[]> bucket(String name) {
        return new RxBucket<>(async.bucket(name));
    }

    /** See {@link AsyncKeyValue#findBucket(String)}. */
    public Maybe<RxBucket<String, byte[]>> findBucket(String name) {
        return Futures.maybe(() -> async.findBucket(name)).map(RxBucket::new);
    }

    /** See {@link AsyncKeyValue#deleteBucket(String)}. */
    public Completable deleteBucket(String name) {
        return Futures.completable(() -> async.deleteBucket(name));
    }

    /** See {@link AsyncKeyValue#bucketNames()}; page by page as they are asked for. */
    public Flowable<String> bucketNames() {
        return Flowable.fromPublisher(ReactiveKeyValue.of(async.blocking()).bucketNames());
    }

    /** See {@link AsyncKeyValue#buckets()}; page by page as they are asked for. */
    public Flowable<BucketStatus> buckets() {
        return Flowable.fromPublisher(ReactiveKeyValue.of(async.blocking()).buckets());
    }

    /** The same, blocking. */
    public KeyValue blocking() {
        return async.blocking();
    }
}
