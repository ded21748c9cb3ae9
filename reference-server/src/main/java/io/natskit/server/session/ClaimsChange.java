// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.server.session;

import io.natskit.server.auth.Permissions;
import io.natskit.server.auth.UserToken;
import io.natskit.wire.jwt.AccountClaims;
import io.natskit.wire.jwt.SigningKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What other claims of an account mean to one client of it. On that client's loop. */
final class ClaimsChange {
    private final ClientSession session;
    private final Handshake handshake;
    private final AccountClaims claims;
    private final AccountClaims before;

    ClaimsChange(ClientSession session, Handshake handshake, AccountClaims claims, AccountClaims before) {
        this.session = session;
        this.handshake = handshake;
        this.claims = claims;
        this.before = before;
    }

    /** As nats-server does it, in its order: too many, limits, bearer tokens, revocation, keys that are gone or mean something else. */
    void apply(@Nullable UserToken token, boolean tooMany) {
        if (tooMany) {
            session.lines().error("maximum account active connections exceeded");
            session.log().error("maximum account active connections exceeded");
            session.close(ClosedReason.MAXIMUM_ACCOUNT_CONNECTIONS_EXCEEDED);
            return;
        }
        session.membership().limitsChanged();
        if (token == null) {
            return;
        }
        if (token.bearer() && claims.limits().bearerDisallowed()) {
            handshake.violation("Bearer User JWT not allowed");
        } else if (claims.isRevoked(token.subject(), token.issuedAtSecond())) {
            session.end("User Authentication Revoked", ClosedReason.CREDENTIALS_REVOKED);
        } else if (!token.signingKey().isEmpty() && isOtherKey(token.signingKey())) {
            session.close(ClosedReason.AUTHENTICATION_FAILURE);
        } else if (token.defaultPermissions() && !claims.defaultPermissions().equals(before.defaultPermissions())) {
            session.membership().permissionsChanged(Permissions.ofDefaults(claims));
        }
    }

    private boolean isOtherKey(String key) {
        SigningKey now = claims.signingKeys().get(key);
        return now == null || !isSame(now, before.signingKeys().get(key));
    }

    private static boolean isSame(SigningKey a, @Nullable SigningKey b) {
        return b != null && Objects.equals(a.template(), b.template());
    }
}
