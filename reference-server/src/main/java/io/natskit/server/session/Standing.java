// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.account.Account;
import io.natskit.server.auth.Identity;
import io.natskit.server.auth.Permissions;
import io.natskit.server.auth.UserToken;
import io.natskit.server.config.LimitOptions;
import io.natskit.server.protocol.ConnectOptions;
import io.natskit.server.router.PublisherInfo;
import io.natskit.server.router.Subscription;
import org.jspecify.annotations.Nullable;

/** Who a client is, what it said of itself, and what it may: a stranger in the global account until it has logged in. Confined to its loop. */
final class Standing {
    private final ServerContext context;
    private ConnectOptions options = ConnectOptions.DEFAULT;
    private boolean headers;
    // read by others, who look for the clients of an account
    private volatile Account<Subscription> account;
    private Permissions permissions = Permissions.ALL;
    private Identity who = Identity.anonymous();
    private int maxPayload;
    private int maxSubscriptions;

    Standing(ServerContext context) {
        LimitOptions limits = context.options().limits();
        this.context = context;
        this.account = context.accounts().global();
        this.maxPayload = limits.maxPayloadBytes();
        this.maxSubscriptions = account.maxSubscriptionsPerConnection(limits.maxSubscriptions());
    }

    void options(ConnectOptions said, boolean withHeaders) {
        options = said;
        headers = withHeaders;
    }

    /** Moves to the account of an identity; false if that is full, and nothing has changed. */
    boolean become(Identity identity) {
        Account<Subscription> to = context.accounts().of(identity);
        if (to != account) {
            if (!to.tryConnect()) {
                return false;
            }
            account.disconnected();
            account = to;
        }
        who = identity;
        permissions = identity.permissions();
        limits();
        return true;
    }

    void permissions(Permissions now) {
        permissions = now;
    }

    /** The smallest of the server's, the account's and its own limits. */
    void limits() {
        LimitOptions limits = context.options().limits();
        maxPayload = smaller(who.maxPayloadBytes(), account.maxPayloadBytes(limits.maxPayloadBytes()));
        maxSubscriptions =
                smaller(who.maxSubscriptions(), account.maxSubscriptionsPerConnection(limits.maxSubscriptions()));
    }

    /** Below 0 is no limit. */
    private static int smaller(int limit, int other) {
        return limit < 0 || other < 0 ? Math.max(limit, other) : Math.min(limit, other);
    }

    ConnectOptions options() {
        return options;
    }

    boolean headers() {
        return headers;
    }

    Account<Subscription> account() {
        return account;
    }

    Permissions permissions() {
        return permissions;
    }

    @Nullable
    String user() {
        return who.user();
    }

    /** The token that it logged in with, or null. */
    @Nullable
    UserToken token() {
        return who.token();
    }

    /** What the token that it logged in with says of it, or null where it has none. */
    PublisherInfo.@Nullable Claimed claimed() {
        UserToken token = who.token();
        if (token == null) {
            return null;
        }
        String issuer = token.signingKey().isEmpty() ? who.account() : token.signingKey();
        return new PublisherInfo.Claimed(token.bearer() ? null : options.jwt(), issuer, token.name(), token.tags());
    }

    int maxPayload() {
        return maxPayload;
    }

    int maxSubscriptions() {
        return maxSubscriptions;
    }
}
