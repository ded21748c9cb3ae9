// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

import io.natskit.jetstream.Pages;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@link KeyValue} for callers that must not wait; each method means what its namesake there says. */
public interface AsyncKeyValue {

    /** See {@link KeyValue#createBucket}. */
    CompletableFuture<AsyncBucket<String, byte[]>> createBucket(BucketConfig config);

    /** See {@link KeyValue#updateBucket}. */
    CompletableFuture<AsyncBucket<String, byte[]>> updateBucket(BucketConfig config);

    /** See {@link KeyValue#ensureBucket}. */
    CompletableFuture<AsyncBucket<String, byte[]>> ensureBucket(BucketConfig config);

    /** See {@link KeyValue#bucket(String)}. */
    AsyncBucket<String, byte[]> bucket(String name);

    /** See {@link KeyValue#findBucket}. */
    CompletableFuture<Optional<AsyncBucket<String, byte[]>>> findBucket(String name);

    /** See {@link KeyValue#deleteBucket}. */
    CompletableFuture<Void> deleteBucket(String name);

    /** See {@link KeyValue#bucketNames}. */
    Pages<String> bucketNames();

    /** See {@link KeyValue#buckets}. */
    Pages<BucketStatus> buckets();

    /** The same, blocking. */
    KeyValue blocking();
}
