// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.storage;

/**
 * Work of a store in two halves: {@link #run()} once, on any thread, beside the owner's work; then {@link #finish()} once, on the owner's
 * thread, which takes the outcome into the store.
 */
public interface Step {
    /** Does the slow part. Throws nothing: what went wrong is told by {@link #finish()}. */
    void run();

    /**
     * Takes the outcome into the store.
     *
     * @throws StoreFailedException if it went wrong. After a sync that failed the store takes in nothing until {@link MessageStore#resume()}.
     */
    void finish();
}
