// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.config;

/** What happens to a connection whose write did not get through within the write deadline. */
public enum WriteTimeoutPolicy {
    /** Closes clients, and tries again on links between servers. */
    DEFAULT,
    /** Closes the connection. */
    CLOSE,
    /** Keeps the connection and tries again. */
    RETRY
}
