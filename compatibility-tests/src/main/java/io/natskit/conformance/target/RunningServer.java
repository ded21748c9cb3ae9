// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.conformance.target;

/** A server of a {@link Target} that takes connections. */
public interface RunningServer extends AutoCloseable {
    /** Where it listens. */
    String host();

    /** Where it listens. */
    int port();

    /** As clients are told. */
    default String url() {
        return "nats://" + host() + ":" + port();
    }

    /** What it logged so far; empty where that cannot be known. */
    String log();

    /** Ends it and waits for its end. */
    @Override
    void close();
}
