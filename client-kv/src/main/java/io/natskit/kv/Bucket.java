// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A bucket by its name, with keys of type K and values of type V. Holds no state of the server but how the bucket is made, asked for once. Safe for use by many threads.
 *
 * <p><b>Reads</b> are by direct get, as ADR-8 has it: from any replica, perhaps a moment old. {@link #throughLeader()} is the same bucket with reads that the leader
 * answers, which see every write that was confirmed before. <b>Writes</b> return the revision: the sequence in the bucket's stream, which grows with every write to any
 * key. A write whose confirmation did not come fails with {@link io.natskit.client.InDoubtException}: it was done once, or not at all.
 */
public interface Bucket<K, V> {

    /** The bucket's name. */
    String name();

    /** The same bucket with other types: {@code keys} and {@code values} turn them into the bucket's text and bytes (ADR-54). */
    <A, B> Bucket<A, B> with(KeyCodec<A> keys, Codec<B> values);

    /** The same bucket and keys with values of another type. */
    <B> Bucket<K, B> with(Codec<B> values);

    /** The same bucket with reads that the leader of its stream answers: later than any write that was confirmed, and slower. */
    Bucket<K, V> throughLeader();

    /** The value of a key; empty when there is none, or it was deleted or purged. */
    Optional<Entry<K, V>> get(K key);

    /** What a key had at a revision; empty when that revision is gone, of another key, or a deletion. */
    Optional<Entry<K, V>> get(K key, long revision);

    /** Sets a value, whatever was there; returns its revision. */
    long put(K key, V value);

    /**
     * Sets the value of a key that has none; returns its revision.
     *
     * @throws KeyExistsException when it has one
     */
    long create(K key, V value);

    /** As {@link #create(Object, Object)}, perhaps for a limited time. */
    long create(K key, V value, Consumer<CreateSpec> spec);

    /**
     * Sets a value if the key's last revision, a deletion's too, is {@code revision}; returns the new one.
     *
     * @throws WrongRevisionException when it is another
     */
    long update(K key, V value, long revision);

    /**
     * Reads, changes, writes; and again while others were faster. {@code change} gets the value, or nothing, and returns the new one, or nothing to delete the key; it may be called
     * several times. Gives up with {@link WrongRevisionException} after 100 times.
     */
    Entry<K, V> compute(K key, UnaryOperator<Optional<V>> change);

    /** Deletes a key; its history stays. Returns the revision of the marker. */
    long delete(K key);

    /** As {@link #delete(Object)}, perhaps only if the last revision is as expected. */
    long delete(K key, Consumer<DeleteSpec> spec);

    /** Deletes a key with its history; returns the revision of the marker that is left. */
    long purge(K key);

    /** As {@link #purge(Object)}, perhaps only if the last revision is as expected, perhaps with a marker that goes by itself. */
    long purge(K key, Consumer<DeleteSpec> spec);

    /** Removes the markers of deleted and purged keys that are older than 30 min, with what is before them; of younger ones, only what is before them. Returns how many markers there were. */
    long purgeDeletes();

    /** As {@link #purgeDeletes()}; {@code olderThan} zero removes all markers. */
    long purgeDeletes(Duration olderThan);

    /**
     * Several writes that are done all or none (ADR-50; server 2.12, a bucket with {@link BucketConfig.Builder#atomicPuts}). Returns their revisions in their order.
     *
     * @throws WrongRevisionException when one of the expectations did not hold
     */
    List<Long> atomic(Consumer<AtomicWrites<K, V>> writes);

    /**
     * The keys that have a value, in the order of their revisions, as they come; filters are keys with wildcards, none means all. A key that is written meanwhile may come
     * twice. What was not asked for for long is given up when the iterator is collected.
     */
    Iterable<K> keys(String... filters);

    /** All revisions of a key that are there, deletions too, oldest first. */
    Iterable<Entry<K, V>> history(K key);

    /** The values of many keys as they were at one moment, for any number of keys; filters are keys with wildcards, none means all. Fails after the timeout of JetStream if writes come too fast. */
    Snapshot<K, V> snapshot(Collection<String> filters);

    /** Tells {@code listener} what is there, then {@link WatchEvent.Current}, always, then what happens; see {@link WatchSpec} for less or more. */
    Watch watch(Consumer<WatchSpec> spec, WatchListener<K, V> listener);

    /** A near cache, filled and kept by a watch. */
    CachedBucket<K, V> cached(Consumer<CacheSpec> spec);

    /** How the bucket is made, and what it holds. */
    BucketStatus status();

    /** The same bucket for callers that must not wait. */
    AsyncBucket<K, V> async();

    /** The same bucket for streams with demand. */
    FlowBucket<K, V> flow();
}
