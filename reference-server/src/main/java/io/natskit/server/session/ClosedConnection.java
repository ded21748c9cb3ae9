// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import java.time.Instant;
import java.util.List;

/**
 * What is remembered of a connection that ended. Immutable.
 *
 * @param info what it was at its end
 * @param stop when it ended
 * @param reason why
 * @param subscriptions what it had subscribed to: the first {@value #SUBSCRIPTIONS_MAX}
 */
public record ClosedConnection(
        ConnectionInfo info, Instant stop, ClosedReason reason, List<SubscriptionInfo> subscriptions) {
    /** Of how many subscriptions more than their number is remembered. */
    static final int SUBSCRIPTIONS_MAX = 256;

    static ClosedConnection of(ClientSession session, ClosedReason reason, Subscriptions subscriptions) {
        return new ClosedConnection(
                ConnectionInfo.of(session, subscriptions.size()),
                session.context().wallClock().instant(),
                reason,
                subscriptions.first(SUBSCRIPTIONS_MAX));
    }
}
