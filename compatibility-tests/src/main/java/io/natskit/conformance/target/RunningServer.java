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
        return tcpUrl();
    }

    /** Where it listens for TCP, by whichever door {@link #url()} leads in. */
    default String tcpUrl() {
        return "nats://" + host() + ":" + port();
    }

    /** What it logged so far; empty where that cannot be known. */
    String log();

    /**
     * Gives it another configuration while it runs, and waits until it has answered: an empty text if it took it, else why it did not, and
     * then nothing has changed. One whose configuration is out of reach never takes it.
     */
    default String reload(String config) {
        return "the configuration of this server is out of reach";
    }

    /** Ends it and waits for its end. */
    @Override
    void close();
}
