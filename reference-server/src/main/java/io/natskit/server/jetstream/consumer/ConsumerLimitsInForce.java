// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.jetstream.consumer;

/**
 * The bounds that the server and the account set for consumers. Zero or less is no bound.
 *
 * @param serverAckPending the most unacknowledged messages of a consumer, by the server
 * @param accountAckPending the same, by the account
 * @param serverBatch the largest batch of a pull request
 * @param accountConsumers how many consumers a stream may have, by the account
 * @param defaultConsumers the same, where neither stream nor account says anything
 */
public record ConsumerLimitsInForce(
        long serverAckPending, long accountAckPending, long serverBatch, long accountConsumers, long defaultConsumers) {
    /** No bounds. */
    public static final ConsumerLimitsInForce NONE = new ConsumerLimitsInForce(0, 0, 0, 0, 0);

    /** How many consumers a stream may have; 0 or less for no bound. */
    long consumersOf(long streamMax) {
        long most = streamMax;
        if (most <= 0 || accountConsumers > 0 && accountConsumers < most) {
            most = accountConsumers;
        }
        return most <= 0 && defaultConsumers > 0 ? defaultConsumers : most;
    }
}
