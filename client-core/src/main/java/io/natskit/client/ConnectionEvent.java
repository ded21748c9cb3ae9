// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a connection. Listeners get events in order, one at a time ({@link Connection#onEvent}). Later versions may add kinds: keep a
 * branch for those you do not know.
 */
public sealed interface ConnectionEvent {

    /** When it happened. */
    Instant at();

    /**
     * The first server was reached.
     *
     * @param at when
     * @param server which
     * @param info what it says of itself
     */
    record Connected(Instant at, ServerAddress server, ServerInfo info) implements ConnectionEvent {}

    /**
     * The server was lost or left.
     *
     * @param at when
     * @param server which
     * @param cause why, or null when on purpose
     */
    record Disconnected(
            Instant at, ServerAddress server, @Nullable Throwable cause) implements ConnectionEvent {}

    /**
     * Another server, or the same again, was reached.
     *
     * @param at when
     * @param server which
     * @param info what it says of itself
     * @param bytesReplayed bytes of messages that waited and are being sent now
     */
    record Reconnected(Instant at, ServerAddress server, ServerInfo info, long bytesReplayed)
            implements ConnectionEvent {}

    /**
     * All subscriptions were made again after a reconnect.
     *
     * @param at when
     * @param subscriptions how many
     */
    record Resubscribed(Instant at, int subscriptions) implements ConnectionEvent {}

    /**
     * An attempt to reach a server failed.
     *
     * @param at when
     * @param server which
     * @param attempt the how-manieth since the last connection, from 1
     * @param cause why
     */
    record ConnectAttemptFailed(Instant at, ServerAddress server, int attempt, Throwable cause)
            implements ConnectionEvent {}

    /**
     * The server told of other servers.
     *
     * @param at when
     * @param added those not known before
     * @param removed those no longer there
     */
    record DiscoveredServers(Instant at, List<ServerAddress> added, List<ServerAddress> removed)
            implements ConnectionEvent {}

    /**
     * The server is about to go (lame duck); the connection moves to another first, when there is one.
     *
     * @param at when
     * @param server which
     */
    record LameDuck(Instant at, ServerAddress server) implements ConnectionEvent {}

    /**
     * The connection moved to another server before the old one went: no message was missed.
     *
     * @param at when
     * @param from the old server
     * @param to the new server
     */
    record Moved(Instant at, ServerAddress from, ServerAddress to) implements ConnectionEvent {}

    /**
     * The credentials expired; the {@link Authenticator} is asked for others.
     *
     * @param at when
     * @param server which server said so
     */
    record AuthExpired(Instant at, ServerAddress server) implements ConnectionEvent {}

    /**
     * The server sent {@code -ERR}.
     *
     * @param at when
     * @param error what it means
     */
    record ServerError(Instant at, ServerErrorException error) implements ConnectionEvent {}

    /**
     * A subscription's buffer is full and messages are dropped; once until it has been emptied by half.
     *
     * @param at when
     * @param subscription which
     * @param dropped messages dropped since it was made
     */
    record SlowConsumer(Instant at, Subscription subscription, long dropped) implements ConnectionEvent {}

    /**
     * A handler, an event listener or an observer threw.
     *
     * @param at when
     * @param subscription whose handler, or null for listeners and observers
     * @param cause what it threw
     */
    record HandlerFailed(Instant at, @Nullable Subscription subscription, Throwable cause) implements ConnectionEvent {}

    /**
     * Publishes are dropped since the outgoing buffer is full ({@link BackPressure#dropNewest()}); once until it has room again.
     *
     * @param at when
     * @param dropped publishes dropped since the connection was made
     */
    record PublishDropped(Instant at, long dropped) implements ConnectionEvent {}

    /**
     * Messages had been handed to the operating system when the connection broke: each arrived once, or not at all.
     *
     * @param at when
     * @param messages how many
     */
    record InDoubt(Instant at, long messages) implements ConnectionEvent {}

    /**
     * The connection is closed.
     *
     * @param at when
     * @param cause what closed it, or null when the caller did
     */
    record Closed(Instant at, @Nullable NatsException cause) implements ConnectionEvent {}
}
