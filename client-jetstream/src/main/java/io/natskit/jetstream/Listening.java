// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.jetstream;

/** Listening that goes on until closed. */
public interface Listening extends AutoCloseable {
    /** Ends it; idempotent. */
    @Override
    void close();
}
