// SPDX-License-Identifier: Apache-2.0
// Copyright the NatsKit authors
package io.natskit.callout;

import io.natskit.wire.jwt.AuthorizationRequestClaims;
import java.util.Optional;

/** Somebody who wants to come in, as a server describes him. Absent texts are empty. Immutable; prints no secret. */
public final class Login {
    private final AuthorizationRequestClaims claims;

    Login(AuthorizationRequestClaims claims) {
        this.claims = claims;
    }

    /** The user that the client says it is. */
    public String user() {
        return claims.connect().user();
    }

    /** The password that it gave. */
    public String password() {
        return claims.connect().password();
    }

    /** The token that it gave, such as one of an identity provider. */
    public String token() {
        return claims.connect().token();
    }

    /** The JWT that it gave: in operator mode a valid one of the callout's account, of a sentinel as a rule; without operators empty. */
    public String jwt() {
        return claims.connect().jwt();
    }

    /** The public key that it gave. Whether it signed the nonce is for the service to verify: {@link #claims} has both. */
    public String nkey() {
        return claims.connect().nkey();
    }

    /** What the client calls its connection. */
    public String connectionName() {
        return claims.connect().name();
    }

    /** The address that it comes from. */
    public String host() {
        return claims.client().host();
    }

    /** What kind of listener it came by: {@code nats}, {@code websocket} or {@code mqtt}. */
    public String type() {
        return claims.client().type();
    }

    /** How it is encrypted, with the certificates that it showed; empty without TLS. */
    public Optional<AuthorizationRequestClaims.Tls> tls() {
        return Optional.ofNullable(claims.tls());
    }

    /** The server that asks. */
    public AuthorizationRequestClaims.Server server() {
        return claims.server();
    }

    /** All that the server said. */
    public AuthorizationRequestClaims claims() {
        return claims;
    }

    @Override
    public String toString() {
        return "Login[user=" + user() + ", host=" + host() + ", server=" + server().name() + "]";
    }
}
