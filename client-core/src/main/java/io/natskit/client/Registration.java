// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

/** A listener's hold on what it listens to; closing it removes the listener. Idempotent, from any thread. */
public interface Registration extends AutoCloseable {

    /** Removes the listener. A call to it that is under way runs to its end. */
    @Override
    void close();
}
