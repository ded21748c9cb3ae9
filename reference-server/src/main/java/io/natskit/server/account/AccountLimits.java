// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.account;

/**
 * What an account may have; below 0 is no limit.
 *
 * @param maxConnections how many connections
 * @param maxSubscriptions how many subscriptions each of them
 * @param maxPayloadBytes how large a message
 */
public record AccountLimits(int maxConnections, int maxSubscriptions, int maxPayloadBytes) {
    /** Anything. */
    public static final AccountLimits NONE = new AccountLimits(-1, -1, -1);
}
