// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

/** What a watch tells. */
public sealed interface WatchEvent<K, V> {

    /**
     * A value was set, or a key deleted or purged; or that is how things were when the watch began.
     *
     * @param entry what is now
     */
    record Changed<K, V>(Entry<K, V> entry) implements WatchEvent<K, V> {}

    /** All that was there when the watch began has been told. Comes once, also where nothing was there. */
    record Current<K, V>() implements WatchEvent<K, V> {}
}
