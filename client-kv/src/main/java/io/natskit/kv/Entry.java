// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

import java.time.Instant;
import java.util.Optional;

/** One revision of a key. Values are decoded when first asked for, so that one that cannot be read harms nobody else. Not for implementation by users. */
public interface Entry<K, V> {

    /** The bucket. */
    String bucket();

    /** The key. */
    K key();

    /**
     * The value.
     *
     * @throws java.util.NoSuchElementException for a deletion, and where only metadata was asked for
     * @throws CodecException when the codec refuses the bytes
     */
    V value();

    /** The value, if this is not a deletion and more than metadata was asked for. */
    Optional<V> valueIfPresent();

    /** The bytes of the value, this caller's own copy; empty for deletions, and where only metadata was asked for. */
    byte[] bytes();

    /** How many bytes the value has, also where only metadata was asked for. */
    long size();

    /** Its place in the bucket's stream. */
    long revision();

    /** When it was stored. */
    Instant time();

    /** How many messages of what was asked for were still to come when it was sent: 0 for the latest. 0 in gets. */
    long delta();

    /** What was done to the key. */
    Operation operation();

    /** Whether the key has a value: neither deleted nor purged. */
    default boolean isPresent() {
        return operation() == Operation.PUT;
    }
}
