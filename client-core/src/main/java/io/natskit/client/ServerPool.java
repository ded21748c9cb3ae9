// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.util.List;
import java.util.Optional;

/** The servers that a connection may use: those configured, and those that servers told of (ADR-40). Safe for use by many threads. */
public interface ServerPool {

    /**
     * A server of the pool.
     *
     * @param address where
     * @param discovered true when a server told of it, false when configured
     * @param failures attempts in a row that failed
     * @param current true when the connection is there now
     */
    record Entry(ServerAddress address, boolean discovered, int failures, boolean current) {}

    /** The servers, in the order in which they would be tried. */
    List<Entry> servers();

    /** The server that the connection is at; empty while it is at none. */
    Optional<ServerAddress> current();

    /**
     * Replaces all servers, discovered ones included; at least one. The connection stays where it is until it breaks or {@link Connection#reconnect()}.
     *
     * @throws IllegalArgumentException when one of them cannot be read, see {@link ServerAddress#parse}
     */
    void replace(List<String> urls);
}
