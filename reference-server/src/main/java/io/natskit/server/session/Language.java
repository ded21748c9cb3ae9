// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.protocol.InputDecoder;
import org.jspecify.annotations.Nullable;

/**
 * What a client speaks where that is not NATS. It decodes the client's input and acts upon it through the session, which has the identity, the
 * limits, the gates for messages and subscriptions, and the end; NATS' own lines are not said. Made by its door; confined to the client's loop.
 */
public interface Language extends InputDecoder {
    /** The client has its account and permissions. */
    void loggedIn();

    /** It is nobody whom we know; the session ends behind this. */
    void refused();

    /** It may do something else than before. What it subscribed to through its session has been looked at. */
    void permissionsChanged();

    /** The session ends: account and permissions are still what they were, subscriptions too. */
    void ended(ClosedReason reason);

    /** How the client calls its session, where it has a name for it. */
    @Nullable
    String clientId();
}
