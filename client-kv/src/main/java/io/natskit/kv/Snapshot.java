// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

import java.util.Map;
import java.util.Optional;

/**
 * Values of many keys as they were at one moment.
 *
 * @param revision the last revision among what was asked for, deletions too; 0 when there was none
 * @param entries the keys that had a value, in the order of their revisions
 */
public record Snapshot<K, V>(long revision, Map<K, Entry<K, V>> entries) {

    /** Keeps the map as it is: it is not to be changed any more. */
    public Snapshot {
        entries = java.util.Collections.unmodifiableMap(entries);
    }

    /** The value of a key, if it had one. */
    public Optional<V> value(K key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }
}
