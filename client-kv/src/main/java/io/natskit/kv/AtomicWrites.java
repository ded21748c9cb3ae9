// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

/** Writes to several keys that are done all or none, at most 1,000 of them. For one thread; each key once. */
public interface AtomicWrites<K, V> {

    /** Sets a value, whatever was there. */
    AtomicWrites<K, V> put(K key, V value);

    /** Sets the value of a key that has none. */
    AtomicWrites<K, V> create(K key, V value);

    /** Sets a value if the key's last revision is {@code revision}. */
    AtomicWrites<K, V> update(K key, V value, long revision);

    /** Deletes a key, whatever was there. */
    AtomicWrites<K, V> delete(K key);

    /** Deletes a key if its last revision is {@code revision}. */
    AtomicWrites<K, V> delete(K key, long revision);
}
