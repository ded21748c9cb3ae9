// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.auth;

import org.jspecify.annotations.Nullable;

/**
 * Whom a connection turned out to be. Immutable; connections of the same user share one.
 *
 * @param account the name of the account that the connection belongs to
 * @param user the name or public key that it logged in with; null for nobody in particular
 * @param permissions what it may do
 * @param maxSubscriptions its own limit of subscriptions, −1 for none beside those of the account and the server
 * @param maxPayloadBytes its own limit of a message, −1 for none beside those of the account and the server
 * @param token the token that it logged in with, or null
 */
public record Identity(
        String account,
        @Nullable String user,
        Permissions permissions,
        int maxSubscriptions,
        int maxPayloadBytes,
        @Nullable UserToken token) {
    /** The account of everybody who belongs to no other. */
    public static final String GLOBAL_ACCOUNT = "$G";

    /** Somebody without limits of their own. */
    public Identity(String account, @Nullable String user, Permissions permissions) {
        this(account, user, permissions, -1, -1, null);
    }

    /** The same, who may not ask the service that decides who comes in: that is for servers. */
    Identity withoutCallout() {
        return new Identity(
                account,
                user,
                permissions.denyingPublish(CalloutService.SUBJECT),
                maxSubscriptions,
                maxPayloadBytes,
                token);
    }

    /** Nobody in particular, in the global account, who may do everything. */
    public static Identity anonymous() {
        return new Identity(GLOBAL_ACCOUNT, null, Permissions.ALL);
    }
}
