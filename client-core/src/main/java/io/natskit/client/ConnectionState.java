// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state of a connection: one value, with what belongs to it. */
public sealed interface ConnectionState {

    /** True in {@link Connected} and in {@link Draining}, which still has its server. */
    default boolean isConnected() {
        return this instanceof Connected || this instanceof Draining;
    }

    /**
     * No server has been reached yet.
     *
     * @param attempt the attempt under way, from 1
     */
    record Connecting(int attempt) implements ConnectionState {}

    /**
     * Logged in at a server.
     *
     * @param server its address
     * @param info what it said of itself when it was reached; {@link Connection#serverInfo()} has the latest
     */
    record Connected(ServerAddress server, ServerInfo info) implements ConnectionState {}

    /**
     * The server was lost, or left by {@link Connection#reconnect()}; another is looked for.
     *
     * @param attempt attempts since then; 0 before the first
     * @param cause why the server was lost, or null when it was left on purpose
     */
    record Reconnecting(int attempt, @Nullable Throwable cause) implements ConnectionState {}

    /** {@link Connection#drain()} is under way. */
    record Draining() implements ConnectionState {}

    /**
     * Over for good.
     *
     * @param causeOrNull what closed it, or null when the caller did
     */
    record Closed(@Nullable NatsException causeOrNull) implements ConnectionState {
        /** What closed it; empty when the caller did. */
        public Optional<NatsException> cause() {
            return Optional.ofNullable(causeOrNull);
        }
    }
}
