// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

import io.natskit.jetstream.JetStream;
import io.natskit.kv.internal.Front;
import java.util.Optional;

/**
 * Key-value buckets on JetStream (ADR-8), in the blocking shape: the primary one; {@link #async()} and {@link #flow()} are views of the same engine. Holds no thread, socket or subscription.
 * Safe for use by many threads; not for implementation by users.
 *
 * <pre>{@code
 * KeyValue kv = KeyValue.on(JetStream.on(connection));
 * Bucket<String, String> prices = kv.createBucket(BucketConfig.of("prices", b -> b.history(5))).with(Codecs.text());
 * long revision = prices.put("tea.green", "3.50");
 * }</pre>
 *
 * <p>Errors and waiting are as {@link JetStream} says.
 */
public interface KeyValue {

    /** Buckets of an account, reached through {@code js}. */
    static KeyValue on(JetStream js) {
        return Front.on(js);
    }

    /** The same as {@code KeyValue.on(js).bucket(name)}. */
    static Bucket<String, byte[]> bucket(JetStream js, String name) {
        return on(js).bucket(name);
    }

    /** Makes a bucket; the same again is no error, another under its name is. Limit markers need a server of API level 1 (2.11), which is asked for. */
    Bucket<String, byte[]> createBucket(BucketConfig config);

    /** Changes a bucket that is there. */
    Bucket<String, byte[]> updateBucket(BucketConfig config);

    /** Has a bucket be as asked for: makes it, changes it, or leaves it. */
    Bucket<String, byte[]> ensureBucket(BucketConfig config);

    /** A handle; asks nothing of the server. Its first operation asks once how the bucket is made, and fails if there is none. */
    Bucket<String, byte[]> bucket(String name);

    /** A handle, if there is such a bucket. */
    Optional<Bucket<String, byte[]>> findBucket(String name);

    /** Deletes a bucket with all it holds. */
    void deleteBucket(String name);

    /** The names of the buckets, page by page. */
    Iterable<String> bucketNames();

    /** The buckets, page by page. */
    Iterable<BucketStatus> buckets();

    /** The same for callers that must not wait. */
    AsyncKeyValue async();

    /** The same for streams with demand. */
    FlowKeyValue flow();

    /** What it stands on. */
    JetStream jetStream();
}
