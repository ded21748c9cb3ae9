// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.kv;

/** Is told what a watch sees, one event at a time, on the connection's callback executor. While it works, the server waits (flow control). What it throws is reported, and the watch goes on. */
@FunctionalInterface
public interface WatchListener<K, V> {

    /** Something happened. */
    void onEvent(WatchEvent<K, V> event) throws Exception;
}
